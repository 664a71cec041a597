using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Simulation;

/// <summary>
/// A made-up year of a made-up network: teams with rosters as a coordinator would write them (leave known and swapped), days on which somebody is
/// silent without notice, and the cases that come. Begins on a Monday.
/// </summary>
internal sealed class SyntheticYear
{
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Draws _draws;
    private readonly Habits _habits;
    private readonly NetworkPlan _plan;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _to;
    private readonly int _days;

    private readonly Func<Urgency, Ladder> _ladders;

    private SyntheticYear(Assumptions assumptions, Habits habits, ulong seed, int days, Func<Urgency, Ladder> ladders)
    {
        (_habits, _plan, _days, _ladders) = (habits, assumptions.Network, days, ladders);
        _draws = new Draws(seed);
        _zone = ZoneTime.Find(_plan.Zone);
        _to = Begin.AddDays(days);
    }

    public static SimulatedWorld Make(Assumptions assumptions, Habits habits, ulong seed, int days, Func<Urgency, Ladder> ladders)
    {
        var year = new SyntheticYear(assumptions, habits, seed, days, ladders);
        var none = new Dictionary<DateOnly, string>();
        var plan = year._plan;
        return new SimulatedWorld(
            Begin, year._to, year._zone, new ServiceCalendar(year._zone, WeeklyHours.Parse(plan.CoordinatorHours), none), plan.QuietFrom, plan.QuietTo,
            [.. plan.Services.Select(year.TeamOf)],
            Arrivals.Of(plan.Services.Select(s => new Demand(s.PerDay, s.People, s.Always)).ToList(), habits, year._draws, year._zone, Begin, days), seed);
    }

    private SimulatedTeam TeamOf(NetworkService service, int team)
    {
        var ids = Enumerable.Range(0, service.People).Select(i => Id(1 + team, i)).ToList();
        var none = new Dictionary<DateOnly, string>();
        var hours = WeeklyHours.Parse(_plan.WorkingHours);
        var leave = ids.SelectMany((id, i) => LeaveOf(team, i).Select(l => new Leave(id, l.From, l.To))).ToList();
        var shifts = PatternsOf(service, team, ids);
        var known = ids.ToHashSet();
        var asWritten = new Roster(ServiceOf(team), _zone, shifts, leave, [], known);
        var roster = new Roster(ServiceOf(team), _zone, shifts, leave, [.. SwapsOf(asWritten, ids)], known);
        return new SimulatedTeam(
            ServiceOf(team), service.Name, service.Template, new ServiceCalendar(_zone, service.Always ? WeeklyHours.Always : hours, none),
            new ServiceCalendar(_zone, hours, none), roster,
            [.. ids.Select((id, i) => new SimulatedPerson(id, _draws.Share(Chance.Speaks, team, i) < 0.5 ? Both : English, [.. Silent(_draws, _habits, team, i, _days)]))],
            ids[0], Enum.GetValues<Urgency>().ToDictionary(u => u, _ladders));
    }

    private static readonly HashSet<string> Both = ["en", "fr"];
    private static readonly HashSet<string> English = ["en"];

    /// <summary>Everybody in turn, day by day and week by week; the next one in turn stands behind.</summary>
    private static RosterPlan PatternsOf(NetworkService service, int team, List<PractitionerId> ids)
    {
        var (begins, ends) = service.Always ? (TimeSpan.FromHours(8), TimeSpan.FromHours(32)) : (TimeSpan.FromHours(8), TimeSpan.FromHours(18));
        var first = DateOnly.FromDateTime(Begin.Date).AddDays(-7 * RosterRules.LongestRotation);
        var weeks = Math.Min(ids.Count, RosterRules.LongestRotation);
        return new RosterPlan(
        [
            .. (from week in Enumerable.Range(0, weeks)
               from day in Enumerable.Range(0, service.Always ? 7 : 5)
               let who = (day + week) % ids.Count
               select new ShiftPattern(
                   new ShiftId(Id(50 + team, (week * 7) + day).Value), (DayOfWeek)((day + 1) % 7), begins, ends,
                   new ShiftTeam([ids[who]], [ids[(who + 1) % ids.Count]]), first.AddDays((7 * week) + day), null, weeks, [])),
        ], []);
    }

    /// <summary>Leave is known: whoever is away is replaced by the next colleague who is neither away nor in the shift.</summary>
    private IEnumerable<AgreedSwap> SwapsOf(Roster roster, List<PractitionerId> ids)
    {
        foreach (var shift in roster.Shifts(Begin, _to))
        {
            var team = shift.Team;
            foreach (var away in team.All.Where(p => Away(roster, p, shift)).ToList())
            {
                var turn = ids.IndexOf(away);
                var stands = Enumerable.Range(1, ids.Count - 1).Select(n => ids[(turn + n) % ids.Count])
                    .FirstOrDefault(p => !team.All.Contains(p) && !Away(roster, p, shift));
                if (stands != default)
                {
                    team = team.Replace(away, stands);
                    yield return new AgreedSwap(shift.Shift, shift.Day, away, stands);
                }
            }
        }
    }

    private static bool Away(Roster roster, PractitionerId person, RosterShift shift) =>
        roster.Leave.Any(l => l.Person == person && l.From < shift.To && l.To > shift.From);

    /// <summary>Leave in weeks, spread by chance.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> LeaveOf(int team, int person)
    {
        var weeks = (int)Math.Round(_habits[Habit.LeaveDays] * _days / 365 / 5); // of five working days
        return Enumerable.Range(0, weeks).Select(n => (int)(_draws.Share(Chance.Leave, team, person, n) * (_days / 7))).Distinct().Order()
            .Select(week => (Begin.AddDays(week * 7), Begin.AddDays((week * 7) + 7)));
    }

    /// <summary>Spells of silence of two days.</summary>
    internal static IEnumerable<Stretch> Silent(Draws draws, Habits habits, int team, int person, int days)
    {
        const long day = 86400;
        var spells = habits[Habit.SickDays] * days / 365 / 2;
        var count = (int)spells + (draws.Share(Chance.Sick, team, person, -1) < spells % 1 ? 1 : 0);
        return Enumerable.Range(0, count).Select(n => (long)(draws.Share(Chance.Sick, team, person, n) * days)).Distinct().Order()
            .Select(first => new Stretch(first * day, (first + 2) * day));
    }

    private static ServiceId ServiceOf(int team) => new(Id(100, team).Value);

    internal static PractitionerId Id(int kind, int number) => new(new Guid(number, (short)kind, 0, 0, 0, 0, 0, 0, 0, 0, 1));
}
