namespace Teleconsult.Domain.Duty;

/// <summary>What a roster says, as it is written: shifts that recur and single ones, in the service's local time.</summary>
public sealed record RosterPlan(IReadOnlyList<ShiftPattern> Patterns, IReadOnlyList<SingleShift> Shifts)
{
    public static RosterPlan Empty { get; } = new([], []);

    public bool IsEmpty => Patterns.Count == 0 && Shifts.Count == 0;

    public IEnumerable<PractitionerId> People => Patterns.SelectMany(p => p.Team.All).Concat(Shifts.SelectMany(s => s.Team.All)).Distinct();
}

/// <summary>Who does a shift: primaries, backups, or both, since the two may change at other hours. Nobody is in it twice.</summary>
public sealed record ShiftTeam(IReadOnlyList<PractitionerId> Primary, IReadOnlyList<PractitionerId> Backup)
{
    public IEnumerable<PractitionerId> All => Primary.Concat(Backup);

    public ShiftTeam Replace(PractitionerId from, PractitionerId to) =>
        new([.. Primary.Select(p => p == from ? to : p)], [.. Backup.Select(p => p == from ? to : p)]);
}

/// <summary>A shift that recurs on a day of the week.</summary>
/// <param name="From">Since local midnight of the day, below 24 hours.</param>
/// <param name="To">Since the same midnight; 32:00 is eight o'clock of the next morning. At most seven days after <paramref name="From"/>.</param>
/// <param name="First">The first day on which it may begin.</param>
/// <param name="Last">The last day on which it may begin; null: no end.</param>
/// <param name="EveryWeeks">1: each week; 2: every other week, counted from the week of <paramref name="First"/>. At most 8.</param>
/// <param name="Except">Days of it that do not take place.</param>
public sealed record ShiftPattern(
    ShiftId Id, DayOfWeek Day, TimeSpan From, TimeSpan To, ShiftTeam Team, DateOnly First, DateOnly? Last, int EveryWeeks, IReadOnlyList<DateOnly> Except)
{
    public bool TakesPlaceOn(DateOnly day)
    {
        if (day.DayOfWeek != Day || day < First || day > Last || Except.Contains(day))
        {
            return false;
        }

        var begin = First.AddDays(((int)Day - (int)First.DayOfWeek + 7) % 7);
        return (day.DayNumber - begin.DayNumber) / 7 % EveryWeeks == 0;
    }
}

/// <summary>A shift of one day.</summary>
/// <param name="From">As of <see cref="ShiftPattern"/>, and likewise <paramref name="To"/>.</param>
public sealed record SingleShift(ShiftId Id, DateOnly Day, TimeSpan From, TimeSpan To, ShiftTeam Team);

/// <summary>A time in which a person is away, whatever the roster says. UTC.</summary>
public sealed record Leave(PractitionerId Person, DateTimeOffset From, DateTimeOffset To);

/// <summary>A swap that both have agreed to: on this day of this shift <paramref name="To"/> stands for <paramref name="From"/>.</summary>
public sealed record AgreedSwap(ShiftId Shift, DateOnly Day, PractitionerId From, PractitionerId To);
