using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>Recognises by their first bytes the files that people take for photos, so that a refusal can name them.</summary>
public static class PhotoFormat
{
    /// <summary>How many bytes <see cref="Recognise"/> looks at.</summary>
    internal const int LookAhead = 1024;

    /// <summary>A lower-case code such as <c>png</c>, or null for bytes that nothing is known of.</summary>
    /// <param name="start">The file's first bytes, 1,024 or all of them.</param>
    public static string? Recognise(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, ..] => "jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "gif",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "tiff",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "bmp",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "pdf",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Brand(start),
        _ when start.Length >= 132 && start[128..132].SequenceEqual("DICM"u8) => "dicom",
        _ => IsSvg(start) ? "svg" : null,
    };

    // ISO/IEC 14496-12: the major brand follows the word "ftyp".
    private static string? Brand(ReadOnlySpan<byte> start) =>
        start.Length < 12
            ? null
            : BinaryPrimitives.ReadUInt32BigEndian(start[8..]) switch
            {
                0x68656963 or 0x68656978 or 0x6865696D or 0x68656973 or 0x68657663 or 0x68657678 or 0x6D696631 or 0x6D736631 => "heic",
                0x61766966 or 0x61766973 => "avif",
                _ => null,
            };

    private static bool IsSvg(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<svg"u8)
            || (text.StartsWith("<?xml"u8) && start[..Math.Min(start.Length, LookAhead)].IndexOf("<svg"u8) >= 0);
    }
}
