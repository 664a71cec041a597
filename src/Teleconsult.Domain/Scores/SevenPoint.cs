using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>The weighted 7-point checklist of a pigmented spot, 0 to 10. From 3 on NICE NG12 asks for a suspected cancer referral.</summary>
/// <remarks>MacKie RM, Clin Exp Dermatol 1991;16:151-153; NICE NG12; the domain brief, T3 [14].</remarks>
public static class SevenPoint
{
    private const double LargeFromMm = 7;
    private const string Diameter = "mole-diameter";

    private static readonly (string Name, int Weight)[] Signs =
        [("mole-size", 2), ("mole-shape", 2), ("mole-colour", 2), ("mole-inflammation", 1), ("mole-oozing", 1), ("mole-sensation", 1)];

    public static ScoreRule Rule { get; } = new("seven-point", [.. Signs.Select(s => Part(s.Name, 0, 1)), Part(Diameter, 0.1, 300)], Compute);

    private static ScoreOutcome Compute(ScoreInputs inputs)
    {
        KeyValuePair<string, double>[] points =
            [.. Signs.Select(s => Point(s.Name, inputs[s.Name] * s.Weight)), Point(Diameter, inputs[Diameter] >= LargeFromMm ? 1 : 0)];
        var total = points.Sum(p => p.Value);
        return new ScoreOutcome { Total = total, Band = total >= 3 ? "refer" : "below", Points = points };
    }
}
