using System.Buffers.Binary;
using System.Text;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>PNG and WebP files of any length. The coded picture is arbitrary: it is never decoded.</summary>
internal static class LargePhoto
{
    public static byte[] Of(PhotoKind kind, int length) => kind is PhotoKind.Png ? Png(length) : WebP(length);

    public static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Checksum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>Bit by bit, as the standard explains it.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
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

        return ~crc;
    }

    private static byte[] Png(int length)
    {
        byte[] start = [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 0, 64, 0, 0, 0, 48, 8, 2, 0, 0, 0])];
        var end = Chunk("IEND", []);
        return [.. start, .. Chunk("IDAT", new byte[length - start.Length - end.Length - 12]), .. end];
    }

    private static byte[] WebP(int length)
    {
        var photo = new byte[length & ~1];
        "RIFF"u8.CopyTo(photo);
        BinaryPrimitives.WriteInt32LittleEndian(photo.AsSpan(4), photo.Length - 8);
        "WEBPVP8 "u8.CopyTo(photo.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(photo.AsSpan(16), photo.Length - 20);
        ReadOnlySpan<byte> frame = [0x90, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 48, 0];
        frame.CopyTo(photo.AsSpan(20));
        return photo;
    }
}
