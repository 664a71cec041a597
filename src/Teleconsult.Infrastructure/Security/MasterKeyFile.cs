using System.Security.Cryptography;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Security;

/// <summary>
/// The master key as a file of 32 random bytes that only the host's user may read, made once. AES-256-GCM; a wrapped key is
/// nonce, ciphertext and tag, with the stream's id authenticated.
/// </summary>
/// <remarks>Whoever has database, photos and this file can read everything: keep the file's backup apart from the others.</remarks>
internal sealed class MasterKeyFile : IMasterKey
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _key;

    public MasterKeyFile(string path)
    {
        _key = File.Exists(path) ? File.ReadAllBytes(path) : Make(path);
        if (_key.Length != 32)
        {
            throw new InvalidOperationException($"The master key {path} is damaged: it must hold 32 bytes. Put its backup back; without it no case can be read.");
        }
    }

    public byte[] Wrap(Guid stream, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var wrapped = new byte[NonceBytes + key.Length + TagBytes];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes, key.Length), wrapped.AsSpan(NonceBytes + key.Length), stream.ToByteArray());
        return wrapped;
    }

    public byte[] Unwrap(Guid stream, byte[] wrapped)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var key = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(wrapped.AsSpan(0, NonceBytes), wrapped.AsSpan(NonceBytes, key.Length), wrapped.AsSpan(NonceBytes + key.Length), key, stream.ToByteArray());
        return key;
    }

    private static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(key);
        file.Flush(flushToDisk: true);
        return key;
    }
}
