using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>
/// PASI, 0 to 72: for head, arms, trunk and legs the sum of erythema, induration and scale (0 to 4 each), times the area (0 to 6), times 0.1, 0.2,
/// 0.3 or 0.4. A region whose area is 0 has no plaque, and needs no signs.
/// </summary>
/// <remarks>Fredriksson T, Pettersson U, Dermatologica 1978;157:238-244; areas and weights as in the domain brief, T2 [12].</remarks>
public static class Pasi
{
    private static readonly (string Name, int Tenths)[] Regions = [("head", 1), ("arms", 2), ("trunk", 3), ("legs", 4)];
    private static readonly string[] Signs = ["erythema", "induration", "scale"];

    public static ScoreRule Rule { get; } = new("pasi", [.. Regions.SelectMany(r => PartsOf(r.Name))], Compute)
    {
        Needs = inputs => Regions.SelectMany(r => inputs.Find(Area(r.Name)) is 0 ? [Area(r.Name)] : PartsOf(r.Name).Select(p => p.Name)),
    };

    private static ScoreOutcome Compute(ScoreInputs inputs)
    {
        double Tenths((string Name, int Tenths) region) =>
            inputs[Area(region.Name)] is var area && area == 0 ? 0 : region.Tenths * area * Signs.Sum(s => inputs[$"pasi-{region.Name}-{s}"]);
        return new ScoreOutcome
        {
            Total = Rounded(Regions.Sum(Tenths) / 10, 1),
            Points = [.. Regions.Select(r => Point($"pasi-{r.Name}", Rounded(Tenths(r) / 10, 1)))],
        };
    }

    private static string Area(string region) => $"pasi-{region}-area";

    private static IEnumerable<ScorePart> PartsOf(string region) => Signs.Select(s => Part($"pasi-{region}-{s}", 0, 4)).Prepend(Part(Area(region), 0, 6));
}
