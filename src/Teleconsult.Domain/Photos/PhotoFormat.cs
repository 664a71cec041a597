using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos;

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
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "gif",
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "tiff",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "bmp",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "pdf",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "psd",
        [(byte)'P', (byte)'K', 3, 4, ..] => "zip",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "jxl",
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "jp2",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Brand(start),
        _ when start.Length >= 132 && start[128..132].SequenceEqual("DICM"u8) => "dicom",
        _ => IsSvg(start) ? "svg" : null,
    };

    // ISO/IEC 14496-12 §4.3: the box's length, "ftyp", the major brand, its version, then compatible brands. "mif1" says only
    // that it is a HEIF file: what is coded inside stands among the compatible ones.
    private static string? Brand(ReadOnlySpan<byte> start)
    {
        if (start.Length < 12)
        {
            return null;
        }

        var box = start[..(int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start), (uint)start.Length)];
        var isHeif = false;
        for (var at = 8; at + 4 <= box.Length; at += at == 8 ? 8 : 4)
        {
            var brand = box.Slice(at, 4);
            if (brand.StartsWith("avi"u8) && brand[3] is (byte)'f' or (byte)'s')
            {
                return "avif";
            }

            isHeif |= brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
        }

        return isHeif ? "heic" : "video";
    }

    private static bool IsSvg(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<svg"u8)
            || ((text.StartsWith("<?xml"u8) || text.StartsWith("<!--"u8) || text.StartsWith("<!DOCTYPE svg"u8))
                && start[..Math.Min(start.Length, LookAhead)].IndexOf("<svg"u8) >= 0);
    }
}
