using System.Text.Json;
using Teleconsult.Domain.Intake;

namespace Teleconsult.Domain.Scores;

/// <summary>
/// Reads the findings out of answers. Which item says what stands in the form: the extension <c>score-part</c> on the item, and
/// FHIR's <c>ordinalValue</c> on the options that give or withhold the point; an option without one says nothing.
/// </summary>
public static class SinbadReading
{
    // A foot is no longer than this; what is above is a slip of the finger and counts as missing.
    private const decimal LongestMm = 1000;

    /// <summary>Null for a form that does not ask for SINBAD.</summary>
    public static Sinbad? Of(Questionnaire template, JsonElement response)
    {
        ArgumentNullException.ThrowIfNull(template);
        var parts = template.Items.Where(i => i.ScorePart?.StartsWith("sinbad-", StringComparison.Ordinal) is true).ToDictionary(i => i.ScorePart![7..]);
        if (parts.Count == 0)
        {
            return null;
        }

        var answers = IntakeReview.AnswersOf(response);
        int? Points(string part) => parts.TryGetValue(part, out var item) ? PointsOf(item, answers.GetValueOrDefault(item.LinkId) ?? []) : null;
        decimal? Millimetres(string part) => parts.TryGetValue(part, out var item) ? MillimetresOf(answers.GetValueOrDefault(item.LinkId) ?? []) : null;
        return Sinbad.Of(new SinbadFindings(
            Points("site"), Points("ischaemia"), Points("neuropathy"), Points("infection"), Millimetres("length"), Millimetres("width"), Points("depth")));
    }

    /// <summary>The highest of several choices: one sign is enough.</summary>
    private static int? PointsOf(QuestionItem item, List<JsonElement> given) => given
        .Select(a => a.TryGetProperty("valueCoding", out var coding) && coding.ValueKind is JsonValueKind.Object && coding.TryGetProperty("code", out var code)
            && code.ValueKind is JsonValueKind.String && item.Points.TryGetValue(code.GetString()!, out var points) ? (int?)points : null)
        .Max();

    private static decimal? MillimetresOf(List<JsonElement> given)
    {
        if (given is not [var answer, ..] || !answer.TryGetProperty("valueQuantity", out var quantity) || quantity.ValueKind is not JsonValueKind.Object
            || !quantity.TryGetProperty("value", out var number) || number.ValueKind is not JsonValueKind.Number || !number.TryGetDecimal(out var value)
            || !quantity.TryGetProperty("code", out var unit) || unit.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        decimal? factor = unit.GetString() switch { "mm" => 1, "cm" => 10, _ => null };
        return value is > 0 and <= LongestMm && value * factor is { } size and <= LongestMm ? Math.Round(size, 2, MidpointRounding.AwayFromZero) : null;
    }
}
