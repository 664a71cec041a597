namespace Teleconsult.Domain.Photos.Png;

/// <summary>
/// How ImageMagick kept an Exif block before PNG had a chunk for it: a text chunk of the name <c>Raw profile type exif</c> (or
/// <c>APP1</c>), whose text is a line feed, the kind, a line feed, the length, a line feed, and the bytes as hexadecimal lines.
/// </summary>
internal static class RawProfile
{
    /// <summary>1 to 8, or null where the text is something else or does not say.</summary>
    public static int? FindOrientation(ReadOnlySpan<byte> text)
    {
        var name = text.StartsWith("Raw profile type exif\0"u8) ? "Raw profile type exif\0"u8.Length
            : text.StartsWith("Raw profile type APP1\0"u8) ? "Raw profile type APP1\0"u8.Length
            : 0;
        if (name == 0)
        {
            return null;
        }

        var lines = text[name..];
        for (var skipped = 0; skipped < 3; skipped++)
        {
            lines = lines[(lines.IndexOf((byte)'\n') + 1)..];
        }

        var digits = new byte[lines.Length];
        var count = 0;
        foreach (var one in lines)
        {
            if (char.IsAsciiHexDigit((char)one))
            {
                digits[count++] = one;
            }
        }

        return ExifOrientation.FindInChunk(Convert.FromHexString(digits.AsSpan(0, count & ~1)));
    }
}
