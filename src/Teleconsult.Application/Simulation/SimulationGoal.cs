using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>What our policy has to reach with the delivered assumptions, and what it reached.</summary>
internal sealed record SimulationGoal(string What, string Goal, double Reached, Func<double, string> Say, bool Met)
{
    public static IReadOnlyList<SimulationGoal> Of(Outcome ours)
    {
        var covered = ours.Where(c => c.Urgency is Urgency.Emergency && c.Covered).Within(c => c.Claim, 5 / 60.0);
        var allocation = ours.At(c => c.Allocation, 0.5);
        var routine = ours.Where(c => c.Urgency is Urgency.Routine);
        var (advice, week) = (routine.At(c => c.Advice, 0.5), routine.Within(c => c.Advice, 7 * 24));
        return
        [
            new("Never answered", "0", ours.Never, n => SimulationText.Number((long)n), ours.Never == 0),
            new("Emergency claimed within 5 minutes when the roster has cover", ">= 95 %", covered, SimulationText.Percent, covered >= 0.95),
            new("Time to allocation, median of all cases", "<= 12 min", allocation, SimulationText.Span, allocation <= 0.2),
            new("Routine: time to advice, median", "< 21 h", advice, SimulationText.Span, advice < 21),
            new("Routine: advice within 7 days", ">= 96 %", week, SimulationText.Percent, week >= 0.96),
        ];
    }
}
