using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>
/// The burned part of the body's surface in per cent: by regions and age (Lund and Browder), each burned region with the part of it that is burned
/// (0 to 1); or, for small burns, by the patient's own palms with fingers, 1 % each. Reddened skin without a blister does not count.
/// </summary>
/// <remarks>Lund CC, Browder NC, Surg Gynecol Obstet 1944;79:352-358; the domain brief, T14. Palms: adults' real ones are a little smaller.</remarks>
public static class BurnedArea
{
    /// <summary>The ages in years from which the columns hold.</summary>
    private static readonly int[] From = [0, 1, 5, 10, 15, 18];

    private static readonly (string Name, double[] Shares)[] Chart =
    [
        ("head", [19, 17, 13, 11, 9, 7]), ("neck", Same(2)), ("trunk-front", Same(13)), ("trunk-back", Same(13)), ("genitals", Same(1)),
        ("R-buttock", Same(2.5)), ("L-buttock", Same(2.5)), ("R-upper-arm", Same(4)), ("L-upper-arm", Same(4)), ("R-forearm", Same(3)), ("L-forearm", Same(3)),
        ("R-hand", Same(2.5)), ("L-hand", Same(2.5)), ("R-thigh", [5.5, 6.5, 8, 8.5, 9, 9.5]), ("L-thigh", [5.5, 6.5, 8, 8.5, 9, 9.5]),
        ("R-lower-leg", [5, 5, 5.5, 6, 6.5, 7]), ("L-lower-leg", [5, 5, 5.5, 6, 6.5, 7]), ("R-foot", Same(3.5)), ("L-foot", Same(3.5)),
    ];

    public static ScoreRule Rule { get; } = new(
        "tbsa", [Part("age", 0, 130), Part("burn-palms", 0, 100), .. Chart.SelectMany(r => new[] { Part(At(r.Name), 0, 1), Part(PartOf(r.Name), 0, 1) })], Compute)
    {
        Needs = inputs => !Said(inputs) && inputs.Has("burn-palms")
            ? ["burn-palms"]
            : ["age", .. Chart.SelectMany(r => inputs.Find(At(r.Name)) switch { null => [At(r.Name)], 1 => [PartOf(r.Name)], _ => Array.Empty<string>() })],
    };

    /// <summary>What the columns add up to, by the age from which they hold: a whole body each.</summary>
    public static IEnumerable<KeyValuePair<int, double>> WholeBody => From.Select((age, column) => KeyValuePair.Create(age, Chart.Sum(r => r.Shares[column])));

    private static ScoreOutcome Compute(ScoreInputs inputs)
    {
        if (!Said(inputs))
        {
            return new ScoreOutcome { Total = Rounded(inputs["burn-palms"], 1) };
        }

        var column = From.Count(age => inputs["age"] >= age) - 1;
        var burned = Chart.Where(r => inputs.Is(At(r.Name))).Select(r => (r.Name, Share: r.Shares[column] * inputs[PartOf(r.Name)])).ToList();
        return new ScoreOutcome { Total = Rounded(burned.Sum(r => r.Share), 1), Points = [.. burned.Select(r => Point(PartOf(r.Name), Rounded(r.Share, 2)))] };
    }

    private static bool Said(ScoreInputs inputs) => Chart.Any(r => inputs.Has(At(r.Name)));

    private static string At(string region) => "burn-at-" + region;

    private static string PartOf(string region) => "burn-part-" + region;

    private static double[] Same(double share) => [.. Enumerable.Repeat(share, 6)];
}
