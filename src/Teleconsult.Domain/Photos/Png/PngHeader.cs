using System.Buffers;
using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Png;

/// <summary>Takes a PNG's chunks in their order, checks them, and keeps what the picture needs to look right.</summary>
internal sealed class PngHeader
{
    /// <summary>Of a block that may tell the orientation, as much is looked at.</summary>
    private const int MostExif = 64 * 1024;

    private const int MostProfileName = 79;

    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly Dictionary<uint, byte[]> _kept = [];
    private PngChunk _chunk;
    private int _wanted;
    private int _keptBytes;
    private long _picture;
    private bool _hasLeftPicture;
    private int? _orientation;
    private byte _depth;
    private byte _colour;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>As coded, before orientation.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>1 to 8; 1 where no block says another one.</summary>
    public int Orientation => _orientation ?? 1;

    private bool IsInPicture => _picture > 0;
    private bool IsIndexed => _colour == 3;

    /// <summary>Is this the place for such a chunk, and what of it is wanted?</summary>
    public void Expect(PngChunk chunk)
    {
        if ((Size == default) != (chunk.Type == PngChunk.Header))
        {
            throw PhotoRefusal.Damaged(); // "IHDR shall be the first chunk", and there is one
        }

        if (chunk.IsAnimation)
        {
            throw PhotoRefusal.Animated();
        }

        _chunk = chunk;
        _data.ResetWrittenCount();
        _hasLeftPicture |= IsInPicture && chunk.Type != PngChunk.Data;
        _wanted = chunk.Type switch
        {
            PngChunk.Header => chunk.Length == 13 ? 13 : throw PhotoRefusal.Damaged(),
            PngChunk.Palette => !IsInPicture && chunk.Length is >= 3 and <= 768 ? 768 : throw PhotoRefusal.Damaged(),
            PngChunk.Transparency => !IsInPicture && chunk.Length is >= 1 and <= 256 ? 256 : throw PhotoRefusal.Damaged(),
            PngChunk.Data => ExpectPicture(),
            PngChunk.End => IsInPicture && chunk.Length == 0 ? 0 : throw PhotoRefusal.Damaged(),
            PngChunk.CodePoints or PngChunk.Profile or PngChunk.StandardColour or PngChunk.Gamma or PngChunk.Chromaticities => ExpectColour(),
            PngChunk.Exif or PngChunk.Text => _orientation is null ? MostExif : 0,
            _ => chunk.IsCritical ? throw PhotoRefusal.Unsupported() : 0,
        };
    }

    /// <summary>The next bytes of the chunk's data.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        _picture += _chunk.Type == PngChunk.Data ? part.Length : 0;
        part = part[..Math.Min(part.Length, _wanted - _data.WrittenCount)];
        _data.Write(part);
    }

    /// <summary>The chunk is whole and undamaged.</summary>
    public void Complete()
    {
        var data = _data.WrittenSpan;
        switch (_chunk.Type)
        {
            case PngChunk.Header:
                ReadHeader(data);
                break;
            case PngChunk.Palette:
                CheckPalette(data);
                break;
            case PngChunk.Transparency:
                CheckTransparency(data);
                break;
            case PngChunk.Exif:
                _orientation ??= ExifOrientation.FindInChunk(data);
                break;
            case PngChunk.Text:
                _orientation ??= RawProfile.FindOrientation(data);
                break;
            case PngChunk.End when IsIndexed && !_kept.ContainsKey(PngChunk.Palette):
                throw PhotoRefusal.Damaged();
            case PngChunk.CodePoints or PngChunk.Profile or PngChunk.StandardColour or PngChunk.Gamma or PngChunk.Chromaticities when _wanted > 0:
                KeepColour(data);
                break;
        }
    }

    /// <summary>In the one order that phone and server share.</summary>
    public void WriteTo(Stream output)
    {
        WriteKept(output, PngChunk.Header);
        WriteKept(output, PngChunk.CodePoints);
        WriteKept(output, PngChunk.Profile);
        WriteKept(output, PngChunk.StandardColour);
        WriteKept(output, PngChunk.Gamma);
        WriteKept(output, PngChunk.Chromaticities);
        if (Orientation != 1)
        {
            PngChunk.Write(output, PngChunk.Exif, ExifOrientation.Block(Orientation));
        }

        WriteKept(output, PngChunk.Palette);
        WriteKept(output, PngChunk.Transparency);
    }

    private void WriteKept(Stream output, uint type)
    {
        if (_kept.TryGetValue(type, out var data))
        {
            PngChunk.Write(output, type, data);
        }
    }

    // "There may be multiple IDAT chunks; if so, they shall appear consecutively."
    private int ExpectPicture() => _hasLeftPicture ? throw PhotoRefusal.Damaged() : 0;

    /// <summary>Colour stands before palette and picture; decoders ignore what stands elsewhere, or comes again.</summary>
    private int ExpectColour()
    {
        var isIgnored = IsInPicture || _kept.ContainsKey(PngChunk.Palette) || _kept.ContainsKey(_chunk.Type);
        // "If the iCCP chunk is present, the sRGB chunk should not be present": where both are, decoders take the first.
        isIgnored |= _chunk.Type is PngChunk.Profile && _kept.ContainsKey(PngChunk.StandardColour);
        isIgnored |= _chunk.Type is PngChunk.StandardColour && _kept.ContainsKey(PngChunk.Profile);
        if (isIgnored)
        {
            return 0;
        }

        return _chunk.Length > CanonicalPhoto.MaxHeaderBytes - _keptBytes ? throw PhotoRefusal.Damaged() : (int)_chunk.Length;
    }

    /// <summary>§11.2.1: size, bit depth, colour type, and three methods of which there is one each (two for interlacing).</summary>
    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        (_depth, _colour) = (data[8], data[9]);
        var isPossible = _colour switch
        {
            0 => _depth is 1 or 2 or 4 or 8 or 16,
            3 => _depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => _depth is 8 or 16,
            _ => false,
        };
        if (!isPossible || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw PhotoRefusal.Damaged();
        }

        Size = CanonicalPhoto.CheckSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        Keep(data);
    }

    /// <summary>§11.2.2: three bytes an entry, not more entries than a pixel can name; none for shades of grey.</summary>
    private void CheckPalette(ReadOnlySpan<byte> data)
    {
        var isPossible = data.Length % 3 == 0 && _colour is 2 or 3 or 6 && (!IsIndexed || data.Length / 3 <= 1 << _depth);
        if (!isPossible || _kept.ContainsKey(PngChunk.Palette) || _kept.ContainsKey(PngChunk.Transparency))
        {
            throw PhotoRefusal.Damaged();
        }

        Keep(data);
    }

    /// <summary>§11.3.1.1: one grey, one colour, or a value for each of the palette's first entries.</summary>
    private void CheckTransparency(ReadOnlySpan<byte> data)
    {
        var isPossible = _colour switch
        {
            0 => data.Length == 2,
            2 => data.Length == 6,
            3 => _kept.TryGetValue(PngChunk.Palette, out var palette) && data.Length <= palette.Length / 3,
            _ => false,
        };
        if (!isPossible || _kept.ContainsKey(PngChunk.Transparency))
        {
            throw PhotoRefusal.Damaged();
        }

        Keep(data);
    }

    /// <summary>Kept where it is well formed; decoders ignore it where it is not.</summary>
    private void KeepColour(ReadOnlySpan<byte> data)
    {
        switch (_chunk.Type)
        {
            case PngChunk.Profile:
                // §11.3.2.3: a name, 0, the method 0, the compressed profile. The name is free text: it becomes "ICC".
                var end = data[..Math.Min(data.Length, MostProfileName + 1)].IndexOf((byte)0);
                if (end >= 1 && data.Length > end + 2 && data[end + 1] == 0)
                {
                    Keep([.. "ICC\0\0"u8, .. data[(end + 2)..]]);
                }

                break;
            case PngChunk.CodePoints when data.Length == 4 && data[2] == 0 && data[3] <= 1:
            case PngChunk.StandardColour when data.Length == 1 && data[0] <= 3:
            case PngChunk.Gamma when data.Length == 4:
            case PngChunk.Chromaticities when data.Length == 32:
                Keep(data);
                break;
        }
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        _keptBytes += data.Length;
        _kept.Add(_chunk.Type, data.ToArray());
    }
}
