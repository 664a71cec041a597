using System.Buffers.Binary;
using System.Security.Cryptography;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Frames;

/// <summary>
/// The file format of a stored photo, version 1: a header of 16 bytes, frames of 64 KiB plain text (the last one shorter), and a
/// trailer with length and SHA-256. Frames and trailer are AES-256-GCM, each with its tag behind it.
/// </summary>
/// <remarks>
/// Each frame authenticates the photo's id, its own number, whether it is the last one, and the version: frames cannot be
/// reordered, cut off or moved to another photo. The key is derived (HKDF, RFC 5869) from the consult's key for this photo alone,
/// so its nonces never meet those of the consult's words. A nonce is the file's random prefix and the frame's number.
/// </remarks>
internal sealed class FrameCipher : IDisposable
{
    public const int PlainBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int SealedBytes = PlainBytes + TagBytes;
    public const int HeaderBytes = 16;
    public const int TrailerPlainBytes = 8 + SHA256.HashSizeInBytes;
    public const int TrailerBytes = TrailerPlainBytes + TagBytes;

    private const byte Version = 1;
    private const int PrefixBytes = 8;
    private const int PlaceBytes = 16 + 1 + 1 + 4;

    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _place = new byte[PlaceBytes];

    private FrameCipher(PhotoId photo, ReadOnlySpan<byte> consultKey, ReadOnlySpan<byte> prefix)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(consultKey.Length, 32);
        photo.Value.TryWriteBytes(_place, bigEndian: true, out _);
        _place[16] = Version;
        prefix.CopyTo(_nonce);

        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, consultKey, key, prefix, [.. "teleconsult photo 1"u8, .. _place.AsSpan(0, 16)]);
        _aes = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>What a frame is; part of what it authenticates.</summary>
    public enum Kind : byte
    {
        Middle = 0,
        Last = 1,
        Trailer = 2,
    }

    /// <summary>Starts a new file: fills its header.</summary>
    public static FrameCipher Create(PhotoId photo, ReadOnlySpan<byte> consultKey, Span<byte> header)
    {
        header[..HeaderBytes].Clear();
        "TCPH"u8.CopyTo(header);
        header[4] = Version;
        RandomNumberGenerator.Fill(header.Slice(8, PrefixBytes));
        return new FrameCipher(photo, consultKey, header.Slice(8, PrefixBytes));
    }

    /// <exception cref="PhotoUnreadable">Not a stored photo, or of a later version.</exception>
    public static FrameCipher Open(PhotoId photo, ReadOnlySpan<byte> consultKey, ReadOnlySpan<byte> header) =>
        header.StartsWith("TCPH"u8) && header[4] == Version && header[5..8].IndexOfAnyExcept((byte)0) < 0
            ? new FrameCipher(photo, consultKey, header.Slice(8, PrefixBytes))
            : throw new PhotoUnreadable("The file does not begin like a stored photo of a known version.");

    /// <summary>Writes cipher text and tag of one frame.</summary>
    public void Seal(uint number, Kind kind, ReadOnlySpan<byte> plain, Span<byte> target)
    {
        Aim(number, kind);
        _aes.Encrypt(_nonce, plain, target[..plain.Length], target.Slice(plain.Length, TagBytes), _place);
    }

    /// <summary>Gives the plain text of one frame only if it is untouched and in its place.</summary>
    /// <exception cref="PhotoUnreadable"/>
    public void Open(uint number, Kind kind, ReadOnlySpan<byte> frame, Span<byte> plain)
    {
        Aim(number, kind);
        try
        {
            _aes.Decrypt(_nonce, frame[..^TagBytes], frame[^TagBytes..], plain, _place);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new PhotoUnreadable($"Frame {number} is damaged or belongs elsewhere.", e);
        }
    }

    public void Dispose() => _aes.Dispose();

    private void Aim(uint number, Kind kind)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(PrefixBytes), number);
        _place[17] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(_place.AsSpan(18), number);
    }
}
