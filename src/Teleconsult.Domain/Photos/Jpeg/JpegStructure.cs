using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>Checks that a segment says what its marker promises, so that nothing else travels inside it.</summary>
internal static class JpegStructure
{
    /// <summary>T.81 B.2.4.1: precision and number of each table, then 64 values of one or two bytes.</summary>
    public static void CheckQuantizationTables(ReadOnlySpan<byte> payload)
    {
        do
        {
            var (precision, number) = HighAndLow(payload, 0);
            var size = 1 + (64 * (precision + 1));
            if (precision > 1 || number > 3 || payload.Length < size)
            {
                throw PhotoRefusal.Damaged();
            }

            payload = payload[size..];
        }
        while (!payload.IsEmpty);
    }

    /// <summary>T.81 B.2.4.2: class and number of each table, 16 counts of codes by length, then that many values.</summary>
    public static void CheckHuffmanTables(ReadOnlySpan<byte> payload)
    {
        do
        {
            var (kind, number) = HighAndLow(payload, 0);
            if (kind > 1 || number > 3 || payload.Length < 17)
            {
                throw PhotoRefusal.Damaged();
            }

            var codes = 0;
            foreach (var count in payload[1..17])
            {
                codes += count;
            }

            if (codes > 256 || payload.Length < 17 + codes)
            {
                throw PhotoRefusal.Damaged();
            }

            payload = payload[(17 + codes)..];
        }
        while (!payload.IsEmpty);
    }

    /// <summary>Restart interval and number of lines: one number of two bytes.</summary>
    public static void CheckNumber(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 2)
        {
            throw PhotoRefusal.Damaged();
        }
    }

    internal static (int High, int Low) HighAndLow(ReadOnlySpan<byte> payload, int at) =>
        at < payload.Length ? (payload[at] >> 4, payload[at] & 0x0F) : throw PhotoRefusal.Damaged();
}

/// <summary>The frame header: what the scans refer to.</summary>
/// <param name="Width">Pixels a line, as coded.</param>
/// <param name="Height">Lines, as coded.</param>
/// <param name="Components">Their ids, in the frame's order.</param>
internal sealed record JpegFrame(int Width, int Height, byte[] Components)
{
    /// <summary>T.81 B.2.2. The photo's height must be known here, not by a DNL segment after the first scan.</summary>
    public static JpegFrame Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 6)
        {
            throw PhotoRefusal.Damaged();
        }

        if (payload[0] != 8)
        {
            throw PhotoRefusal.Unsupported();
        }

        var height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        var count = payload[5];
        if (count is not (1 or 3 or 4) || payload.Length != 6 + (3 * count) || width == 0 || height == 0)
        {
            throw PhotoRefusal.Damaged();
        }

        if ((long)width * height > CanonicalPhoto.MaxPixels)
        {
            throw PhotoRefusal.TooManyPixels();
        }

        var components = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var (horizontal, vertical) = JpegStructure.HighAndLow(payload, 7 + (3 * i));
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4)
            {
                throw PhotoRefusal.Damaged();
            }

            components[i] = payload[6 + (3 * i)];
        }

        return new JpegFrame(width, height, components);
    }

    /// <summary>T.81 B.2.3: a scan names one to four components of the frame.</summary>
    public void CheckScan(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] is < 1 or > 4 || payload.Length != 4 + (2 * payload[0]))
        {
            throw PhotoRefusal.Damaged();
        }

        for (var i = 0; i < payload[0]; i++)
        {
            if (!Components.Contains(payload[1 + (2 * i)]))
            {
                throw PhotoRefusal.Damaged();
            }
        }
    }
}
