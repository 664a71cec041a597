namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>The canonical form of a JPEG: see <see cref="CanonicalPhoto"/>. One pass.</summary>
internal static class CanonicalJpeg
{
    /// <summary>More scans than any camera writes; decoders do work for each, which makes many small ones an attack.</summary>
    private const int MaxScans = 200;

    internal static PictureSize Rewrite(PhotoInput input, Stream output)
    {
        input.Take(2); // FF D8, which made it a JPEG

        var header = new JpegHeader();
        var source = new JpegInput(input);
        var (frame, code) = ReadHeader(source, header);
        header.WriteTo(output);
        CopyScans(source, output, frame, code);
        input.Drain();

        return new PictureSize(frame.Width, frame.Height).Turned(header.Orientation);
    }

    /// <summary>Reads up to and with the marker of the first scan, which it returns.</summary>
    private static (JpegFrame Frame, byte Code) ReadHeader(JpegInput source, JpegHeader header)
    {
        JpegFrame? frame = null;
        while (true)
        {
            var code = source.TakeMarker();
            switch (code)
            {
                case JpegMarker.StartOfScan:
                    return (frame ?? throw PhotoRefusal.Damaged(), code);
                case JpegMarker.BaselineFrame or JpegMarker.ExtendedFrame or JpegMarker.ProgressiveFrame when frame is null:
                    var payload = source.TakePayload();
                    frame = JpegFrame.Parse(payload);
                    header.AddSegment(code, payload);
                    break;
                case var _ when JpegMarker.IsMetadata(code):
                    header.AddMetadata(code, source.TakePayload());
                    break;
                default:
                    header.AddSegment(code, TakeTables(source, code));
                    break;
            }
        }
    }

    private static void CopyScans(JpegInput source, Stream output, JpegFrame frame, byte code)
    {
        var scans = 0;
        while (code != JpegMarker.EndOfImage)
        {
            if (code == JpegMarker.StartOfScan)
            {
                if (++scans > MaxScans)
                {
                    throw PhotoRefusal.Unsupported();
                }

                var scan = source.TakePayload();
                frame.CheckScan(scan);
                JpegHeader.WriteSegment(output, code, scan);
                code = source.CopyEntropyData(output);
                continue;
            }

            if (JpegMarker.IsMetadata(code))
            {
                source.TakePayload();
            }
            else if (code == JpegMarker.NumberOfLines)
            {
                var lines = source.TakePayload();
                JpegStructure.CheckNumber(lines);
                JpegHeader.WriteSegment(output, code, lines);
            }
            else
            {
                JpegHeader.WriteSegment(output, code, TakeTables(source, code));
            }

            code = source.TakeMarker();
        }

        output.Write([0xFF, JpegMarker.EndOfImage]);
    }

    /// <summary>Tables may stand before every scan. What is none of them could carry anything, and is refused.</summary>
    private static ReadOnlySpan<byte> TakeTables(JpegInput source, byte code)
    {
        if (JpegMarker.IsOtherProcess(code))
        {
            throw PhotoRefusal.Unsupported();
        }

        if (code is not (JpegMarker.QuantizationTables or JpegMarker.HuffmanTables or JpegMarker.RestartInterval))
        {
            throw PhotoRefusal.Damaged();
        }

        var payload = source.TakePayload();
        switch (code)
        {
            case JpegMarker.QuantizationTables:
                JpegStructure.CheckQuantizationTables(payload);
                break;
            case JpegMarker.HuffmanTables:
                JpegStructure.CheckHuffmanTables(payload);
                break;
            default:
                JpegStructure.CheckNumber(payload);
                break;
        }

        return payload;
    }
}
