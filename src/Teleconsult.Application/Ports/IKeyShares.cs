namespace Teleconsult.Application.Ports;

/// <summary>
/// Keeps one half of each stream's key, 32 random bytes, where erasing truly overwrites. The other half lies, wrapped, in the database.
/// Thread-safe.
/// </summary>
/// <remarks>
/// A database forgets slowly: a deleted row stays readable in its pages, its write-ahead log and its backups. So no half of a key is
/// enough alone, and the half that erasing destroys never goes through a database.
/// </remarks>
public interface IKeyShares
{
    /// <summary>A share that was never given before. It is durable when this answers.</summary>
    /// <exception cref="KeySharesUnavailable"/>
    ValueTask<KeyShare> NewAsync(CancellationToken cancellationToken);

    /// <summary>The shares at these places. Erased ones are left out.</summary>
    /// <exception cref="KeySharesUnavailable">Also where a place is unknown: a share that was never erased must not be missing.</exception>
    ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAsync(IReadOnlyCollection<string> places, CancellationToken cancellationToken);

    /// <summary>Overwrites a share with zeros; durable when this answers. To erase what is erased does nothing.</summary>
    /// <exception cref="KeySharesUnavailable"/>
    Task EraseAsync(string place, CancellationToken cancellationToken);
}

/// <param name="Place">Where it lies; opaque outside the store, at most 64 characters.</param>
/// <param name="Bytes">32 bytes.</param>
public sealed record KeyShare(string Place, byte[] Bytes);

/// <summary>The shares cannot be read or written now, or one is missing: without it nothing of its stream can be read.</summary>
public sealed class KeySharesUnavailable(string why, Exception? inner = null) : Exception(why, inner);
