using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>
/// The bytes of one blob at any position, fetched in stretches: a small photo costs one request, a range what it reads and a
/// stretch at most. Bound to the version that was opened. Not safe for concurrent use.
/// </summary>
internal sealed class BlobReader : Stream
{
    private const int StretchBytes = 512 * 1024;
    private const int SmallRead = 4 * 1024;

    private readonly BlobBaseClient _blob;
    private readonly ETag _version;
    private byte[] _stretch;
    private long _start;

    private BlobReader(BlobBaseClient blob, byte[] first, long length, ETag version)
    {
        _blob = blob;
        _stretch = first;
        Length = length;
        _version = version;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set; }

    /// <exception cref="RequestFailedException">Status 404: there is none.</exception>
    public static async Task<BlobReader> OpenAsync(BlobBaseClient blob, CancellationToken cancellationToken)
    {
        var (bytes, details) = await FetchAsync(blob, new HttpRange(0, StretchBytes), null, cancellationToken);
        var total = details.ContentRange?.Split('/') is [_, var length] ? long.Parse(length, CultureInfo.InvariantCulture) : bytes.Length;
        return new BlobReader(blob, bytes, total, details.ETag);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var at = Position - _start;
        if (at < 0 || at >= _stretch.Length)
        {
            var wanted = (int)Math.Min(buffer.Length <= SmallRead ? buffer.Length : StretchBytes, Length - Position);
            var (bytes, _) = await FetchAsync(_blob, new HttpRange(Position, wanted), new BlobRequestConditions { IfMatch = _version }, cancellationToken);
            if (buffer.Length <= SmallRead)
            {
                bytes.CopyTo(buffer); // a trailer: what was fetched before it is still wanted
                Position += bytes.Length;
                return bytes.Length;
            }

            (_stretch, _start, at) = (bytes, Position, 0);
        }

        var part = (int)Math.Min(buffer.Length, _stretch.Length - at);
        _stretch.AsMemory((int)at, part).CopyTo(buffer);
        Position += part;
        return part;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static async Task<(byte[] Bytes, BlobDownloadDetails Details)> FetchAsync(
        BlobBaseClient blob, HttpRange range, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            var answer = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = range, Conditions = conditions }, cancellationToken)).Value;
            await using var content = answer.Content;
            var bytes = new byte[answer.Details.ContentLength];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            return (bytes, answer.Details);
        }
        catch (Exception e) when (StoreFailure.IsUnavailable(e, cancellationToken))
        {
            throw StoreFailure.Unavailable(e);
        }
    }
}
