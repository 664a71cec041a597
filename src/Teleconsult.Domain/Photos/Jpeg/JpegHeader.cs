using System.Buffers;

namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>Collects what comes before the first scan and writes it in the one order that phone and server share.</summary>
internal sealed class JpegHeader
{
    private const int AdobeBytes = 12;

    // T.84: version 1.1, no unit, 1:1, no thumbnail. A phone's own block could hold a small picture.
    private static readonly byte[] Jfif =
        [0xFF, JpegMarker.App0, 0x00, 0x10, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    private readonly ArrayBufferWriter<byte> _profile = new();
    private readonly ArrayBufferWriter<byte> _tables = new();
    private bool _hasJfif;
    private byte[]? _adobe;
    private int? _orientation;

    /// <summary>1 to 8; 1 where no block says another one.</summary>
    public int Orientation => _orientation ?? 1;

    /// <summary>Looks at an APPn or COM segment: colour and orientation are kept, the rest is forgotten here.</summary>
    public void AddMetadata(byte code, ReadOnlySpan<byte> payload)
    {
        switch (code)
        {
            case JpegMarker.App0 when payload.StartsWith("JFIF\0"u8):
                _hasJfif = true;
                break;
            case JpegMarker.App1:
                _orientation ??= ExifOrientation.Find(payload);
                break;
            case JpegMarker.App2 when payload.StartsWith("ICC_PROFILE\0"u8):
                Keep(_profile, code, payload);
                break;
            case JpegMarker.App14 when payload.Length >= AdobeBytes && payload.StartsWith("Adobe"u8):
                _adobe ??= payload[..AdobeBytes].ToArray();
                break;
        }
    }

    public void AddSegment(byte code, ReadOnlySpan<byte> payload) => Keep(_tables, code, payload);

    public void WriteTo(Stream output)
    {
        output.Write([0xFF, JpegMarker.StartOfImage]);
        if (_hasJfif)
        {
            output.Write(Jfif);
        }

        if (Orientation != 1)
        {
            WriteSegment(output, JpegMarker.App1, [.. "Exif\0\0"u8, .. ExifOrientation.Block(Orientation)]);
        }

        output.Write(_profile.WrittenSpan);
        if (_adobe is not null)
        {
            WriteSegment(output, JpegMarker.App14, _adobe);
        }

        output.Write(_tables.WrittenSpan);
    }

    public static void WriteSegment(Stream output, byte code, ReadOnlySpan<byte> payload)
    {
        output.Write(Start(code, payload));
        output.Write(payload);
    }

    private static byte[] Start(byte code, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + 2;
        return [0xFF, code, (byte)(length >> 8), (byte)length];
    }

    private void Keep(ArrayBufferWriter<byte> where, byte code, ReadOnlySpan<byte> payload)
    {
        if (_profile.WrittenCount + _tables.WrittenCount + payload.Length + 4 > CanonicalPhoto.MaxHeaderBytes)
        {
            throw PhotoRefusal.Damaged();
        }

        where.Write(Start(code, payload));
        where.Write(payload);
    }
}
