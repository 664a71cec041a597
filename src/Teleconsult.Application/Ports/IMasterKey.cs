namespace Teleconsult.Application.Ports;

/// <summary>Wraps the keys of streams. The master key itself never leaves the implementation.</summary>
public interface IMasterKey
{
    /// <summary>Encrypts a stream's 32-byte key; bound to the stream, so that a wrapped key cannot serve another.</summary>
    byte[] Wrap(Guid stream, byte[] key);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Another master key, another stream, or damage.</exception>
    byte[] Unwrap(Guid stream, byte[] wrapped);
}
