using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>How the result moves when one habit is halved or doubled and all others stay.</summary>
/// <param name="PoolAdvice">Median hours to routine advice in the open pool, for comparison.</param>
internal sealed record SensitivityLine(
    Habit? Habit, double Value, string Change, int Never, double EmergencyIn5, double CoordinatorAllocation, double RoutineAdvice, double RoutineIn7Days,
    double PoolAdvice)
{
    /// <param name="years">Of each line.</param>
    public static IEnumerable<SensitivityLine> All(Assumptions assumptions, int years, int days, ulong seed, CancellationToken cancellationToken = default)
    {
        var habits = assumptions.ToHabits();
        yield return Of(null, "as delivered", habits);
        foreach (var habit in Enum.GetValues<Habit>())
        {
            yield return Of(habit, "halved", habits.With(habit, habits[habit] / 2));
            yield return Of(habit, "doubled", habits.With(habit, habits[habit] * 2));
        }

        SensitivityLine Of(Habit? habit, string change, Habits changed)
        {
            IReadOnlyList<SimulatedPolicy> policies = [SimulatedPolicy.OpenPool, SimulatedPolicy.Ours];
            var outcomes = SimulatedYears.Run(assumptions, changed, policies, years, days, seed, null, cancellationToken);
            var (pool, ours) = (outcomes[0], outcomes[1]);
            var routine = ours.Where(c => c.Urgency is Urgency.Routine);
            return new SensitivityLine(
                habit, habit is { } h ? changed[h] : 0, change, ours.Never,
                ours.Where(c => c.Urgency is Urgency.Emergency && c.Covered).Within(c => c.Claim, 5 / 60.0),
                ours.Where(c => c.ByCoordinator).At(c => c.Allocation, 0.5),
                routine.At(c => c.Advice, 0.5), routine.Within(c => c.Advice, 7 * 24), pool.Where(c => c.Urgency is Urgency.Routine).At(c => c.Advice, 0.5));
        }
    }
}
