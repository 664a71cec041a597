namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>
/// Rewrites a JPEG without loss into the one form that is stored: the same coded picture, its colour profile, its orientation,
/// and nothing else. The phone does the same, byte for byte, so the hash of what was sent is the hash of what is stored.
/// </summary>
/// <remarks>
/// Thread-safe. One pass; memory stays flat whatever the size of the photo (a window of 128 KiB, and at most 2 MiB of header).
/// Pixels are never decoded. Rewriting a rewritten photo changes nothing.
/// </remarks>
public static class CanonicalJpeg
{
    /// <summary>Bytes of the largest photo that is accepted: 25 MB.</summary>
    public const long MaxBytes = 26_214_400;

    /// <summary>Pixels of the largest picture that is accepted.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>More scans than any camera writes; decoders do work for each, which makes many small ones an attack.</summary>
    private const int MaxScans = 200;

    /// <summary>Reads one photo from <paramref name="input"/> to its end and writes its canonical form.</summary>
    /// <returns>The picture's size as displayed.</returns>
    /// <exception cref="RuleViolation">
    /// <c>photo.not-jpeg</c> (argument <c>format</c> where it is known), <c>photo.too-large</c>, <c>photo.truncated</c>,
    /// <c>photo.damaged</c>, <c>photo.unsupported</c>, <c>photo.too-many-pixels</c>. What was written until then is worthless.
    /// </exception>
    public static PictureSize Rewrite(Stream input, Stream output)
    {
        using var source = new JpegInput(input);
        CheckMagic(source);

        var header = new JpegHeader();
        var (frame, code) = ReadHeader(source, header);
        header.WriteTo(output);
        CopyScans(source, output, frame, code);
        source.Drain();

        return header.Orientation >= 5 ? new PictureSize(frame.Height, frame.Width) : new PictureSize(frame.Width, frame.Height);
    }

    private static void CheckMagic(JpegInput source)
    {
        var format = PhotoFormat.Recognise(source.Peek(PhotoFormat.LookAhead));
        if (format != "jpeg")
        {
            throw PhotoRefusal.NotJpeg(format);
        }

        source.Take(2);
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

/// <summary>A picture's size in pixels as displayed, orientation applied.</summary>
public readonly record struct PictureSize(int Width, int Height);
