using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos;

/// <summary>The one thing that a photo's Exif block is kept for: how it has to be turned to stand upright (Exif 2.32, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int NameBytes = 6;
    private const int EntryBytes = 12;
    private const int MaxEntries = 512;

    /// <summary>1 to 8, or null where the block is malformed or does not say.</summary>
    /// <param name="payload">An APP1 segment of a JPEG without its marker and length.</param>
    public static int? Find(ReadOnlySpan<byte> payload) =>
        payload.Length >= NameBytes && payload.StartsWith("Exif\0"u8) ? FindInTiff(payload[NameBytes..]) : null;

    /// <summary>As <see cref="Find"/>, for the chunks of PNG and WebP: their block begins at once, but some writers put the name first.</summary>
    public static int? FindInChunk(ReadOnlySpan<byte> payload) => payload.StartsWith("Exif\0"u8) ? Find(payload) : FindInTiff(payload);

    private static int? FindInTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return null;
        }

        var little = tiff.StartsWith("II"u8);
        if ((!little && !tiff.StartsWith("MM"u8)) || Number(tiff[2..], little) != 42)
        {
            return null;
        }

        var offset = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (offset > tiff.Length - 2)
        {
            return null;
        }

        var directory = tiff[(int)offset..];
        var count = Number(directory, little);
        return count is < 1 or > MaxEntries || directory.Length < 2 + (EntryBytes * count)
            ? null
            : FindIn(directory.Slice(2, EntryBytes * count), little);
    }

    /// <summary>A whole block that says nothing but the orientation.</summary>
    public static byte[] Block(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static int? FindIn(ReadOnlySpan<byte> entries, bool little)
    {
        for (; !entries.IsEmpty; entries = entries[EntryBytes..])
        {
            if (Number(entries, little) != Tag)
            {
                continue;
            }

            var values = little ? BinaryPrimitives.ReadUInt32LittleEndian(entries[4..]) : BinaryPrimitives.ReadUInt32BigEndian(entries[4..]);
            var value = Number(entries[8..], little);
            return Number(entries[2..], little) == Short && values == 1 && value is >= 1 and <= 8 ? value : null;
        }

        return null;
    }

    private static ushort Number(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
