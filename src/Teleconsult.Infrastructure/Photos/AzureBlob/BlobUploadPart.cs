using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>One upload: an append blob as far as other nodes have to find it, and the newest bytes in memory.</summary>
internal sealed class BlobUploadPart : UploadPart
{
    /// <summary>Metadata: the 16 random bytes of this upload's key.</summary>
    public const string Salt = "salt";

    private const int MostBytes = 4 * 1024 * 1024; // what one request appends at most
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    private readonly BlobContainerClient _container;
    private readonly AppendBlobClient _blob;
    private readonly PhotoId _photo;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly TimeProvider _clock;
    private readonly ArrayBufferWriter<byte> _kept = new();
    private PartCipher _cipher;
    private byte[] _salt;
    private BlobLeaseClient? _lease;
    private long _shared;
    private DateTimeOffset _next;

    public BlobUploadPart(BlobContainerClient container, AppendBlobClient blob, PhotoId photo, ReadOnlyMemory<byte> key, Found? found, TimeProvider clock)
    {
        (_container, _blob, _photo, _key, _clock) = (container, blob, photo, key, clock);
        (_lease, _shared, LastWrite, _salt) = (found?.Lease, found?.Length ?? 0, found?.LastModified, found?.Salt ?? PartCipher.NewSalt());
        _cipher = new PartCipher(photo, key.Span, _salt);
        _next = clock.GetUtcNow() + Most;
    }

    public override long Length => _shared + _kept.WrittenCount;

    public override DateTimeOffset? LastWrite { get; }

    public override bool IsBehind => _kept.WrittenCount > 0;

    public override bool IsDue => _kept.WrittenCount >= MostBytes || (IsBehind && _clock.GetUtcNow() > _next);

    public override void Append(ReadOnlySpan<byte> bytes) => _kept.Write(bytes);

    public override Task ShareAsync(CancellationToken cancellationToken) => StoreFailure.MapAsync(
        async () =>
        {
            await CreateAsync(cancellationToken);
            while (_kept.WrittenCount > 0)
            {
                await AppendAsync(cancellationToken);
            }

            _next = _clock.GetUtcNow() + Most;
            return true;
        },
        cancellationToken);

    /// <summary>Azure answers when it is durable.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => ShareAsync(cancellationToken);

    /// <summary>What lies in the blob is read from there, so the rest has to go there too; a photo that is all in memory stays there.</summary>
    public override Task EndAsync(CancellationToken cancellationToken) => _shared > 0 ? ShareAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>A blob cannot be cut: where the bytes are in it already, the upload begins anew, with another key.</summary>
    public override async Task TruncateAsync(long length, CancellationToken cancellationToken)
    {
        var kept = Math.Max(0, (int)Math.Min(_kept.WrittenCount, length - _shared));
        if (length < _shared)
        {
            await RemoveAsync(cancellationToken);
            _cipher.Dispose();
            (_lease, _shared, _salt) = (null, 0, PartCipher.NewSalt());
            _cipher = new PartCipher(_photo, _key.Span, _salt);
        }

        Keep(0, kept);
    }

    public override Stream OpenRead()
    {
        if (_shared == 0)
        {
            return new MemoryStream(_kept.WrittenMemory.ToArray(), writable: false);
        }

        // On a thread of the photo store, which may wait.
        var reader = BlobReader.OpenAsync(_blob, CancellationToken.None).GetAwaiter().GetResult();
        return new PartReader(_cipher, _shared, (buffer, offset) =>
        {
            reader.Position = offset;
            var part = ArrayPool<byte>.Shared.Rent(buffer.Length);
            try
            {
                var read = reader.Read(part, 0, buffer.Length);
                part.AsSpan(0, read).CopyTo(buffer);
                return read;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(part);
            }
        });
    }

    public override Task RemoveAsync(CancellationToken cancellationToken) => _lease is null ? Task.CompletedTask : StoreFailure.MapAsync(
        async () => await _blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { LeaseId = _lease.LeaseId }, cancellationToken: cancellationToken), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        _cipher.Dispose();
        try
        {
            await (_lease?.ReleaseAsync() ?? Task.CompletedTask);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or IOException or HttpRequestException or OperationCanceledException)
        {
            // Removed, taken by another node, or Azure is gone: whoever comes next forces it.
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (_lease is not null)
        {
            return;
        }

        var options = new AppendBlobCreateOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
            Metadata = new Dictionary<string, string> { [Salt] = Convert.ToBase64String(_salt) },
            Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All }, // another node may have begun it meanwhile: then it has it
        };
        try
        {
            await _blob.CreateAsync(options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == StoreFailure.NoContainer)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
            await _blob.CreateAsync(options, cancellationToken);
        }

        var lease = _blob.GetBlobLeaseClient();
        await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, cancellationToken: cancellationToken);
        _lease = lease;
    }

    private async Task AppendAsync(CancellationToken cancellationToken)
    {
        var part = Math.Min(_kept.WrittenCount, MostBytes);
        var sealedBytes = ArrayPool<byte>.Shared.Rent(part);
        try
        {
            _cipher.Apply(_kept.WrittenSpan[..part], _shared, sealedBytes);
            using var content = new MemoryStream(sealedBytes, 0, part, writable: false);
            var conditions = new AppendBlobRequestConditions { LeaseId = _lease!.LeaseId, IfAppendPositionEqual = _shared };
            await _blob.AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = conditions }, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sealedBytes);
        }

        _shared += part;
        Keep(part, _kept.WrittenCount - part);
    }

    private void Keep(int from, int count)
    {
        var rest = _kept.WrittenSpan.Slice(from, count).ToArray();
        _kept.Clear();
        _kept.Write(rest);
    }

    /// <summary>An upload that lies in the container, leased.</summary>
    public sealed record Found(BlobLeaseClient Lease, long Length, DateTimeOffset LastModified, byte[] Salt);
}
