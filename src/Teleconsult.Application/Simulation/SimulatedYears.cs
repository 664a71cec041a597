using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Simulation;

/// <summary>Years of the synthetic network, one seed after the other, on as many cores as there are. What comes out does not depend on that number.</summary>
internal static class SimulatedYears
{
    public const ulong Seed = 20261121;

    /// <param name="years">How many years, each with a seed of its own, are taken together.</param>
    /// <param name="days">Of each; a multiple of 7.</param>
    /// <param name="ladders">Of every team; null: those that stand where a service has none of its own.</param>
    public static IReadOnlyList<Outcome> Run(
        Assumptions assumptions, Habits habits, IReadOnlyList<SimulatedPolicy> policies, int years, int days = 364, ulong seed = Seed,
        Func<Urgency, Ladder>? ladders = null, CancellationToken cancellationToken = default)
    {
        var parts = new Outcome[policies.Count, years];
        Parallel.For(0, policies.Count * years, new ParallelOptions { CancellationToken = cancellationToken }, job =>
        {
            var (policy, year) = (job % policies.Count, job / policies.Count);
            var world = SyntheticYear.Make(assumptions, habits, seed + (ulong)year, days, ladders ?? DefaultLadders.Of);
            parts[policy, year] = Replay.Run(world, habits, policies[policy], cancellationToken);
        });
        return [.. policies.Select((_, p) => Outcome.Together([.. Enumerable.Range(0, years).Select(y => parts[p, y])]))];
    }
}
