using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>Activity of rheumatoid arthritis by 28 joints. The two variants of DAS28 are not interchangeable: the variant is part of the name.</summary>
public static class JointScores
{
    private static readonly ScorePart[] Counts = [Part("joints-tender", 0, 28), Part("joints-swollen", 0, 28), Part("patient-global", 0, 100)];

    /// <summary>By ESR in mm/h; 0 counts as 1. Prevoo MLL and others, Arthritis Rheum 1995;38:44-48; the domain brief, T9 [33, 34].</summary>
    public static ScoreRule Das28Esr { get; } = new("das28-esr", [.. Counts, Part("esr", 0, 200)], inputs => Das(Joints(inputs) + (0.7 * Math.Log(Math.Max(inputs["esr"], 1)))));

    /// <summary>By CRP in mg/L. Wells G and others, Ann Rheum Dis 2009;68:954-960; the domain brief, T9 [33, 34].</summary>
    public static ScoreRule Das28Crp { get; } = new("das28-crp", [.. Counts, Part("crp", 0, 600)], inputs => Das(Joints(inputs) + (0.36 * Math.Log(inputs["crp"] + 1)) + 0.96));

    /// <summary>CDAI, 0 to 76, without a laboratory; both global assessments as 0 to 100 mm. Aletaha D and others, Arthritis Res Ther 2005;7:R796-R806 [36].</summary>
    public static ScoreRule Cdai { get; } = new("cdai", [.. Counts, Part("evaluator-global", 0, 100)], inputs =>
    {
        var total = Rounded(inputs["joints-tender"] + inputs["joints-swollen"] + ((inputs["patient-global"] + inputs["evaluator-global"]) / 10), 1);
        return new ScoreOutcome { Total = total, Band = total switch { <= 2.8 => "remission", <= 10 => "low", <= 22 => "moderate", _ => "high" } };
    });

    private static double Joints(ScoreInputs inputs) =>
        (0.56 * Math.Sqrt(inputs["joints-tender"])) + (0.28 * Math.Sqrt(inputs["joints-swollen"])) + (0.014 * inputs["patient-global"]);

    private static ScoreOutcome Das(double value)
    {
        var total = Rounded(value, 2);
        return new ScoreOutcome { Total = total, Band = total switch { < 2.6 => "remission", <= 3.2 => "low", <= 5.1 => "moderate", _ => "high" } };
    }
}
