using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Uploads;

/// <summary>
/// Encrypts bytes in flight with AES-256 in counter mode (NIST SP 800-38A §6.5): as many bytes come out as go in, at any offset, so that
/// an upload that was cut at any byte can be read and continued.
/// </summary>
/// <remarks>
/// The key follows (HKDF, RFC 5869) from the consult's key, the photo and 16 random bytes of this upload, so no two uploads share a key
/// stream; a piece that was refused for its checksum is overwritten under the same one. There is no tag: whether the bytes are right is said by the SHA-256 that the submission announced, which is checked
/// before anything of them is used.
/// </remarks>
internal sealed class PartCipher : IDisposable
{
    public const int SaltBytes = 16;
    private const int BlockBytes = 16;
    private const int StretchBytes = 16 * 1024;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _counters = new byte[StretchBytes];
    private readonly byte[] _stream = new byte[StretchBytes];

    public PartCipher(PhotoId photo, ReadOnlySpan<byte> consultKey, ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, consultKey, key, salt, [.. "teleconsult upload 1"u8, .. photo.Value.ToByteArray(bigEndian: true)]);
        _aes.SetKey(key);
        CryptographicOperations.ZeroMemory(key);
    }

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    /// <summary>Encrypts or decrypts: both are the same.</summary>
    /// <param name="offset">Where the first byte stands in the upload.</param>
    /// <param name="target">As long as <paramref name="source"/>; may be the same bytes.</param>
    public void Apply(ReadOnlySpan<byte> source, long offset, Span<byte> target)
    {
        while (!source.IsEmpty)
        {
            var skip = (int)(offset % BlockBytes);
            var part = Math.Min(source.Length, StretchBytes - skip);
            MakeStream(offset / BlockBytes, (skip + part + BlockBytes - 1) / BlockBytes);
            Combine(source[..part], _stream.AsSpan(skip, part), target);
            source = source[part..];
            target = target[part..];
            offset += part;
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_stream);
        _aes.Dispose();
    }

    private void MakeStream(long block, int count)
    {
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(_counters.AsSpan((i * BlockBytes) + 8), block + i);
        }

        _aes.EncryptEcb(_counters.AsSpan(0, count * BlockBytes), _stream, PaddingMode.None);
    }

    private static void Combine(ReadOnlySpan<byte> source, ReadOnlySpan<byte> stream, Span<byte> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(source[i..]) ^ new Vector<byte>(stream[i..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (byte)(source[i] ^ stream[i]);
        }
    }
}
