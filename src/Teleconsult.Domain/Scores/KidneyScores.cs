using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>Kidney function by creatinine and its KDIGO categories. Never under 18 years.</summary>
public static class KidneyScores
{
    private const string Creatinine = "creatinine";
    private static readonly ScorePart[] Needed = [Part(Creatinine, 0.1, 40), Part("age", 0, 130), Part("female", 0, 1)];

    /// <summary>
    /// eGFR in mL/min/1.73 m² from creatinine in mg/dL (88.4 µmol/L are 1 mg/dL), age in years and sex: CKD-EPI 2021, without race.
    /// Inker LA and others, N Engl J Med 2021;385:1737-1749; golden values of the domain brief, T6.
    /// </summary>
    public static ScoreRule Egfr { get; } = new("egfr", Needed, inputs => new ScoreOutcome { Total = CkdEpi(inputs), Band = Filtration(CkdEpi(inputs)) })
    {
        Refuses = Grown,
    };

    /// <summary>
    /// G and A category: from the eGFR by creatinine, else the laboratory's own; ACR in mg/g (3 mg/mmol stands beside 30 mg/g, as KDIGO rounds).
    /// KDIGO 2013, Kidney Int Suppl 2013;3:1-150.
    /// </summary>
    public static ScoreRule Kdigo { get; } = new(
        "kdigo", [.. Needed, Part("lab-egfr", 0, 200), Part("acr", 0, 30000)],
        inputs => new ScoreOutcome { Grade = $"{Filtration(inputs.Has(Creatinine) ? CkdEpi(inputs) : inputs["lab-egfr"])} {Albuminuria(inputs["acr"])}" })
    {
        Refuses = Grown,
        Needs = inputs => !inputs.Has(Creatinine) && inputs.Has("lab-egfr") ? ["lab-egfr", "acr"] : [.. Needed.Select(p => p.Name), "acr"],
    };

    private static string? Grown(ScoreInputs inputs) => inputs.Find("age") < 18 ? "under-18" : null;

    private static double CkdEpi(ScoreInputs inputs)
    {
        var female = inputs.Is("female");
        var (kappa, alpha) = female ? (0.7, -0.241) : (0.9, -0.302);
        var ratio = inputs[Creatinine] / kappa;
        return Rounded(142 * Math.Pow(Math.Min(ratio, 1), alpha) * Math.Pow(Math.Max(ratio, 1), -1.2) * Math.Pow(0.9938, inputs["age"]) * (female ? 1.012 : 1), 1);
    }

    // By the number that is shown, so that number and class never disagree.
    private static string Filtration(double rate) => rate switch { >= 90 => "G1", >= 60 => "G2", >= 45 => "G3a", >= 30 => "G3b", >= 15 => "G4", _ => "G5" };

    private static string Albuminuria(double ratio) => ratio switch { < 30 => "A1", <= 300 => "A2", _ => "A3" };
}
