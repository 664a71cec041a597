using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>
/// Writes one blob. What fits into a block goes in one request; more is staged block by block and becomes the blob all at once by
/// <see cref="Commit"/>. Without it there is no blob: Azure drops staged blocks after a week. Blocks the thread that writes.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, CancellationToken cancellationToken) : Stream
{
    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private readonly string _attempt = Guid.NewGuid().ToString("n"); // two attempts at one photo must not mix their blocks
    private readonly List<string> _staged = [];
    private int _filled;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == BlockBytes)
            {
                Stage();
            }

            var part = Math.Min(buffer.Length, BlockBytes - _filled);
            buffer[..part].CopyTo(_block.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Returns when the blob is durable, whole and visible; it replaces an earlier one of its name.</summary>
    public void Commit()
    {
        var headers = new BlobHttpHeaders { ContentType = "application/octet-stream" }; // encrypted: nobody is to show it
        if (_staged.Count == 0)
        {
            blob.Upload(Filled(), new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
            return;
        }

        Stage();
        blob.CommitBlockList(_staged, new CommitBlockListOptions { HttpHeaders = headers }, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(_block);
        }

        base.Dispose(disposing);
    }

    private void Stage()
    {
        // "For a given blob, the length of the value specified for the blockid must be the same size for each block."
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(_attempt + _staged.Count.ToString("d5", CultureInfo.InvariantCulture)));
        blob.StageBlock(id, Filled(), options: null, cancellationToken);
        _staged.Add(id);
        _filled = 0;
    }

    private MemoryStream Filled() => new(_block, 0, _filled, writable: false);
}
