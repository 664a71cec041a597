namespace Teleconsult.Domain.Duty;

/// <summary>One shift as it really takes place, swaps applied. Leave is not: whoever is away stays named.</summary>
/// <param name="Shift">The pattern or single shift that it comes from; with <paramref name="Day"/> its name.</param>
/// <param name="Day">The local day on which it begins.</param>
/// <param name="From">UTC, and likewise <paramref name="To"/>, which is no longer part of it.</param>
public sealed record RosterShift(ShiftId Shift, DateOnly Day, DateTimeOffset From, DateTimeOffset To, ShiftTeam Team, bool Recurs);

/// <summary>Who is on duty at an instant.</summary>
/// <param name="Until">When the answer may change next; null: it does not within <see cref="Roster.Horizon"/>. UTC.</param>
public sealed record Duty(IReadOnlyList<PractitionerId> Primary, IReadOnlyList<PractitionerId> Backup, DateTimeOffset? Until);

/// <summary>A service's roster: its plan in the service's zone, with the leave and the swaps of its people.</summary>
/// <remarks>Immutable and thread-safe. Instants are UTC.</remarks>
public sealed class Roster(
    ServiceId service, TimeZoneInfo zone, RosterPlan plan, IReadOnlyList<Leave> leave, IReadOnlyList<AgreedSwap> swaps, IReadOnlySet<PractitionerId> known)
{
    /// <summary>How far ahead a change of duty is looked for.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(60);

    public ServiceId Service { get; } = service;

    public TimeZoneInfo Zone { get; } = zone;

    public RosterPlan Plan { get; } = plan;

    public IReadOnlyList<Leave> Leave { get; } = leave;

    /// <summary>Whether the person can have duty at all: active, and answering for the service.</summary>
    public bool Knows(PractitionerId person) => known.Contains(person);

    public bool IsAway(PractitionerId person, DateTimeOffset at) => Leave.Any(l => l.Person == person && l.From <= at && at < l.To);

    /// <summary>Who is primary and who is backup, each once, in the order of the shifts. Away or unknown: not in it.</summary>
    public Duty DutyAt(DateTimeOffset instant)
    {
        var shifts = Shifts(instant, instant + Horizon);
        var (primary, backup) = OnDuty([.. shifts.TakeWhile(s => s.From <= instant)], instant);
        return new Duty(primary, backup, NextEdge(shifts, instant));
    }

    /// <summary>The people of these shifts who are there at the instant. Who is primary in one of them is nobody's backup.</summary>
    public (IReadOnlyList<PractitionerId> Primary, IReadOnlyList<PractitionerId> Backup) OnDuty(IReadOnlyList<RosterShift> shifts, DateTimeOffset instant)
    {
        IReadOnlyList<PractitionerId> Present(IEnumerable<PractitionerId> people) => [.. people.Distinct().Where(p => Knows(p) && !IsAway(p, instant))];
        var primary = Present(shifts.SelectMany(s => s.Team.Primary));
        return (primary, [.. Present(shifts.SelectMany(s => s.Team.Backup)).Except(primary)]);
    }

    /// <summary>The shifts that have a part in the time from <paramref name="from"/> up to <paramref name="to"/>, by their beginning.</summary>
    public IReadOnlyList<RosterShift> Shifts(DateTimeOffset from, DateTimeOffset to)
    {
        var first = ZoneTime.DayAt(Zone, from).AddDays(-(int)RosterRules.LongestShift.TotalDays - 2);
        var last = ZoneTime.DayAt(Zone, to);
        var found = new List<RosterShift>();
        void Add(ShiftId id, DateOnly day, TimeSpan begin, TimeSpan end, ShiftTeam team, bool recurs)
        {
            var (opens, closes) = (ZoneTime.ToInstant(Zone, day, begin), ZoneTime.ToInstant(Zone, day, end));
            if (opens < to && closes > from && closes > opens)
            {
                found.Add(new RosterShift(id, day, opens, closes, Swapped(id, day, team), recurs));
            }
        }

        foreach (var pattern in Plan.Patterns)
        {
            for (var day = first.AddDays(((int)pattern.Day - (int)first.DayOfWeek + 7) % 7); day <= last; day = day.AddDays(7))
            {
                if (pattern.TakesPlaceOn(day))
                {
                    Add(pattern.Id, day, pattern.From, pattern.To, pattern.Team, recurs: true);
                }
            }
        }

        foreach (var shift in Plan.Shifts.Where(s => s.Day >= first && s.Day <= last))
        {
            Add(shift.Id, shift.Day, shift.From, shift.To, shift.Team, recurs: false);
        }

        return [.. found.OrderBy(s => s.From).ThenBy(s => s.To).ThenBy(s => s.Shift.Value)];
    }

    private ShiftTeam Swapped(ShiftId shift, DateOnly day, ShiftTeam team) =>
        swaps.Where(s => s.Shift == shift && s.Day == day).Aggregate(team, (t, s) => t.All.Contains(s.To) ? t : t.Replace(s.From, s.To));

    private DateTimeOffset? NextEdge(IReadOnlyList<RosterShift> shifts, DateTimeOffset instant) => shifts
        .SelectMany(s => new[] { s.From, s.To })
        .Concat(Leave.Where(l => Knows(l.Person)).SelectMany(l => new[] { l.From, l.To }))
        .Where(t => t > instant && t < instant + Horizon).Order().Cast<DateTimeOffset?>().FirstOrDefault();
}
