using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.WebP;

/// <summary>
/// The canonical form of a still WebP (RFC 9649): the coded picture alone, or the extended form where it has a colour profile or
/// transparency. Read twice: the length of what is kept stands at the beginning.
/// </summary>
/// <remarks>
/// No Exif block is kept. Browsers do not turn a WebP by it, so one that has to be turned is refused, and the phone turns it
/// before it sends.
/// </remarks>
internal static class CanonicalWebP
{
    public static PictureSize Rewrite(PhotoInput source, Stream output)
    {
        var survey = new WebPSurvey();
        Walk(source, survey.See);
        survey.Complete();
        source.Drain();

        WriteStart(survey, output);
        source.Restart();
        Walk(source, chunk =>
        {
            if (survey.Keeps(chunk))
            {
                Copy(source, chunk, output);
            }
        });
        return survey.Size;
    }

    /// <summary>Steps through the chunks of the file; <paramref name="see"/> may take from the source what belongs to its chunk.</summary>
    private static void Walk(PhotoInput source, Action<WebPChunk, PhotoInput> see)
    {
        // §2.3: "RIFF", the size of all that follows the size field, "WEBP". What follows that size is none of the picture.
        var left = (long)BinaryPrimitives.ReadUInt32LittleEndian(source.Take(12)[4..]) - 4;
        for (var number = 0; left > 0; number++)
        {
            if (left < WebPChunk.StartBytes)
            {
                throw PhotoRefusal.Damaged();
            }

            var chunk = WebPChunk.Take(source, number);
            left -= WebPChunk.StartBytes;
            if (chunk.Length > left)
            {
                throw PhotoRefusal.Damaged();
            }

            var padded = Math.Min(chunk.Length + (chunk.Length & 1), left); // some writers leave the last padding out
            var taken = source.Taken;
            see(chunk, source);
            source.Skip(padded - (source.Taken - taken));
            left -= padded;
        }
    }

    private static void Walk(PhotoInput source, Action<WebPChunk> see) => Walk(source, (chunk, _) => see(chunk));

    private static void WriteStart(WebPSurvey survey, Stream output)
    {
        Span<byte> start = stackalloc byte[12];
        "RIFF"u8.CopyTo(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start[4..], (uint)(4 + survey.KeptBytes + (survey.IsExtended ? WebPChunk.StartBytes + 10 : 0)));
        "WEBP"u8.CopyTo(start[8..]);
        output.Write(start);
        if (survey.IsExtended)
        {
            output.Write(survey.ExtendedHeader());
        }
    }

    private static void Copy(PhotoInput source, WebPChunk chunk, Stream output)
    {
        Span<byte> start = stackalloc byte[WebPChunk.StartBytes];
        BinaryPrimitives.WriteUInt32BigEndian(start, chunk.Type);
        BinaryPrimitives.WriteUInt32LittleEndian(start[4..], (uint)chunk.Length);
        output.Write(start);
        source.CopyTo(output, chunk.Length);
        if ((chunk.Length & 1) != 0)
        {
            output.WriteByte(0); // "Padding of exactly one byte, which MUST be 0"
        }
    }
}
