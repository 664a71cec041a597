using System.Buffers.Binary;
using System.Text;
using Teleconsult.EndToEnd.Parts;

namespace Teleconsult.EndToEnd.Photos;

/// <summary>Photos whose pixels lie in one of the eight ways of Exif, with the word of how to turn them.</summary>
internal static class Turned
{
    /// <summary>How each of them looks when it stands upright.</summary>
    public const string Upright = "96 × 64: red green blue yellow";

    public static async Task<byte[]> DrawAsync(Drawn drawn, string type, int orientation)
    {
        var coded = Convert.FromBase64String(await drawn.EvaluateAsync<string>(Script("turned.js"), new { type, orientation }));
        return type switch
        {
            "image/jpeg" => IntoJpeg(coded, orientation),
            "image/png" => IntoPng(coded, orientation),
            _ => IntoWebP(coded, orientation),
        };
    }

    /// <summary>The picture's size and the colours of its corners, as this browser shows them.</summary>
    public static Task<string> LookAsync(Drawn drawn, string type, byte[] photo) =>
        drawn.EvaluateAsync<string>(Script("corners.js"), new { type, base64 = Convert.ToBase64String(photo) });

    private static string Script(string name) => File.ReadAllText(Repository.In("tests", "Teleconsult.EndToEnd", "Photos", name));

    private static byte[] Block(int orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] IntoJpeg(byte[] jpeg, int orientation)
    {
        byte[] payload = [.. "Exif\0\0"u8, .. Block(orientation)];
        return [.. jpeg.AsSpan(0, 2), 0xFF, 0xE1, 0, (byte)(payload.Length + 2), .. payload, .. jpeg.AsSpan(2)];
    }

    /// <summary>Odd orientations behind the picture, where no browser looks; even ones before it.</summary>
    private static byte[] IntoPng(byte[] png, int orientation)
    {
        const int headerEnd = 33;
        const int endChunk = 12;
        var at = orientation % 2 == 0 ? headerEnd : png.Length - endChunk;
        byte[] named = [.. "eXIf"u8, .. Block(orientation)];
        return [.. png.AsSpan(0, at), 0, 0, 0, (byte)(named.Length - 4), .. named, .. Checksum(named), .. png.AsSpan(at)];
    }

    /// <summary>RFC 9649: the extended header says that a block is there; it stands behind the picture.</summary>
    private static byte[] IntoWebP(byte[] webp, int orientation)
    {
        var block = Block(orientation);
        byte[] extended = Encoding.ASCII.GetString(webp, 12, 4) == "VP8X" ? [.. webp.AsSpan(12, 18)] : throw new InvalidDataException("Chromium wrote a plain WebP.");
        extended[8] |= 0x08;
        byte[] body = [.. "WEBP"u8, .. extended, .. webp.AsSpan(30), .. "EXIF"u8, (byte)block.Length, 0, 0, 0, .. block];
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        return [.. "RIFF"u8, .. size, .. body];
    }

    private static byte[] Checksum(byte[] bytes)
    {
        var crc = 0xFFFF_FFFF;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB8_8320 & (0 - (crc & 1)));
            }
        }

        var written = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(written, ~crc);
        return written;
    }
}
