using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Simulation;

/// <summary>
/// Open hours as stretches, read once from the real calendar: a replay asks some ten times a case. Asked in the order of time, so it keeps
/// its place.
/// </summary>
internal sealed class OpenTimes
{
    private readonly List<Stretch> _open = [];
    private int _place;

    public OpenTimes(ServiceCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = calendar.NextOpening(from); at < to;)
        {
            var closes = calendar.NextClosing(at) ?? to;
            _open.Add(new Stretch(Seconds(at - from), Seconds(closes - from)));
            if (closes >= to)
            {
                break;
            }

            at = calendar.NextOpening(closes);
        }
    }

    public bool At(long second)
    {
        Seek(second);
        return _place < _open.Count && _open[_place].From <= second;
    }

    /// <summary>The first second from this one on at which it is open; the end of time where there is none. Keeps no place.</summary>
    public long Next(long second)
    {
        for (var i = Math.Min(_place, _open.Count); i < _open.Count; i++)
        {
            if (_open[i].To > second)
            {
                return Math.Max(second, _open[i].From);
            }
        }

        return long.MaxValue / 2;
    }

    private void Seek(long second)
    {
        while (_place < _open.Count && _open[_place].To <= second)
        {
            _place++;
        }
    }

    private static long Seconds(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);
}

/// <summary>Who is on duty when: the real roster, asked at each instant at which its answer can change. Asked in the order of time.</summary>
internal sealed class DutyTimes
{
    private readonly List<(long From, int[] Primary, int[] Backup)> _pieces = [];
    private int _place;

    public DutyTimes(SimulatedTeam team, DateTimeOffset from, DateTimeOffset to)
    {
        var places = team.People.Select((p, i) => (p.Id, i)).ToDictionary(p => p.Id, p => p.i);
        if (team.Roster is not { } roster)
        {
            _pieces.Add((0, [.. Enumerable.Range(0, team.People.Count)], []));
            return;
        }

        var shifts = roster.Shifts(from, to);
        var edges = new SortedSet<DateTimeOffset> { from };
        edges.UnionWith(shifts.SelectMany(s => new[] { s.From, s.To }).Concat(roster.Leave.SelectMany(l => new[] { l.From, l.To }))
            .Where(t => t > from && t < to));
        var (current, next) = (new List<RosterShift>(), 0);
        foreach (var edge in edges)
        {
            for (; next < shifts.Count && shifts[next].From <= edge; next++)
            {
                current.Add(shifts[next]);
            }

            current.RemoveAll(s => s.To <= edge);
            var (primary, backup) = roster.OnDuty(current, edge);
            _pieces.Add(((long)Math.Ceiling((edge - from).TotalSeconds), [.. primary.Select(p => places[p])], [.. backup.Select(p => places[p])]));
        }
    }

    public (int[] Primary, int[] Backup) At(long second)
    {
        while (_place + 1 < _pieces.Count && _pieces[_place + 1].From <= second)
        {
            _place++;
        }

        return (_pieces[_place].Primary, _pieces[_place].Backup);
    }
}
