using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Png;

/// <summary>The beginning of a chunk: how long its data is and what it says (PNG 3rd edition §5.3).</summary>
/// <param name="Length">Bytes of data, without the 12 of length, type and checksum.</param>
/// <param name="Type">Four letters as a number, the first one highest.</param>
internal readonly record struct PngChunk(long Length, uint Type)
{
    public const int StartBytes = 8;
    public const int CrcBytes = 4;

    public const uint Header = 0x49484452; // IHDR
    public const uint Palette = 0x504C5445; // PLTE
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint Data = 0x49444154; // IDAT
    public const uint End = 0x49454E44; // IEND
    public const uint CodePoints = 0x63494350; // cICP
    public const uint Profile = 0x69434350; // iCCP
    public const uint StandardColour = 0x73524742; // sRGB
    public const uint Gamma = 0x67414D41; // gAMA
    public const uint Chromaticities = 0x6348524D; // cHRM
    public const uint Exif = 0x65584966; // eXIf
    public const uint Text = 0x74455874; // tEXt

    private const uint AnimationControl = 0x6163544C; // acTL
    private const uint FrameControl = 0x6663544C; // fcTL
    private const uint FrameData = 0x66644154; // fdAT

    public bool IsAnimation => Type is AnimationControl or FrameControl or FrameData;

    /// <summary>"Critical chunks are necessary for successful display": the first letter is a capital (§5.4).</summary>
    public bool IsCritical => (Type & 0x2000_0000) == 0;

    /// <summary>Takes length and type, and checks that both are possible.</summary>
    public static PngChunk Take(PhotoInput source)
    {
        var start = source.Take(StartBytes);
        var length = BinaryPrimitives.ReadUInt32BigEndian(start);
        foreach (var letter in start[4..])
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw PhotoRefusal.Damaged();
            }
        }

        return length > int.MaxValue ? throw PhotoRefusal.Damaged() : new PngChunk(length, BinaryPrimitives.ReadUInt32BigEndian(start[4..]));
    }

    public static void Write(Stream output, uint type, ReadOnlySpan<byte> data)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        BinaryPrimitives.WriteInt32BigEndian(start, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(start[4..], type);
        var crc = new Crc32();
        crc.Append(start[4..]);
        crc.Append(data);
        output.Write(start);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(start, crc.Value);
        output.Write(start[..CrcBytes]);
    }
}
