using System.Text.Json;
using Teleconsult.Domain.Intake;

namespace Teleconsult.Domain.Scores;

/// <summary>What a score needs to know of the patient; it stands outside of the form.</summary>
/// <param name="AgeYears">Null: not known.</param>
/// <param name="Sex"><c>female</c>, <c>male</c>, or anything else: not known.</param>
public sealed record ScorePatient(double? AgeYears, string? Sex);

/// <summary>One score of a filled-in form.</summary>
/// <param name="Rule">What was computed, or could not be.</param>
/// <param name="IsEmpty">Nothing of it was answered: there is nothing to show.</param>
public sealed record FormScore(ScoreRule Rule, ScoreOutcome Outcome, bool IsEmpty);

/// <summary>
/// Reads the numbers that scores need out of answers. Which scores a form feeds, it names itself (extension <c>score</c>), and which item says what
/// (<c>score-part</c>); FHIR's <c>ordinalValue</c> says what an option gives to its item's parts, <c>score-points</c> what it gives to parts of its own.
/// An option without either says nothing.
/// </summary>
public static class ScoreReading
{
    /// <summary>By part the units that are understood: the value less the offset, times the factor. A quantity in another unit says nothing.</summary>
    private static readonly Dictionary<(string Part, string Unit), (double Factor, double Offset)> Units = new()
    {
        [("sinbad-length", "mm")] = (1, 0),
        [("sinbad-length", "cm")] = (10, 0),
        [("sinbad-width", "mm")] = (1, 0),
        [("sinbad-width", "cm")] = (10, 0),
        [("mole-diameter", "mm")] = (1, 0),
        [("mole-diameter", "cm")] = (10, 0),
        [("creatinine", "mg/dL")] = (1, 0),
        [("creatinine", "umol/L")] = (1 / 88.4, 0),
        [("acr", "mg/g")] = (1, 0),
        [("acr", "mg/mmol")] = (10, 0), // KDIGO's own round figures: 3 mg/mmol stands beside 30 mg/g
        [("lab-egfr", "mL/min/{1.73_m2}")] = (1, 0),
        [("burn-palms", "{palm}")] = (1, 0),
        [("crp", "mg/L")] = (1, 0),
        [("crp", "mg/dL")] = (10, 0),
        [("esr", "mm/h")] = (1, 0),
        [("respiratory-rate", "/min")] = (1, 0),
        [("heart-rate", "/min")] = (1, 0),
        [("saturation", "%")] = (1, 0),
        [("bp-systolic", "mm[Hg]")] = (1, 0),
        [("toe-pressure", "mm[Hg]")] = (1, 0),
        [("temperature", "Cel")] = (1, 0),
        [("temperature", "[degF]")] = (5d / 9, 32),
    };

    /// <summary>The scores that the form names, in its order; none for a form without any.</summary>
    public static IReadOnlyList<FormScore> Of(Questionnaire template, JsonElement response, ScorePatient patient)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(patient);
        if (template.Scores.Count == 0)
        {
            return [];
        }

        var said = InputsOf(template, IntakeReview.AnswersOf(response));
        var all = new Dictionary<string, double?>(said) { ["age"] = patient.AgeYears, ["female"] = patient.Sex switch { "female" => 1, "male" => 0, _ => null } };
        return [.. template.Scores.Select(ScoreRules.Find).OfType<ScoreRule>().Select(r => new FormScore(r, r.Of(all), !r.Parts.Any(p => said.GetValueOrDefault(p.Name) is not null)))];
    }

    private static Dictionary<string, double?> InputsOf(Questionnaire template, IReadOnlyDictionary<string, List<JsonElement>> answers)
    {
        var inputs = new Dictionary<string, double?>();
        var asked = new AskedItems(template, answers);
        foreach (var item in template.Items.Where(i => i.ScoreParts.Count + i.ScorePoints.Count > 0 && asked.IsAsked(i.LinkId)))
        {
            var given = answers.GetValueOrDefault(item.LinkId) ?? [];
            foreach (var part in item.ScoreParts)
            {
                inputs[part] = given.Select(a => NumberOf(item, a, part)).Max() ?? inputs.GetValueOrDefault(part);
            }

            if (given.Count > 0)
            {
                ByOptions(item, [.. given.Select(IntakeReview.CodeOf).OfType<string>()], inputs);
            }
        }

        return inputs;
    }

    /// <summary>Of a list one may tick several of, what is not ticked is a no; of one choice the others say nothing.</summary>
    private static void ByOptions(QuestionItem item, HashSet<string> chosen, Dictionary<string, double?> inputs)
    {
        foreach (var (option, part, points) in item.ScorePoints)
        {
            var now = inputs.GetValueOrDefault(part);
            inputs[part] = chosen.Contains(option) ? Math.Max(points, now ?? points) : item.Repeats ? now ?? 0 : now;
        }
    }

    private static double? NumberOf(QuestionItem item, JsonElement answer, string part)
    {
        if (answer.TryGetProperty("valueQuantity", out var quantity) && quantity.ValueKind is JsonValueKind.Object)
        {
            return quantity.TryGetProperty("value", out var value) && Number(value) is { } measured
                && quantity.TryGetProperty("code", out var unit) && unit.ValueKind is JsonValueKind.String && Units.TryGetValue((part, unit.GetString()!), out var how)
                // What people measure has no more digits, and binary fractions would miss the mark by a hair.
                ? ScoreRule.Rounded((measured - how.Offset) * how.Factor, 5) : null;
        }

        return answer.TryGetProperty("valueBoolean", out var yes) ? yes.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => null }
            : IntakeReview.CodeOf(answer) is { } code ? item.Points.TryGetValue(code, out var points) ? points : null
            : answer.TryGetProperty("valueInteger", out var whole) ? Number(whole)
            : answer.TryGetProperty("valueDecimal", out var number) ? Number(number) : null;
    }

    private static double? Number(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
}
