using System.Text.Json;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>The phone's TypeScript and the server's C# answer the same files with the same bytes: both test suites read these.</summary>
public sealed class SharedVectorTests
{
    private sealed record Vector(string Name, string InputBase64, string? OutputBase64, string? Code, int? Width, int? Height);

    [Fact]
    public void Phone_and_server_rewrite_alike()
    {
        var file = Path.Combine(Corpus.Repository, "tests", "Vectors", "jpeg.json");
        Corpus.Need(File.Exists(file), "tests/Vectors/jpeg.json is absent.");
        var vectors = JsonSerializer.Deserialize<Vector[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var photo = Rewriting.Of(Convert.FromBase64String(vector.InputBase64));

            Assert.Equal(vector.Code, photo.Code);
            Assert.Equal(vector.OutputBase64, photo.Output is null ? null : Convert.ToBase64String(photo.Output));
            Assert.Equal((vector.Width ?? 0, vector.Height ?? 0), (photo.Size.Width, photo.Size.Height));
        });
    }
}
