namespace Teleconsult.Application.Simulation;

/// <summary>
/// The two habits that nobody has published, found once: with them the open pool comes out at the two published figures. Nothing else is fitted.
/// </summary>
internal static class Calibration
{
    private const int Years = 4;

    /// <summary>Median hours to allocation and to advice of the open pool, emergencies left out: the published service had none.</summary>
    public static (double Allocation, double Advice) OfPool(Assumptions assumptions, Habits habits, int years = Years)
    {
        var pool = SimulatedYears.Run(assumptions, habits, [SimulatedPolicy.OpenPool], years)[0].Where(c => c.Urgency is not Domain.Consults.Urgency.Emergency);
        return (pool.At(c => c.Allocation, 0.5), pool.At(c => c.Advice, 0.5));
    }

    /// <summary>How many of those on duty react to one message by one channel within ten minutes, and take it.</summary>
    public static double OneMessage(Habits habits)
    {
        const int tries = 20_000;
        var draws = new Draws(SimulatedYears.Seed);
        var quick = Enumerable.Range(0, tries).Count(n => Replay.Reaction(draws, habits, n, 0) <= 600);
        return quick / (double)tries * (1 - habits[Habit.MessageMissed]) * habits[Habit.DutyTakesEmergency];
    }

    /// <summary>Halves the interval, first for the coordinator, on whom the specialists do not weigh.</summary>
    public static Habits Find(Assumptions assumptions)
    {
        var habits = assumptions.ToHabits();
        habits = Halve(habits, Habit.CoordinatorLookHours, 0.05, 24, h => OfPool(assumptions, h).Allocation < assumptions.Figure("poolAllocationHours"));
        return Halve(habits, Habit.SpecialistLookHours, 0.2, 100, h => OfPool(assumptions, h).Advice < assumptions.Figure("poolAnswerHours"));
    }

    private static Habits Halve(Habits habits, Habit habit, double low, double high, Func<Habits, bool> tooSmall)
    {
        for (var i = 0; i < 14; i++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = tooSmall(habits.With(habit, middle)) ? (middle, high) : (low, middle);
        }

        return habits.With(habit, Math.Sqrt(low * high));
    }
}
