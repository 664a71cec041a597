using System.Buffers;

namespace Teleconsult.Domain.Photos;

/// <summary>A window over the photo's bytes: wide enough for any one JPEG segment, never wider, whatever the photo's size.</summary>
internal sealed class PhotoInput(Stream source) : IDisposable
{
    private const int WindowBytes = 128 * 1024;

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private int _start;
    private int _end;
    private long _total;

    /// <summary>What of the photo is in the window. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Buffered => _window.AsSpan(_start, _end - _start);

    /// <summary>How many bytes were taken since the beginning.</summary>
    public long Taken => _total - (_end - _start);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window, clearArray: true);

    /// <summary>The next bytes without taking them: <paramref name="length"/>, or fewer where the photo ends.</summary>
    public ReadOnlySpan<byte> Peek(int length)
    {
        while (_end - _start < length && Fill())
        {
        }

        return _window.AsSpan(_start, Math.Min(length, _end - _start));
    }

    /// <summary>Takes exactly <paramref name="length"/> bytes. They are valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        var taken = Peek(length);
        if (taken.Length < length)
        {
            throw PhotoRefusal.Truncated();
        }

        _start += length;
        return taken;
    }

    /// <summary>Takes one to <paramref name="most"/> bytes, as many as are at hand: for what is longer than the window.</summary>
    public ReadOnlySpan<byte> TakeSome(long most)
    {
        if (Peek(1).IsEmpty)
        {
            throw PhotoRefusal.Truncated();
        }

        return Take((int)Math.Min(most, _end - _start));
    }

    public void CopyTo(Stream output, long length)
    {
        while (length > 0)
        {
            var part = TakeSome(length);
            output.Write(part);
            length -= part.Length;
        }
    }

    public void Skip(long length)
    {
        while (length > 0)
        {
            length -= TakeSome(length).Length;
        }
    }

    /// <summary>Steps over bytes of <see cref="Buffered"/>.</summary>
    public void Advance(int length) => _start += length;

    /// <summary>Reads on. False where the photo ends.</summary>
    public bool Fill()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        _end -= _start;
        _start = 0;

        var read = source.Read(_window, _end, _window.Length - _end);
        _end += read;
        _total += read;
        if (_total > CanonicalPhoto.MaxBytes)
        {
            throw PhotoRefusal.TooLarge();
        }

        return read > 0;
    }

    /// <summary>Reads to the end, so that a photo that is too large is refused whatever follows its picture.</summary>
    public void Drain()
    {
        do
        {
            _start = _end;
        }
        while (Fill());
    }

    /// <summary>Goes back to the first byte, for forms whose beginning depends on what comes later.</summary>
    public void Restart()
    {
        source.Position = 0;
        _start = _end = 0;
        _total = 0;
    }
}
