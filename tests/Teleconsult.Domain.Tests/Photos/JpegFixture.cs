namespace Teleconsult.Domain.Tests.Photos;

/// <summary>Draws small JPEG files segment by segment. The coded picture is arbitrary: the rewriter never decodes it.</summary>
internal sealed class JpegFixture
{
    public static readonly byte[] Soi = [0xFF, 0xD8];
    public static readonly byte[] Eoi = [0xFF, 0xD9];
    public static readonly byte[] Quantization = Segment(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]);
    public static readonly byte[] Huffman = Segment(0xC4, [0, 0, 1, .. new byte[14], 7]);
    public static readonly byte[] Frame = FrameOf(64, 48);
    public static readonly byte[] Scan = Segment(0xDA, [1, 1, 0, 0, 63, 0]);
    public static readonly byte[] Entropy = [0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78];
    public static readonly byte[] Jfif = Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    /// <summary>The smallest photo in canonical form.</summary>
    public static byte[] Plain => Join(Soi, Quantization, Frame, Huffman, Scan, Entropy, Eoi);

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    public static byte[] Segment(byte code, byte[] payload) =>
        [0xFF, code, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];

    public static byte[] FrameOf(int width, int height, byte code = 0xC0, byte precision = 8) =>
        Segment(code, [precision, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

    /// <summary>An Exif block with a place and an orientation, in either byte order.</summary>
    public static byte[] Exif(int orientation, bool little = false)
    {
        byte[] Two(int v) => little ? [(byte)v, (byte)(v >> 8)] : [(byte)(v >> 8), (byte)v];
        byte[] Four(int v) => little ? [.. Two(v), 0, 0] : [0, 0, .. Two(v)];
        return Segment(0xE1,
        [
            .. "Exif\0\0"u8, .. little ? "II"u8 : "MM"u8, .. Two(42), .. Four(8), .. Two(2),
            .. Two(0x010F), .. Two(2), .. Four(4), .. "Acme"u8,
            .. Two(0x0112), .. Two(3), .. Four(1), .. Two(orientation), 0, 0,
            .. Four(0),
        ]);
    }

    /// <summary>The canonical orientation block, as the specification spells it.</summary>
    public static byte[] OrientationBlock(int orientation) => Convert.FromHexString(
        "FFE10022457869660000" + "4D4D002A00000008" + "0001" + "011200030000000100" + $"{orientation:X2}" + "0000" + "00000000");

    public static byte[] Icc(byte number, params byte[] body) => Segment(0xE2, [.. "ICC_PROFILE\0"u8, number, 2, .. body]);

    public static byte[] Adobe(byte transform, params byte[] more) =>
        Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform, .. more]);
}
