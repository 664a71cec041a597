using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Scores;
using Teleconsult.Domain.Tests.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Scores;

/// <summary>SINBAD against the golden vectors that the phone's tests read too.</summary>
public sealed class SinbadTests
{
    private static readonly Golden File = JsonSerializer.Deserialize<Golden>(
        System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "sinbad.json")), JsonSerializerOptions.Web)!;

    private sealed record Golden(string Template, Vector[] Vectors, Answered[] Answers);

    private sealed record Vector(
        string Name, SinbadFindings Findings, Dictionary<string, int?> Points, decimal? AreaMm2, int? Total, string[] Missing);

    private sealed record Answered(string Name, Dictionary<string, JsonElement> Answers, int? Total, string[] Missing);

    public static TheoryData<string> Vectors => [.. File.Vectors.Select(v => v.Name)];

    public static TheoryData<string> Answers => [.. File.Answers.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_score_is_that_of_the_golden_vector(string name)
    {
        var vector = File.Vectors.Single(v => v.Name == name);

        var score = Sinbad.Of(vector.Findings);

        Assert.Equal((vector.Total, vector.AreaMm2), (score.Total, score.AreaMm2));
        Assert.Equal(vector.Missing, score.Missing.Select(Named));
        Assert.Equal(vector.Points, score.Points.ToDictionary(p => Named(p.Key), p => p.Value));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void The_form_s_answers_give_the_score_of_the_golden_vector(string name)
    {
        var vector = File.Answers.Single(v => v.Name == name);

        var score = Assert.Single(Scores(File.Template, Response(vector.Answers)));

        Assert.Equal("sinbad", score.Rule.Name);
        Assert.Equal(vector.Total, (int?)score.Outcome.Total);
        Assert.Equal(vector.Missing, score.Outcome.Missing);
    }

    [Fact]
    public void Other_forms_have_no_such_score() => Assert.Empty(Scores("general-dermatology", Response([])));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"item":[{"linkId":"wound-length","answer":[{"valueQuantity":{"value":"18","code":"mm"}}]}]}""")]
    [InlineData("""{"item":[{"linkId":"wound-length","answer":[{"valueQuantity":{"value":1e400,"code":"mm"}}]}]}""")]
    [InlineData("""{"item":[{"linkId":"foot-site","answer":[{"valueCoding":{"code":7}},{"valueCoding":"toe"},{"valueString":"toe"}]}]}""")]
    public void What_cannot_be_read_is_missing(string response) =>
        Assert.True(Assert.Single(Scores(File.Template, JsonDocument.Parse(response).RootElement)).IsEmpty);

    private static IReadOnlyList<FormScore> Scores(string template, JsonElement response) => ScoreReading.Of(Template(template), response, new ScorePatient(null, null));

    private static string Named(SinbadPart part) => JsonNamingPolicy.CamelCase.ConvertName(part.ToString());

    private static Questionnaire Template(string name) => Questionnaire.Parse(
        JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "wwwroot", "intake", $"{name}-1.0.0.json"))).RootElement);

    private static JsonElement Response(Dictionary<string, JsonElement> answers) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["resourceType"] = "QuestionnaireResponse",
        ["item"] = new JsonArray([.. answers.Select(a => new JsonObject { ["linkId"] = a.Key, ["answer"] = new JsonArray(Value(a.Value)) })]),
    });

    private static JsonObject Value(JsonElement said) => said.ValueKind is JsonValueKind.String
        ? new JsonObject { ["valueCoding"] = new JsonObject { ["code"] = said.GetString() } }
        : new JsonObject
        {
            ["valueQuantity"] = new JsonObject { ["value"] = said.GetProperty("value").GetDecimal(), ["code"] = said.GetProperty("unit").GetString() },
        };
}
