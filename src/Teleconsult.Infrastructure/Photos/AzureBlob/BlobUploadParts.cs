using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>
/// Uploads in flight as append blobs, so that any node goes on with them and none has a folder to share. What comes in one request is
/// kept in memory for two seconds or 4 MiB: a photo that is whole by then never becomes a blob of this kind. The blob's length is the
/// truth; a lease is the writer's lock.
/// </summary>
/// <remarks>While Azure cannot be reached new uploads go into files of this node, and are found there until they are whole.</remarks>
public sealed class BlobUploadParts : IUploadParts, IDisposable
{
    internal const string Prefix = "uploads/";

    private readonly BlobContainerClient _container;
    private readonly FileUploadParts _files;
    private readonly TimeProvider _clock;

    public BlobUploadParts(AzureBlobOptions options, UploadFolderOptions folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _container = options.OpenContainer();
        _files = new FileUploadParts(folder);
        _clock = clock;
    }

    /// <inheritdoc/>
    public async Task<UploadPart?> TryOpenAsync(PhotoId photo, ReadOnlyMemory<byte> key, bool create, bool force, CancellationToken cancellationToken)
    {
        if (_files.Exists(photo))
        {
            return await _files.TryOpenAsync(photo, key, create, force, cancellationToken);
        }

        try
        {
            return await StoreFailure.MapAsync(() => OpenAsync(photo, key, create, force, cancellationToken), cancellationToken);
        }
        catch (PhotoStoreUnavailable) when (create)
        {
            return await _files.TryOpenAsync(photo, key, create, force, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(PhotoId photo, CancellationToken cancellationToken)
    {
        await _files.DeleteAsync(photo, cancellationToken);
        await StoreFailure.MapAsync(
            async () =>
            {
                var blob = BlobOf(photo);
                try
                {
                    return await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
                }
                catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseIdMissing)
                {
                    await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
                    return await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PhotoId> IdleSinceAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var photo in _files.IdleSinceAsync(instant, cancellationToken))
        {
            yield return photo;
        }

        await using var blobs = _container.GetBlobsAsync(prefix: Prefix, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await StoreFailure.MapAsync(async () => await blobs.MoveNextAsync(), cancellationToken))
        {
            if (blobs.Current.Properties.LastModified < instant && Guid.TryParseExact(blobs.Current.Name[Prefix.Length..], "n", out var id))
            {
                yield return new PhotoId(id);
            }
        }
    }

    public void Dispose() => _files.Dispose();

    private AppendBlobClient BlobOf(PhotoId photo) => _container.GetAppendBlobClient(Prefix + photo.Value.ToString("n", CultureInfo.InvariantCulture));

    private async Task<UploadPart?> OpenAsync(PhotoId photo, ReadOnlyMemory<byte> key, bool create, bool force, CancellationToken cancellationToken)
    {
        var blob = BlobOf(photo);
        var lease = blob.GetBlobLeaseClient();
        try
        {
            if (force)
            {
                await lease.BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
            }

            // Without an end: a writer that died is forced out, one that lives ends it.
            await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, cancellationToken: cancellationToken);
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new BlobUploadPart(_container, blob, photo, key, new(lease, found.ContentLength, found.LastModified, Convert.FromBase64String(found.Metadata[BlobUploadPart.Salt])), _clock);
        }
        catch (RequestFailedException e) when (e.Status == StoreFailure.NotFound)
        {
            return create ? new BlobUploadPart(_container, blob, photo, key, null, _clock) : throw new FileNotFoundException("upload.unknown");
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return null;
        }
        catch (RequestFailedException e) when (force && e.ErrorCode == BlobErrorCode.LeaseNotPresentWithLeaseOperation)
        {
            return await OpenAsync(photo, key, create, force: false, cancellationToken); // it has just ended by itself
        }
    }
}
