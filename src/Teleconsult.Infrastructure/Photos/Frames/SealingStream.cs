using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Frames;

/// <summary>Encrypts what is written to it, frame by frame. <see cref="Complete"/> ends the file; without it the file is worthless.</summary>
internal sealed class SealingStream : Stream
{
    private readonly Stream _target;
    private readonly FrameCipher _cipher;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _plain = ArrayPool<byte>.Shared.Rent(FrameCipher.PlainBytes);
    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(FrameCipher.SealedBytes);
    private int _filled;
    private uint _frame;
    private long _length;

    public SealingStream(Stream target, PhotoId photo, ReadOnlySpan<byte> consultKey)
    {
        _target = target;
        Span<byte> header = stackalloc byte[FrameCipher.HeaderBytes];
        _cipher = FrameCipher.Create(photo, consultKey, header);
        _target.Write(header);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;

    /// <summary>Plain bytes so far.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _length += buffer.Length;
        while (!buffer.IsEmpty)
        {
            // A full frame waits for one more byte: only then is it known not to be the last.
            if (_filled == FrameCipher.PlainBytes)
            {
                WriteFrame(FrameCipher.Kind.Middle);
            }

            var part = Math.Min(buffer.Length, FrameCipher.PlainBytes - _filled);
            buffer[..part].CopyTo(_plain.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the last frame and the trailer. Returns the SHA-256 of the plain bytes.</summary>
    public byte[] Complete()
    {
        WriteFrame(FrameCipher.Kind.Last);
        var hash = _hash.GetHashAndReset();
        Span<byte> trailer = stackalloc byte[FrameCipher.TrailerPlainBytes];
        BinaryPrimitives.WriteInt64BigEndian(trailer, _length);
        hash.CopyTo(trailer[8..]);
        _cipher.Seal(_frame, FrameCipher.Kind.Trailer, trailer, _sealed);
        _target.Write(_sealed, 0, FrameCipher.TrailerBytes);
        return hash;
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
            _cipher.Dispose();
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_plain, clearArray: true);
            ArrayPool<byte>.Shared.Return(_sealed);
        }

        base.Dispose(disposing);
    }

    private void WriteFrame(FrameCipher.Kind kind)
    {
        _cipher.Seal(_frame++, kind, _plain.AsSpan(0, _filled), _sealed);
        _target.Write(_sealed, 0, _filled + FrameCipher.TagBytes);
        _filled = 0;
    }
}
