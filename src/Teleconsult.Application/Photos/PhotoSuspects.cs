using System.Threading.Channels;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Photos;

/// <summary>Photos that a reader could not read: looked for soon, instead of when their turn comes. Forgotten with the node, and found again by its turn. Thread-safe.</summary>
public sealed class PhotoSuspects
{
    private readonly Channel<PhotoId> _photos = Channel.CreateBounded<PhotoId>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(PhotoId photo) => _photos.Writer.TryWrite(photo);

    /// <summary>Waits for the next one, at most <paramref name="pause"/>.</summary>
    public async Task WaitAsync(TimeSpan pause, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(pause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await _photos.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>All that are known now, each once.</summary>
    public IReadOnlyCollection<PhotoId> Take()
    {
        var taken = new HashSet<PhotoId>();
        while (_photos.Reader.TryRead(out var photo))
        {
            taken.Add(photo);
        }

        return taken;
    }
}

/// <summary>A photo's bytes on their way to a reader: what turns out to be damaged in the middle is told.</summary>
internal sealed class WatchedPhoto(Stream photo, Action unreadable) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => photo.Length;

    public override long Position
    {
        get => photo.Position;
        set => photo.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await photo.ReadAsync(buffer, cancellationToken);
        }
        catch (PhotoUnreadable)
        {
            unreadable();
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => photo.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            photo.Dispose();
        }

        base.Dispose(disposing);
    }
}
