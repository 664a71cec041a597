using System.Text.Json;
using System.Text.Json.Serialization;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>What is measured on a photo, by the vectors that the browser's drawing keeps too.</summary>
public sealed class PhotoGeometryTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly Golden[] File =
        JsonSerializer.Deserialize<Golden[]>(System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "marks.json")), Options)!;

    private sealed record Golden(string Name, PhotoMark Mark, PhotoScale? Scale, double? Size);

    public static TheoryData<string> Names => [.. File.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_size_is_that_of_the_golden_vector(string name)
    {
        var vector = File.Single(v => v.Name == name);

        var size = PhotoGeometry.SizeOf(vector.Mark, vector.Scale);

        Assert.Equal(vector.Size is null, size is null);
        Assert.Equal(vector.Size ?? 0, size ?? 0, 9);
    }

    [Theory]
    [InlineData(MarkKind.Label, 1, true)]
    [InlineData(MarkKind.Label, 2, false)]
    [InlineData(MarkKind.Arrow, 2, true)]
    [InlineData(MarkKind.Ruler, 3, false)]
    [InlineData(MarkKind.Outline, 2, false)]
    [InlineData(MarkKind.Outline, 3, true)]
    [InlineData(MarkKind.Outline, 100, true)]
    [InlineData(MarkKind.Outline, 101, false)]
    [InlineData((MarkKind)9, 2, false)]
    public void A_mark_has_the_points_of_its_kind(MarkKind kind, int corners, bool whole) =>
        Assert.Equal(whole, PhotoGeometry.IsWhole(new PhotoMark(1, kind, [.. Enumerable.Range(0, corners * 2)]), 640, 480));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(640, 480, true)]
    [InlineData(641, 10, false)]
    [InlineData(10, 481, false)]
    [InlineData(-1, 10, false)]
    public void A_mark_lies_on_its_photo(int x, int y, bool whole) => Assert.Equal(whole, PhotoGeometry.IsWhole(new PhotoMark(1, MarkKind.Label, [x, y]), 640, 480));

    [Fact]
    public void The_largest_photo_is_measured_without_overflow()
    {
        var whole = new PhotoMark(1, MarkKind.Outline, [0, 0, 60_000, 0, 60_000, 60_000, 0, 60_000]);
        Assert.Equal(36_000_000d, PhotoGeometry.SizeOf(whole, new PhotoScale([0, 0, 1, 0], 1))!.Value, 3);
    }
}
