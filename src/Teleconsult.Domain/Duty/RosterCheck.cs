namespace Teleconsult.Domain.Duty;

public enum RosterFinding
{
    /// <summary>Nobody is primary although the service is open.</summary>
    Gap = 1,

    /// <summary>Somebody is primary and nobody stands behind them.</summary>
    BackupGap = 2,

    /// <summary>Two shifts name primaries, or backups, for the same time; all of them get alerts.</summary>
    Overlap = 3,

    /// <summary>One person has duty for two services at the same time.</summary>
    DoubleBooked = 4,
}

/// <summary>Something that the checker found.</summary>
/// <param name="From">UTC, and likewise <paramref name="To"/>.</param>
/// <param name="Away">For gaps: who is in the plan for that time and is on leave or can have no duty.</param>
/// <param name="People">For overlaps: who has duty then. For double booking: the one person.</param>
/// <param name="Other">For double booking: the other service.</param>
/// <param name="Refuses">Whether the roster cannot be published with it.</param>
public sealed record RosterRemark(
    RosterFinding Finding, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PractitionerId> Away, IReadOnlyList<PractitionerId> People, ServiceId? Other,
    bool Refuses);

/// <summary>Looks for what is wrong with a roster in the next days.</summary>
public static class RosterCheck
{
    /// <summary>How far ahead (domain brief §4.6).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <param name="calendar">When somebody has to be there.</param>
    /// <param name="promisesEmergency">Then a gap refuses publishing, and so does a missing backup unless a lead stands behind the team.</param>
    /// <param name="hasLead">Whether the ladder finds a lead where the roster names no backup.</param>
    /// <param name="others">Rosters of other services, for people who are in two places.</param>
    public static IReadOnlyList<RosterRemark> Of(
        Roster roster, ServiceCalendar calendar, bool promisesEmergency, bool hasLead, IEnumerable<Roster> others, DateTimeOffset from, TimeSpan? ahead = null)
    {
        var to = from + (ahead ?? Ahead);
        var shifts = roster.Shifts(from, to);
        var remarks = new List<RosterRemark>();
        foreach (var (begin, end) in Pieces(roster, calendar, shifts, from, to))
        {
            if (!calendar.IsOpen(begin))
            {
                continue;
            }

            var now = shifts.Where(s => s.From <= begin && s.To > begin).ToList();
            var (primary, backup) = roster.OnDuty(now, begin);
            List<PractitionerId> Missing(Func<ShiftTeam, IReadOnlyList<PractitionerId>> part) =>
                [.. now.SelectMany(s => part(s.Team)).Where(p => !roster.Knows(p) || roster.IsAway(p, begin)).Distinct()];
            if (primary.Count == 0)
            {
                remarks.Add(new(RosterFinding.Gap, begin, end, Missing(t => t.Primary), [], null, promisesEmergency));
            }
            else if (backup.Count == 0 && promisesEmergency)
            {
                remarks.Add(new(RosterFinding.BackupGap, begin, end, Missing(t => t.Backup), [], null, !hasLead));
            }

            foreach (var people in new[] { Twice(now, t => t.Primary, primary), Twice(now, t => t.Backup, backup) }.Where(p => p.Count > 0))
            {
                remarks.Add(new(RosterFinding.Overlap, begin, end, [], people, null, false));
            }
        }

        remarks.AddRange(others.Where(o => o.Service != roster.Service).SelectMany(o => DoubleBooked(roster, shifts, o, from, to)));
        return [.. Joined(remarks).OrderBy(r => r.From).ThenBy(r => r.Finding)];
    }

    private static IReadOnlyList<PractitionerId> Twice(
        List<RosterShift> now, Func<ShiftTeam, IReadOnlyList<PractitionerId>> part, IReadOnlyList<PractitionerId> present) =>
        now.Count(s => part(s.Team).Any(present.Contains)) > 1 ? present : [];

    /// <summary>The time cut wherever anything can change.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Pieces(
        Roster roster, ServiceCalendar calendar, IReadOnlyList<RosterShift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var edges = new SortedSet<DateTimeOffset> { from, to };
        edges.UnionWith(shifts.SelectMany(s => new[] { s.From, s.To }).Concat(roster.Leave.SelectMany(l => new[] { l.From, l.To })).Where(t => t > from && t < to));
        for (var at = calendar.NextOpening(from); at < to;)
        {
            edges.Add(at > from ? at : from);
            if (calendar.NextClosing(at) is not { } closes || closes >= to)
            {
                break;
            }

            edges.Add(closes);
            at = calendar.NextOpening(closes);
        }

        return edges.Zip(edges.Skip(1));
    }

    private static IEnumerable<RosterRemark> DoubleBooked(
        Roster roster, IReadOnlyList<RosterShift> shifts, Roster other, DateTimeOffset first, DateTimeOffset last) =>
        from theirs in other.Shifts(first, last)
        from ours in shifts
        let begin = Later(Later(ours.From, theirs.From), first)
        let end = Earlier(Earlier(ours.To, theirs.To), last)
        where begin < end
        from person in ours.Team.All.Intersect(theirs.Team.All)
        where roster.Knows(person) && other.Knows(person) && !roster.IsAway(person, begin)
        select new RosterRemark(RosterFinding.DoubleBooked, begin, end, [], [person], other.Service, false);

    /// <summary>Neighbouring pieces with the same remark are one.</summary>
    private static List<RosterRemark> Joined(List<RosterRemark> remarks)
    {
        var joined = new List<RosterRemark>();
        foreach (var remark in remarks.OrderBy(r => r.Finding).ThenBy(r => r.From))
        {
            var last = joined.LastOrDefault();
            if (last is not null && last.Finding == remark.Finding && last.To == remark.From && last.Other == remark.Other && last.Refuses == remark.Refuses
                && last.Away.SequenceEqual(remark.Away) && last.People.SequenceEqual(remark.People))
            {
                joined[^1] = last with { To = remark.To };
            }
            else
            {
                joined.Add(remark);
            }
        }

        return joined;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
