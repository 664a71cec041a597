using Teleconsult.Domain;

namespace Teleconsult.Application.Ports;

/// <summary>Keeps photos, encrypted with the key of their consult. Thread-safe.</summary>
/// <remarks>
/// A photo is whole or absent: nobody ever reads one that is half written. What <see cref="SaveAsync"/> has answered survives
/// the loss of power.
/// </remarks>
public interface IPhotoStore
{
    /// <summary>Writes a photo, makes it durable and only then answers. The same photo again replaces it under the same key.</summary>
    /// <param name="photo">Bound into the encryption: the file cannot serve for another photo.</param>
    /// <param name="announcedAt">When the photo was announced, UTC. Decides, with the id, where it lies.</param>
    /// <param name="key">The consult's key, 32 bytes.</param>
    /// <param name="write">
    /// Writes the plain bytes, on a thread of the store where blocking is allowed. What it throws is thrown to the caller, and
    /// nothing is stored. May be called twice.
    /// </param>
    /// <exception cref="PhotoStoreUnavailable">Down, full, or not to be reached; nothing is stored.</exception>
    Task<StoredPhoto> SaveAsync(PhotoId photo, DateTimeOffset announcedAt, ReadOnlyMemory<byte> key, Action<Stream> write, CancellationToken cancellationToken);

    /// <summary>
    /// The plain bytes: a stream that can seek, so that ranges cost only what they read. Each part is authenticated before it is
    /// given; who reads from beginning to end also has the recorded SHA-256 checked.
    /// </summary>
    /// <exception cref="PhotoNotInStore">Nothing lies under <paramref name="storeKey"/>.</exception>
    /// <exception cref="PhotoUnreadable">Damage, another key or another photo; also thrown by the stream's reads.</exception>
    Task<Stream> OpenAsync(PhotoId photo, string storeKey, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Removes a photo. To remove what is not there does nothing.</summary>
    Task DeleteAsync(string storeKey, CancellationToken cancellationToken);

    /// <summary>Keys of photos that were announced in the hours from <paramref name="from"/> until before <paramref name="until"/>, UTC.</summary>
    IAsyncEnumerable<string> ListAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// A mark that lies among the photos, made when there is none. A store that shows another one than before is another store, a folder
    /// that was not mounted say: what it does not have is not lost.
    /// </summary>
    /// <exception cref="PhotoStoreUnavailable"/>
    Task<Guid> MarkAsync(CancellationToken cancellationToken);

    /// <summary>Whether photos can be stored now.</summary>
    /// <exception cref="PhotoStoreUnavailable">They cannot.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <param name="StoreKey">Where it lies; opaque outside the store, at most 100 characters.</param>
/// <param name="Length">Plain bytes.</param>
/// <param name="Sha256">Of the plain bytes, lower-case hexadecimal, 64 characters.</param>
public sealed record StoredPhoto(string StoreKey, long Length, string Sha256);

/// <summary>The store has no such photo.</summary>
public sealed class PhotoNotInStore(string storeKey) : Exception($"The photo store has nothing under {storeKey}.");

/// <summary>The store cannot be used now: the same again may succeed later. Any call may throw it.</summary>
public sealed class PhotoStoreUnavailable(Exception inner, TimeSpan? retryAfter = null) : Exception("The photo store cannot be used now.", inner)
{
    /// <summary>When to come again, as far as the store said so; null: soon.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The photo is damaged, was tampered with, or belongs to another photo or key.</summary>
public sealed class PhotoUnreadable(string why, Exception? inner = null) : Exception(why, inner);
