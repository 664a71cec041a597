using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>
/// NEWS2, 0 to 20, with both scales of the saturation: scale 2 only where somebody competent has set a target of 88 to 92 %; where nothing is said,
/// scale 1. Not for people under 16 or in pregnancy.
/// </summary>
/// <remarks>Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017; the domain brief, T12 [42].</remarks>
public static class News2
{
    private static readonly string[] Needed = ["respiratory-rate", "saturation", "oxygen", "bp-systolic", "heart-rate", "not-alert", "temperature", "age"];

    public static ScoreRule Rule { get; } = new(
        "news2",
        [
            Part("respiratory-rate", 0, 120), Part("saturation", 0, 100), Part("oxygen", 0, 1), Part("bp-systolic", 30, 300), Part("heart-rate", 10, 300),
            Part("not-alert", 0, 1), Part("temperature", 25, 45), Part("spo2-scale", 1, 2), Part("age", 0, 130), Part("pregnant", 0, 1),
        ],
        Compute)
    {
        Refuses = inputs => inputs.Find("age") < 16 ? "under-16" : inputs.Is("pregnant") ? "pregnant" : null,
        Needs = _ => Needed,
    };

    private static ScoreOutcome Compute(ScoreInputs inputs)
    {
        var onOxygen = inputs.Is("oxygen");
        double Whole(string part) => Rounded(inputs[part], 0);
        KeyValuePair<string, double>[] points =
        [
            Point("respiratory-rate", Whole("respiratory-rate") switch { <= 8 => 3, <= 11 => 1, <= 20 => 0, <= 24 => 2, _ => 3 }),
            Point("saturation", Saturation(Whole("saturation"), onOxygen, inputs.Find("spo2-scale") is 2)),
            Point("oxygen", onOxygen ? 2 : 0),
            Point("bp-systolic", Whole("bp-systolic") switch { <= 90 => 3, <= 100 => 2, <= 110 => 1, <= 219 => 0, _ => 3 }),
            Point("heart-rate", Whole("heart-rate") switch { <= 40 => 3, <= 50 => 1, <= 90 => 0, <= 110 => 1, <= 130 => 2, _ => 3 }),
            Point("not-alert", inputs.Is("not-alert") ? 3 : 0),
            Point("temperature", Rounded(inputs["temperature"], 1) switch { <= 35 => 3, <= 36 => 1, <= 38 => 0, <= 39 => 1, _ => 2 }),
        ];
        var total = points.Sum(p => p.Value);
        var band = total switch { >= 7 => "high", >= 5 => "medium", _ => points.Any(p => p.Value is 3) ? "single" : "low" };
        return new ScoreOutcome { Total = total, Band = band, Points = points };
    }

    private static int Saturation(double percent, bool onOxygen, bool second) => (second, onOxygen) switch
    {
        (false, _) => percent switch { <= 91 => 3, <= 93 => 2, <= 95 => 1, _ => 0 },
        (true, true) when percent > 92 => percent switch { <= 94 => 1, <= 96 => 2, _ => 3 },
        _ => percent switch { <= 83 => 3, <= 85 => 2, <= 87 => 1, _ => 0 },
    };
}
