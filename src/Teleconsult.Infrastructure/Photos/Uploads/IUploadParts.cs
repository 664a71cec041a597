using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Uploads;

/// <summary>Section <c>Uploads</c> of the configuration.</summary>
public sealed class UploadFolderOptions
{
    /// <summary>Where bytes in flight lie that are kept in files. On several nodes whose photos are files: one shared folder.</summary>
    public string Folder { get; set; } = ".data/uploads";
}

/// <summary>
/// The bytes of uploads in flight, encrypted with a key that follows from the consult's. Their number is the truth about what has
/// arrived. They lie until the photo is stored or the upload expires. Thread-safe.
/// </summary>
public interface IUploadParts
{
    /// <summary>Opens what has arrived of a photo, for one writer at a time over all nodes. Dispose it to let the next one in.</summary>
    /// <param name="key">The consult's key, 32 bytes.</param>
    /// <param name="create">Whether it is begun where there is none.</param>
    /// <param name="force">Takes it from a writer that was asked to end and did not, as if it were dead: what it still appends is refused.</param>
    /// <returns>Null while another one writes.</returns>
    /// <exception cref="FileNotFoundException">There is no such upload, and <paramref name="create"/> is false.</exception>
    Task<UploadPart?> TryOpenAsync(PhotoId photo, ReadOnlyMemory<byte> key, bool create, bool force, CancellationToken cancellationToken);

    /// <summary>Removes an upload, also from under a writer. To remove what is not there does nothing.</summary>
    Task DeleteAsync(PhotoId photo, CancellationToken cancellationToken);

    /// <summary>Uploads that have not moved since <paramref name="instant"/>, with or without a row.</summary>
    IAsyncEnumerable<PhotoId> IdleSinceAsync(DateTimeOffset instant, CancellationToken cancellationToken);
}

/// <summary>What has arrived of one upload, open for its one writer. Not safe for concurrent use.</summary>
public abstract class UploadPart : IAsyncDisposable
{
    /// <summary>Bytes that have arrived.</summary>
    public abstract long Length { get; }

    /// <summary>When it last moved, UTC; null for one that has just begun.</summary>
    public abstract DateTimeOffset? LastWrite { get; }

    /// <summary>Whether bytes have been taken for so long, or so many, that other nodes should find them: <see cref="ShareAsync"/>.</summary>
    public virtual bool IsDue => false;

    /// <summary>Whether there are bytes that another node would not find.</summary>
    public virtual bool IsBehind => false;

    /// <summary>Takes bytes in. They survive the end of this process, or the phone sends them again: nothing is acknowledged yet.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Puts what was taken where other nodes find it.</summary>
    public virtual Task ShareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes all that has arrived durable, and to be found by other nodes: from now on it may be acknowledged.</summary>
    public abstract Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>All has come, and will be read as a whole: <see cref="OpenRead"/>.</summary>
    public virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Forgets what came after <paramref name="length"/>. May forget more than that: look at <see cref="Length"/>.</summary>
    public abstract Task TruncateAsync(long length, CancellationToken cancellationToken);

    /// <summary>All that has arrived, from the first byte, able to seek. For a thread where blocking is allowed; ends before this part does.</summary>
    public abstract Stream OpenRead();

    /// <summary>The upload is over: nothing of it is kept.</summary>
    public abstract Task RemoveAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
