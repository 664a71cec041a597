using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Domain.Intake;
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

    private static readonly Filled[] Forms = JsonSerializer.Deserialize<Filled[]>(
        File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "filled-forms.json")), JsonSerializerOptions.Web)!;

    private sealed record Filled(string Name, string File, double Age, string Sex, Dictionary<string, JsonElement> Answers, Dictionary<string, Said> Scores);

    private sealed record Said(double? Total, string? Grade, string[] Missing, string? Refused);

    public static TheoryData<string> FilledForms => [.. Forms.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(FilledForms))]
    public void A_filled_in_form_gives_the_scores_that_it_gives_on_the_phone(string name)
    {
        var filled = Forms.Single(f => f.Name == name);
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Corpus.Repository, "wwwroot", "intake", filled.File + ".json")));
        var form = Questionnaire.Parse(file.RootElement);
        var items = filled.Answers.Select(a => new JsonObject { ["linkId"] = a.Key, ["answer"] = new JsonArray([.. Values(form.Items.Single(i => i.LinkId == a.Key), a.Value)]) });
        var response = JsonSerializer.SerializeToElement(new JsonObject { ["resourceType"] = "QuestionnaireResponse", ["item"] = new JsonArray([.. items]) });

        var scores = ScoreReading.Of(form, response, new ScorePatient(filled.Age, filled.Sex)).Where(s => !s.IsEmpty).ToList();

        Assert.Equal(filled.Scores.Keys, scores.Select(s => s.Rule.Name));
        foreach (var (rule, outcome, _) in scores)
        {
            var said = filled.Scores[rule.Name];
            Assert.Equal((said.Total, said.Grade, said.Refused), (outcome.Total, outcome.Grade, outcome.Refused));
            Assert.Equal(said.Missing, outcome.Missing);
        }
    }

    private static IEnumerable<JsonNode> Values(QuestionItem item, JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.Array => said.EnumerateArray().SelectMany(one => Values(item, one)),
        JsonValueKind.String => [new JsonObject { ["valueCoding"] = new JsonObject { ["code"] = said.GetString() } }],
        JsonValueKind.True or JsonValueKind.False => [new JsonObject { ["valueBoolean"] = said.GetBoolean() }],
        JsonValueKind.Number => [new JsonObject { [item.Type == "decimal" ? "valueDecimal" : "valueInteger"] = said.GetDecimal() }],
        _ => [new JsonObject { ["valueQuantity"] = new JsonObject { ["value"] = said.GetProperty("value").GetDecimal(), ["code"] = said.GetProperty("unit").GetString() } }],
    };

    [Fact]
    public void Each_column_of_Lund_and_Browder_is_a_whole_body() => Assert.All(BurnedArea.WholeBody, column => Assert.Equal(100, column.Value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_is_no_measure_is_missing(double value) =>
        Assert.Equal(["creatinine"], ScoreRules.Find("egfr")!.Of(new Dictionary<string, double?> { ["creatinine"] = value, ["age"] = 50, ["female"] = 1 }).Missing);
}
