using System.Text.Json;
using Teleconsult.Domain.Scores;
using Teleconsult.Domain.Tests.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Scores;

/// <summary>Every score against the golden vectors that the phone's tests read too.</summary>
public sealed class ScoreTests
{
    private static readonly Golden[] Files = [.. Directory.EnumerateFiles(Path.Combine(Corpus.Repository, "tests", "Vectors", "scores"), "*.json")
        .Select(f => JsonSerializer.Deserialize<Golden>(File.ReadAllText(f), JsonSerializerOptions.Web)!)];

    private sealed record Golden(string Source, string Score, Vector[] Vectors);

    private sealed record Vector(
        string Name, Dictionary<string, double?> Inputs, double? Total, string? Grade, string? Band, string[] Missing, string? Refused);

    public static TheoryData<string, string> Vectors
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var file in Files)
            {
                foreach (var vector in file.Vectors)
                {
                    rows.Add(file.Score, vector.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_score_is_that_of_the_golden_vector(string score, string name)
    {
        var vector = Files.Single(f => f.Score == score).Vectors.Single(v => v.Name == name);

        var outcome = ScoreRules.Find(score)!.Of(vector.Inputs);

        Assert.Equal((vector.Total, vector.Grade, vector.Band, vector.Refused), (outcome.Total, outcome.Grade, outcome.Band, outcome.Refused));
        Assert.Equal(vector.Missing, outcome.Missing);
    }

    [Fact]
    public void Every_score_but_Sinbad_which_has_its_own_has_a_file_of_golden_vectors() =>
        Assert.Equal(ScoreRules.Names.Order(), Files.Select(f => f.Score).Append("sinbad").Order());

    [Fact]
    public void Each_column_of_Lund_and_Browder_is_a_whole_body() => Assert.All(BurnedArea.WholeBody, column => Assert.Equal(100, column.Value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_is_no_measure_is_missing(double value) =>
        Assert.Equal(["creatinine"], ScoreRules.Find("egfr")!.Of(new Dictionary<string, double?> { ["creatinine"] = value, ["age"] = 50, ["female"] = 1 }).Missing);
}
