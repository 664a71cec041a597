using System.Text.Json;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>One file and what must come of it, from <c>tests/Vectors</c>.</summary>
internal sealed record Vector(string Name, string InputBase64, string? OutputBase64, string? Code, int? Width, int? Height, string? Format)
{
    public byte[] Input => Convert.FromBase64String(InputBase64);

    public static IReadOnlyList<Vector> Read(string name)
    {
        var file = Path.Combine(Corpus.Repository, "tests", "Vectors", $"{name}.json");
        Corpus.Need(File.Exists(file), $"tests/Vectors/{name}.json is absent.");
        var vectors = JsonSerializer.Deserialize<Vector[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
        Assert.NotEmpty(vectors);
        return vectors;
    }
}
