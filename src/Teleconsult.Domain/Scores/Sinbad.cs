using System.Text.Json;

namespace Teleconsult.Domain.Scores;

/// <summary>What SINBAD adds up, in the order of its name.</summary>
public enum SinbadPart
{
    Site = 0,
    Ischaemia = 1,
    Neuropathy = 2,
    Infection = 3,
    Area = 4,
    Depth = 5,
}

/// <summary>What was found of one foot ulcer. Null: not said, or said not to be known. Points are 0 or 1.</summary>
/// <param name="Site">0 forefoot, 1 midfoot or hindfoot.</param>
/// <param name="Ischaemia">0 at least one pulse of the foot is felt, 1 signs of reduced blood flow.</param>
/// <param name="Neuropathy">0 protective feeling is kept, 1 lost.</param>
/// <param name="Infection">0 none, 1 present.</param>
/// <param name="LengthMm">Longest line across, millimetres, above 0.</param>
/// <param name="WidthMm">Square to the length, millimetres, above 0.</param>
/// <param name="Depth">0 confined to skin and subcutaneous tissue, 1 muscle, tendon or deeper.</param>
public sealed record SinbadFindings(int? Site, int? Ischaemia, int? Neuropathy, int? Infection, decimal? LengthMm, decimal? WidthMm, int? Depth);

/// <summary>
/// The SINBAD score of a diabetic foot ulcer, 0 to 6: one point for each of site, ischaemia, neuropathy, bacterial infection, area
/// and depth. Pure; the phone computes the same (<c>src/field/intake/sinbad.ts</c>), both held to <c>tests/Vectors/sinbad.json</c>.
/// It describes a wound between professionals; it decides nothing.
/// </summary>
/// <remarks>Ince P and others, Diabetes Care 2008;31:964-967. Immutable.</remarks>
/// <param name="Points">By part; null where it cannot be said.</param>
/// <param name="AreaMm2">Length times width in square millimetres, rounded to hundredths.</param>
/// <param name="Total">0 to 6; null while any part is missing: a score of missing answers would look like a low one.</param>
public sealed record Sinbad(IReadOnlyDictionary<SinbadPart, int?> Points, decimal? AreaMm2, int? Total)
{
    /// <summary>An ulcer of 1 cm² or more has the point of the area.</summary>
    public const decimal LargeFromMm2 = 100;

    private static readonly string[] Findings = ["site", "ischaemia", "neuropathy", "infection", "depth"];

    /// <summary>The same as one of the scores that forms name; its parts are <c>sinbad-site</c> and so on, lengths in millimetres.</summary>
    public static ScoreRule Rule { get; } = new(
        "sinbad", [.. Findings.Select(f => ScoreRule.Part("sinbad-" + f, 0, 1)), ScoreRule.Part("sinbad-length", 0.01, 1000), ScoreRule.Part("sinbad-width", 0.01, 1000)],
        inputs =>
        {
            int Points(string finding) => (int)inputs["sinbad-" + finding];
            var score = Of(new SinbadFindings(
                Points("site"), Points("ischaemia"), Points("neuropathy"), Points("infection"), (decimal)inputs["sinbad-length"], (decimal)inputs["sinbad-width"], Points("depth")));
            return new ScoreOutcome
            {
                Total = score.Total,
                Notes = score.AreaMm2 is { } area ? new Dictionary<string, double> { ["sinbad-area"] = (double)area / 100 } : [],
                Points = [.. score.Points.Select(p => ScoreRule.Point("sinbad-" + JsonNamingPolicy.CamelCase.ConvertName(p.Key.ToString()), p.Value ?? 0))],
            };
        });

    /// <summary>The parts that cannot be said, in order.</summary>
    public IEnumerable<SinbadPart> Missing => Points.Where(p => p.Value is null).Select(p => p.Key);

    /// <summary>Nothing at all was found: there is no ulcer to describe.</summary>
    public bool IsEmpty => Points.Values.All(p => p is null);

    public static Sinbad Of(SinbadFindings found)
    {
        ArgumentNullException.ThrowIfNull(found);
        decimal? area = found is { LengthMm: > 0 and var length, WidthMm: > 0 and var width }
            ? Math.Round(length * width, 2, MidpointRounding.AwayFromZero)
            : null;
        var points = new SortedList<SinbadPart, int?>
        {
            [SinbadPart.Site] = found.Site,
            [SinbadPart.Ischaemia] = found.Ischaemia,
            [SinbadPart.Neuropathy] = found.Neuropathy,
            [SinbadPart.Infection] = found.Infection,
            [SinbadPart.Area] = area is { } size ? size >= LargeFromMm2 ? 1 : 0 : null,
            [SinbadPart.Depth] = found.Depth,
        };
        return new Sinbad(points, area, points.Values.All(p => p is not null) ? points.Values.Sum() : null);
    }
}
