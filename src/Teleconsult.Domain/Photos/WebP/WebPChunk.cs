using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.WebP;

/// <summary>The beginning of a RIFF chunk (RFC 9649 §2.2).</summary>
/// <param name="Number">Which one of the file it is, from 0.</param>
/// <param name="Type">Four characters as a number, the first one highest.</param>
/// <param name="Length">Bytes of data, without padding.</param>
internal readonly record struct WebPChunk(int Number, uint Type, long Length)
{
    public const int StartBytes = 8;

    public const uint Extended = 0x56503858; // VP8X
    public const uint Profile = 0x49434350; // ICCP
    public const uint Animation = 0x414E494D; // ANIM
    public const uint Frame = 0x414E4D46; // ANMF
    public const uint Alpha = 0x414C5048; // ALPH
    public const uint Lossy = 0x56503820; // VP8 and a space
    public const uint Lossless = 0x5650384C; // VP8L
    public const uint Exif = 0x45584946; // EXIF

    /// <summary>What the chunk takes in the file.</summary>
    public long Bytes => StartBytes + Length + (Length & 1);

    public static WebPChunk Take(PhotoInput source, int number)
    {
        var start = source.Take(StartBytes);
        return new WebPChunk(number, BinaryPrimitives.ReadUInt32BigEndian(start), BinaryPrimitives.ReadUInt32LittleEndian(start[4..]));
    }
}
