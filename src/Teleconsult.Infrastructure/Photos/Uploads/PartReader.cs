namespace Teleconsult.Infrastructure.Photos.Uploads;

/// <summary>The plain bytes of an upload in flight, for one who may block. Reads encrypted bytes at a position.</summary>
internal sealed class PartReader(PartCipher cipher, long length, PartReader.ReadAt read) : Stream
{
    public delegate int ReadAt(Span<byte> buffer, long offset);

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - Position);
        if (wanted <= 0)
        {
            return 0;
        }

        var got = read(buffer[..wanted], Position);
        cipher.Apply(buffer[..got], Position, buffer);
        Position += got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
