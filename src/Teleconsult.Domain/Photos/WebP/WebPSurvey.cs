using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.WebP;

/// <summary>Takes a WebP's chunks in their order, checks them, and decides which are kept.</summary>
internal sealed class WebPSurvey
{
    /// <summary>Of a block that may tell the orientation, as much is looked at.</summary>
    private const int MostExif = 64 * 1024;

    private const byte HasProfile = 0x20;
    private const byte HasAlpha = 0x10;
    private const byte IsAnimated = 0x02;

    private byte _flags;
    private PictureSize? _canvas;
    private WebPChunk? _profile;
    private WebPChunk? _alpha;
    private WebPChunk? _picture;
    private bool _isTransparent;
    private int? _orientation;

    public PictureSize Size { get; private set; }

    public bool IsExtended => _profile is not null || _alpha is not null;

    public long KeptBytes => (_profile?.Bytes ?? 0) + (_alpha?.Bytes ?? 0) + _picture!.Value.Bytes;

    public bool Keeps(WebPChunk chunk) => chunk == _profile || chunk == _alpha || chunk == _picture;

    public void See(WebPChunk chunk, PhotoInput source)
    {
        if (chunk.Number == 0 && chunk.Type is not (WebPChunk.Extended or WebPChunk.Lossy or WebPChunk.Lossless))
        {
            throw PhotoRefusal.Damaged();
        }

        switch (chunk.Type)
        {
            case WebPChunk.Extended:
                ReadExtended(chunk, source);
                break;
            case WebPChunk.Animation or WebPChunk.Frame:
                throw PhotoRefusal.Animated();
            case WebPChunk.Profile when chunk.Number == 1 && (_flags & HasProfile) != 0: // "before the image data", and announced
                _profile = chunk.Length <= CanonicalPhoto.MaxHeaderBytes ? chunk : throw PhotoRefusal.Damaged();
                break;
            case WebPChunk.Alpha:
                ReadAlpha(chunk, source);
                break;
            case WebPChunk.Lossy or WebPChunk.Lossless:
                ReadPicture(chunk, source);
                break;
            case WebPChunk.Exif:
                _orientation ??= ExifOrientation.FindInChunk(source.Take((int)Math.Min(chunk.Length, MostExif)));
                break;
        }
    }

    /// <summary>The file is at its end.</summary>
    public void Complete()
    {
        if (_picture is null || (_canvas is { } canvas && canvas != Size))
        {
            throw PhotoRefusal.Damaged();
        }

        if (_orientation is > 1)
        {
            throw PhotoRefusal.WebPTurned();
        }
    }

    /// <summary>§2.7.1: flags, three reserved bytes, width and height less one in three bytes each.</summary>
    public byte[] ExtendedHeader()
    {
        var header = new byte[WebPChunk.StartBytes + 10];
        "VP8X"u8.CopyTo(header);
        header[4] = 10;
        header[8] = (byte)((_profile is null ? 0 : HasProfile) | (_isTransparent ? HasAlpha : 0));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), Size.Width - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(15), (ushort)((Size.Height - 1) & 0xFFFF));
        header[17] = (byte)((Size.Height - 1) >> 16);
        return header;
    }

    private void ReadExtended(WebPChunk chunk, PhotoInput source)
    {
        if (chunk.Number != 0 || chunk.Length != 10)
        {
            throw PhotoRefusal.Damaged();
        }

        var data = source.Take(10);
        _flags = data[0];
        if ((_flags & IsAnimated) != 0)
        {
            throw PhotoRefusal.Animated();
        }

        _canvas = CanonicalPhoto.CheckSize(1 + Three(data[4..]), 1 + Three(data[7..]));
    }

    /// <summary>§2.7.1.2: stands before a lossy picture of the extended form; one way to compress beside none.</summary>
    private void ReadAlpha(WebPChunk chunk, PhotoInput source)
    {
        if (_canvas is null || _alpha is not null || _picture is not null || chunk.Length < 1 || (source.Take(1)[0] & 3) > 1)
        {
            throw PhotoRefusal.Damaged();
        }

        _alpha = chunk;
        _isTransparent = true;
    }

    private void ReadPicture(WebPChunk chunk, PhotoInput source)
    {
        if (_picture is not null)
        {
            throw PhotoRefusal.Damaged();
        }

        _picture = chunk;
        Size = chunk.Type == WebPChunk.Lossy ? ReadLossy(chunk, source) : ReadLossless(chunk, source);
    }

    /// <summary>RFC 6386 §9.1: a key frame that is shown, of a known version; its first partition; the start code; the size.</summary>
    private static PictureSize ReadLossy(WebPChunk chunk, PhotoInput source)
    {
        if (chunk.Length < 10)
        {
            throw PhotoRefusal.Damaged();
        }

        var data = source.Take(10);
        var tag = Three(data);
        var isSound = (tag & 1) == 0 && ((tag >> 1) & 7) <= 3 && ((tag >> 4) & 1) == 1 && tag >> 5 < chunk.Length
            && data[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]);
        return isSound
            ? CanonicalPhoto.CheckSize(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF)
            : throw PhotoRefusal.Damaged();
    }

    /// <summary>RFC 9649 §3.4: a signature, 14 bits of width and of height, each less one, whether alpha is used, version 0.</summary>
    private PictureSize ReadLossless(WebPChunk chunk, PhotoInput source)
    {
        if (_alpha is not null || chunk.Length < 5)
        {
            throw PhotoRefusal.Damaged();
        }

        var data = source.Take(5);
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        if (data[0] != 0x2F || bits >> 29 != 0)
        {
            throw PhotoRefusal.Damaged();
        }

        _isTransparent = ((bits >> 28) & 1) == 1;
        return CanonicalPhoto.CheckSize((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
    }

    private static int Three(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);
}
