using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>Reads the photo's bytes as a JPEG is built: markers, segments, and entropy-coded data between them.</summary>
internal sealed class JpegInput(PhotoInput source)
{
    /// <summary>Takes FF, any fill bytes (more FF, T.81 B.1.1.2) and the marker's code, which it returns.</summary>
    public byte TakeMarker()
    {
        var code = source.Take(1)[0];
        if (code != 0xFF)
        {
            throw PhotoRefusal.Damaged();
        }

        while (code == 0xFF)
        {
            code = source.Take(1)[0];
        }

        return code;
    }

    /// <summary>Takes a segment's length field and payload.</summary>
    public ReadOnlySpan<byte> TakePayload()
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(source.Take(2));
        if (length < 2)
        {
            throw PhotoRefusal.Damaged();
        }

        return source.Take(length - 2);
    }

    /// <summary>
    /// Copies entropy-coded data and returns the code of the marker that ends it. Stretches are written whole: stuffed bytes
    /// and restarts are stepped over, only fill bytes interrupt a stretch.
    /// </summary>
    public byte CopyEntropyData(Stream output)
    {
        while (true)
        {
            var seen = FindEndOfData(source.Buffered);
            output.Write(source.Buffered[..seen]);
            source.Advance(seen);

            if (source.Buffered.Length >= 2)
            {
                var code = TakeMarker();
                if (!JpegMarker.IsEntropyData(code))
                {
                    return code;
                }

                output.Write([0xFF, code]);
            }
            else if (!source.Fill())
            {
                throw PhotoRefusal.Truncated();
            }
        }
    }

    /// <summary>Where the data stops being plain: at an FF that starts a marker or fill, or at one whose next byte is not here yet.</summary>
    private static int FindEndOfData(ReadOnlySpan<byte> window)
    {
        var at = 0;
        while (true)
        {
            var next = window[at..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                return window.Length;
            }

            at += next;
            if (at + 1 == window.Length || !JpegMarker.IsEntropyData(window[at + 1]))
            {
                return at;
            }

            at += 2;
        }
    }
}
