using System.Security.Cryptography;

namespace Teleconsult.Web.Api;

/// <summary>The checksum of one request's bytes (tus 1.0.0, checksum extension).</summary>
internal sealed class UploadChecksum : IDisposable
{
    /// <summary>Answer to <c>Tus-Checksum-Algorithm</c>. SHA-1 is the one that every server must offer.</summary>
    public const string Algorithms = "sha1,sha256";

    private readonly IncrementalHash _hash;
    private readonly byte[] _expected;

    private UploadChecksum(HashAlgorithmName algorithm, byte[] expected)
    {
        _hash = IncrementalHash.CreateHash(algorithm);
        _expected = expected;
    }

    /// <summary>Null for an algorithm that is not offered, or a value that is no checksum of it.</summary>
    public static UploadChecksum? Parse(string header)
    {
        if (header.Split(' ') is not [var name, var value])
        {
            return null;
        }

        var expected = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, expected, out var length))
        {
            return null;
        }

        return (name, length) switch
        {
            ("sha1", 20) => new UploadChecksum(HashAlgorithmName.SHA1, expected[..length]),
            ("sha256", 32) => new UploadChecksum(HashAlgorithmName.SHA256, expected[..length]),
            _ => null,
        };
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public bool Matches() => CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), _expected);

    public void Dispose() => _hash.Dispose();
}
