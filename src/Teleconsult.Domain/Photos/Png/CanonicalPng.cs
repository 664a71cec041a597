using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Png;

/// <summary>
/// The canonical form of a PNG (PNG 3rd edition): header, colour, orientation, palette, transparency, the compressed picture,
/// end. Read twice: an orientation may stand behind the picture, where browsers do not look for it.
/// </summary>
internal static class CanonicalPng
{
    public static PictureSize Rewrite(PhotoInput source, Stream output)
    {
        var header = new PngHeader();
        Survey(source, header);
        source.Drain();

        output.Write(PngHeader.Signature);
        header.WriteTo(output);
        source.Restart();
        CopyPicture(source, output);
        PngChunk.Write(output, PngChunk.End, []);
        return header.Size.Turned(header.Orientation);
    }

    /// <summary>Checks every chunk up to the end, with its checksum, and collects what is kept.</summary>
    private static void Survey(PhotoInput source, PngHeader header)
    {
        Span<byte> type = stackalloc byte[4];
        source.Take(PngHeader.Signature.Length);
        for (var chunk = PngChunk.Take(source); ; chunk = PngChunk.Take(source))
        {
            header.Expect(chunk);
            var crc = new Crc32();
            BinaryPrimitives.WriteUInt32BigEndian(type, chunk.Type);
            crc.Append(type);
            for (var left = chunk.Length; left > 0;)
            {
                var part = source.TakeSome(left);
                crc.Append(part);
                header.Append(part);
                left -= part.Length;
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(source.Take(PngChunk.CrcBytes)) != crc.Value)
            {
                throw PhotoRefusal.Damaged();
            }

            header.Complete();
            if (chunk.Type == PngChunk.End)
            {
                return;
            }
        }
    }

    /// <summary>The picture's chunks stand in one row and are copied as they are: their checksums were right.</summary>
    private static void CopyPicture(PhotoInput source, Stream output)
    {
        source.Skip(PngHeader.Signature.Length);
        while (true)
        {
            var start = source.Peek(PngChunk.StartBytes).ToArray();
            var chunk = PngChunk.Take(source);
            if (chunk.Type == PngChunk.End)
            {
                return;
            }

            if (chunk.Type == PngChunk.Data)
            {
                output.Write(start);
                source.CopyTo(output, chunk.Length + PngChunk.CrcBytes);
            }
            else
            {
                source.Skip(chunk.Length + PngChunk.CrcBytes);
            }
        }
    }
}
