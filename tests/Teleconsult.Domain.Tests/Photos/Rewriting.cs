using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>What came of rewriting some bytes.</summary>
internal sealed record Rewriting(byte[]? Output, string? Code, string? Format, PictureSize Size, PhotoKind? Kind = null)
{
    public static Rewriting Of(byte[] input) => Of(new MemoryStream(input));

    public static Rewriting Of(Stream input)
    {
        using var output = new MemoryStream();
        try
        {
            var (kind, size) = CanonicalPhoto.Rewrite(input, output);
            return new Rewriting(output.ToArray(), null, null, size, kind);
        }
        catch (RuleViolation refused)
        {
            return new Rewriting(null, refused.Code, refused.Arguments.GetValueOrDefault("format") as string, default);
        }
    }
}

/// <summary>Gives the bytes in pieces of a given size, as a network does.</summary>
internal sealed class PiecewiseStream(byte[] content, int piece) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
}
