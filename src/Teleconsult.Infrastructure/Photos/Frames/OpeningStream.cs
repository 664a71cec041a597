using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Frames;

/// <summary>The plain bytes of a stored photo, at any position. Keeps one frame in memory. Not safe for concurrent use.</summary>
internal sealed class OpeningStream : Stream
{
    private readonly Stream _source;
    private readonly FrameCipher _cipher;
    private readonly byte[] _recordedHash;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(FrameCipher.SealedBytes);
    private readonly byte[] _plain = ArrayPool<byte>.Shared.Rent(FrameCipher.PlainBytes);
    private long _hashedFrames;
    private long _frame = -1;
    private bool _disposed;

    private OpeningStream(Stream source, FrameCipher cipher, long length, byte[] recordedHash)
    {
        _source = source;
        _cipher = cipher;
        Length = length;
        _recordedHash = recordedHash;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set; }

    /// <summary>SHA-256 of the plain bytes, as recorded when they were stored.</summary>
    public ReadOnlySpan<byte> RecordedHash => _recordedHash;

    private long LastFrame => Length == 0 ? 0 : (Length - 1) / FrameCipher.PlainBytes;

    /// <summary>Reads header and trailer. Owns <paramref name="source"/>, which must be able to seek, from now on.</summary>
    /// <exception cref="PhotoUnreadable"/>
    public static async Task<OpeningStream> OpenAsync(Stream source, PhotoId photo, ReadOnlyMemory<byte> consultKey, CancellationToken cancellationToken)
    {
        FrameCipher? cipher = null;
        try
        {
            if (source.Length < FrameCipher.HeaderBytes + FrameCipher.TagBytes + FrameCipher.TrailerBytes)
            {
                throw new PhotoUnreadable("The file is too short.");
            }

            var header = new byte[FrameCipher.HeaderBytes];
            await source.ReadExactlyAsync(header, cancellationToken);
            cipher = FrameCipher.Open(photo, consultKey.Span, header);

            // The number of frames follows from the file's length; a wrong number does not open the trailer.
            var body = source.Length - FrameCipher.HeaderBytes - FrameCipher.TrailerBytes;
            var frames = ((body - 1) / FrameCipher.SealedBytes) + 1;
            var length = body - (frames * FrameCipher.TagBytes);
            var trailer = new byte[FrameCipher.TrailerBytes];
            source.Position = source.Length - FrameCipher.TrailerBytes;
            await source.ReadExactlyAsync(trailer, cancellationToken);

            var plain = new byte[FrameCipher.TrailerPlainBytes];
            cipher.Open((uint)frames, FrameCipher.Kind.Trailer, trailer, plain);
            return BinaryPrimitives.ReadInt64BigEndian(plain) == length
                ? new OpeningStream(source, cipher, length, plain[8..])
                : throw new PhotoUnreadable("The file is longer or shorter than it was when it was stored.");
        }
        catch
        {
            cipher?.Dispose();
            await source.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var frame = Position / FrameCipher.PlainBytes;
        if (frame != _frame)
        {
            await LoadAsync(frame, cancellationToken);
        }

        var at = (int)(Position % FrameCipher.PlainBytes);
        var part = Math.Min(buffer.Length, PlainBytesOf(frame) - at);
        _plain.AsMemory(at, part).CopyTo(buffer);
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

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _cipher.Dispose();
            _hash.Dispose();
            _source.Dispose();
            ArrayPool<byte>.Shared.Return(_plain, clearArray: true);
            ArrayPool<byte>.Shared.Return(_sealed);
        }

        base.Dispose(disposing);
    }

    private int PlainBytesOf(long frame) => (int)Math.Min(FrameCipher.PlainBytes, Length - (frame * FrameCipher.PlainBytes));

    private async ValueTask LoadAsync(long frame, CancellationToken cancellationToken)
    {
        _frame = -1;
        var plain = PlainBytesOf(frame);
        var bytes = _sealed.AsMemory(0, plain + FrameCipher.TagBytes);
        _source.Position = FrameCipher.HeaderBytes + (frame * FrameCipher.SealedBytes);
        await _source.ReadExactlyAsync(bytes, cancellationToken);
        _cipher.Open((uint)frame, frame == LastFrame ? FrameCipher.Kind.Last : FrameCipher.Kind.Middle, bytes.Span, _plain.AsSpan(0, plain));
        CheckHash(frame, plain);
        _frame = frame;
    }

    /// <summary>Follows a reading from beginning to end; a reader that jumps is served by the frames' tags alone.</summary>
    private void CheckHash(long frame, int plain)
    {
        if (frame != _hashedFrames)
        {
            return;
        }

        _hash.AppendData(_plain, 0, plain);
        _hashedFrames++;
        if (frame == LastFrame && !CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), _recordedHash))
        {
            throw new PhotoUnreadable("The photo's SHA-256 is not the recorded one.");
        }
    }
}
