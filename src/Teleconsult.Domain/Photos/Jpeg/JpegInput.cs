using System.Buffers;
using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>A window over the photo's bytes: wide enough for any one segment, never wider, whatever the photo's size.</summary>
internal sealed class JpegInput(Stream source) : IDisposable
{
    private const int WindowBytes = 128 * 1024;

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private int _start;
    private int _end;
    private long _total;

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

    /// <summary>Takes FF, any fill bytes (more FF, T.81 B.1.1.2) and the marker's code, which it returns.</summary>
    public byte TakeMarker()
    {
        var code = Take(1)[0];
        if (code != 0xFF)
        {
            throw PhotoRefusal.Damaged();
        }

        while (code == 0xFF)
        {
            code = Take(1)[0];
        }

        return code;
    }

    /// <summary>Takes a segment's length field and payload.</summary>
    public ReadOnlySpan<byte> TakePayload()
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
        if (length < 2)
        {
            throw PhotoRefusal.Damaged();
        }

        return Take(length - 2);
    }

    /// <summary>
    /// Copies entropy-coded data and returns the code of the marker that ends it. Stretches are written whole: stuffed bytes
    /// and restarts are stepped over, only fill bytes interrupt a stretch.
    /// </summary>
    public byte CopyEntropyData(Stream output)
    {
        while (true)
        {
            var seen = FindEndOfData(_window.AsSpan(_start, _end - _start));
            output.Write(_window, _start, seen);
            _start += seen;

            if (_end - _start >= 2)
            {
                var code = TakeMarker();
                if (!JpegMarker.IsEntropyData(code))
                {
                    return code;
                }

                output.Write([0xFF, code]);
            }
            else if (!Fill())
            {
                throw PhotoRefusal.Truncated();
            }
        }
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

    /// <summary>Where the data stops being plain: at an FF that starts a marker or fill, or at one whose next byte is not here yet.</summary>
    private static int FindEndOfData(ReadOnlySpan<byte> window)
    {
        var at = 0;
        while (true)
        {
            var next = window[at..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                return window.Length;
            }

            at += next;
            if (at + 1 == window.Length || !JpegMarker.IsEntropyData(window[at + 1]))
            {
                return at;
            }

            at += 2;
        }
    }

    private bool Fill()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        _end -= _start;
        _start = 0;

        var read = source.Read(_window, _end, _window.Length - _end);
        _end += read;
        _total += read;
        if (_total > CanonicalJpeg.MaxBytes)
        {
            throw PhotoRefusal.TooLarge();
        }

        return read > 0;
    }
}
