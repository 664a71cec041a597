using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>What became of one case. Hours from receipt by the wall clock; NaN: it never happened.</summary>
/// <param name="ByCoordinator">A coordinator had to find its team.</param>
/// <param name="ClaimKept">Within the promise, by the service's clock.</param>
/// <param name="Covered">The roster had a primary for it when it came; <paramref name="CameOpen"/>: its service was open.</param>
internal readonly record struct CaseOutcome(
    Urgency Urgency, int Team, bool ByCoordinator, float Allocation, float Claim, float Advice, bool ClaimKept, bool AdviceKept, bool Covered, bool CameOpen, byte Rung,
    bool WasTold, bool Lapsed);

/// <summary>What became of a year of cases under one policy.</summary>
internal sealed class Outcome(SimulatedPolicy policy, IReadOnlyList<CaseOutcome> cases, long steps)
{
    public SimulatedPolicy Policy { get; } = policy;

    public IReadOnlyList<CaseOutcome> Cases { get; } = cases;

    /// <summary>Things that happened in the replay.</summary>
    public long Steps { get; } = steps;

    public Outcome Where(Func<CaseOutcome, bool> which) => new(Policy, [.. Cases.Where(which)], 0);

    public int Never => Cases.Count(c => float.IsNaN(c.Advice));

    /// <summary>The case at this share of them, by its time; those that never came to it are the last. Infinite: it is one of these.</summary>
    public double At(Func<CaseOutcome, float> time, double share)
    {
        if (Cases.Count == 0)
        {
            return double.NaN;
        }

        var times = Cases.Select(c => time(c) is var t && float.IsNaN(t) ? float.PositiveInfinity : t).ToArray();
        Array.Sort(times);
        return times[Math.Min(times.Length - 1, (int)(share * times.Length))];
    }

    public double Share(Func<CaseOutcome, bool> which) => Cases.Count == 0 ? double.NaN : Cases.Count(which) / (double)Cases.Count;

    /// <summary>Of all cases; those that never came to it count as later.</summary>
    public double Within(Func<CaseOutcome, float> time, double hours) => Share(c => time(c) <= hours);

    public static Outcome Together(IReadOnlyList<Outcome> parts) => new(parts[0].Policy, [.. parts.SelectMany(p => p.Cases)], parts.Sum(p => p.Steps));
}
