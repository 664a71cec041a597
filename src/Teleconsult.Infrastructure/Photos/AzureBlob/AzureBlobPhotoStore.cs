using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Frames;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>
/// Photos as block blobs, encrypted here: Azure never sees a plain byte. A blob appears whole, by one request or by the commit of
/// its blocks, and Azure answers when it is durable. Names are those of the file system's store.
/// </summary>
public sealed class AzureBlobPhotoStore : IPhotoStore, IDisposable
{
    private const string Mark = ".store";

    private readonly BlobContainerClient _container;
    private readonly WriterThreads _threads;

    public AzureBlobPhotoStore(AzureBlobOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _container = options.OpenContainer();
        _threads = new WriterThreads(options.Threads);
    }

    /// <inheritdoc/>
    public Task<StoredPhoto> SaveAsync(
        PhotoId photo, DateTimeOffset announcedAt, ReadOnlyMemory<byte> key, Action<Stream> write, CancellationToken cancellationToken)
    {
        var storeKey = PhotoKey.For(photo, announcedAt);
        return _threads.RunAsync(() => Save(photo, storeKey, key, write, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(PhotoId photo, string storeKey, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        if (!PhotoKey.Pattern.IsMatch(storeKey))
        {
            throw new PhotoNotInStore(storeKey);
        }

        try
        {
            var reader = await BlobReader.OpenAsync(_container.GetBlobBaseClient(storeKey), cancellationToken);
            return await OpeningStream.OpenAsync(reader, photo, key, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == StoreFailure.NoContainer)
        {
            throw StoreFailure.Unavailable(e); // where no container is, nothing can be said of one photo
        }
        catch (RequestFailedException e) when (e.Status == StoreFailure.NotFound)
        {
            throw new PhotoNotInStore(storeKey);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string storeKey, CancellationToken cancellationToken)
    {
        if (PhotoKey.Pattern.IsMatch(storeKey))
        {
            await TryAsync(() => _container.GetBlobBaseClient(storeKey).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var hour = from.UtcDateTime.Date.AddHours(from.UtcDateTime.Hour); hour < until.UtcDateTime; hour = hour.AddHours(1))
        {
            var prefix = PhotoKey.Hour(new DateTimeOffset(hour, TimeSpan.Zero)) + "/";
            await using var pages = _container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
            while (await TryAsync(async () => await pages.MoveNextAsync(), cancellationToken))
            {
                foreach (var blob in pages.Current.Values.Where(b => PhotoKey.Pattern.IsMatch(b.Name)))
                {
                    yield return blob.Name;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Guid> MarkAsync(CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(Mark);
        var found = await TryAsync(async () => (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString(), cancellationToken);
        if (found is null)
        {
            CreateContainer(cancellationToken);
            await TryAsync(() => MakeMarkAsync(blob, cancellationToken), cancellationToken);
            found = await TryAsync(async () => (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString(), cancellationToken);
        }

        return Guid.TryParse(found, out var mark) ? mark : throw new PhotoStoreUnavailable(new FormatException($"The blob {Mark} holds no mark."));
    }

    private static async Task<bool> MakeMarkAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(new BinaryData(Guid.NewGuid().ToString()), onlyNew, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is StoreFailure.Conflict or StoreFailure.PreconditionFailed)
        {
            // another node was faster
        }

        return true;
    }

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        await TryAsync(async () => await _container.ExistsAsync(cancellationToken), cancellationToken);

    public void Dispose() => _threads.Dispose();

    private StoredPhoto Save(PhotoId photo, string storeKey, ReadOnlyMemory<byte> key, Action<Stream> write, CancellationToken cancellationToken)
    {
        try
        {
            return SaveOnce(photo, storeKey, key, write, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == StoreFailure.NoContainer)
        {
            // The very first photo. Not at the start: the host starts without the store too, and most keys may not ask for containers.
            CreateContainer(cancellationToken);
            return SaveOnce(photo, storeKey, key, write, cancellationToken);
        }
    }

    private StoredPhoto SaveOnce(PhotoId photo, string storeKey, ReadOnlyMemory<byte> key, Action<Stream> write, CancellationToken cancellationToken)
    {
        try
        {
            using var blob = new BlockUpload(_container.GetBlockBlobClient(storeKey), cancellationToken);
            using var plain = new SealingStream(blob, photo, key.Span);
            write(plain);
            var hash = plain.Complete();
            blob.Commit();
            return new StoredPhoto(storeKey, plain.Length, Convert.ToHexStringLower(hash));
        }
        catch (Exception e) when (StoreFailure.IsUnavailable(e, cancellationToken))
        {
            throw StoreFailure.Unavailable(e);
        }
    }

    private void CreateContainer(CancellationToken cancellationToken)
    {
        try
        {
            _container.CreateIfNotExists(PublicAccessType.None, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (StoreFailure.IsUnavailable(e, cancellationToken))
        {
            throw StoreFailure.Unavailable(e);
        }
    }

    /// <summary>Asks the store. Where there is no container yet, there is nothing in it.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (RequestFailedException e) when (e.Status == StoreFailure.NotFound)
        {
            return default;
        }
        catch (Exception e) when (StoreFailure.IsUnavailable(e, cancellationToken))
        {
            throw StoreFailure.Unavailable(e);
        }
    }
}
