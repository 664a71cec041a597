using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Duty;

/// <summary>A service with all that decides who answers for it.</summary>
/// <param name="Calendar">Open at every instant where the service has none of its own.</param>
/// <param name="Published">Null: no roster counts.</param>
/// <param name="Members">The active people who answer for it, in order of their ids.</param>
/// <param name="Lead">Null too where the lead is no longer active.</param>
public sealed record ServiceDuty(
    ServiceRow Service, ServiceCalendar Calendar, bool HasCalendar, Roster? Published, Roster Draft, RosterRow? Row, IReadOnlyList<PractitionerId> Members,
    PractitionerId? Lead, bool PromisesEmergency)
{
    /// <summary>What it promises, where that is not the default.</summary>
    public IReadOnlyDictionary<Urgency, ServicePromise> Promises { get; init; } = new Dictionary<Urgency, ServicePromise>();

    /// <summary>What it promises, its own or the default.</summary>
    public ResponseTarget TargetOf(Urgency urgency) => Promises.GetValueOrDefault(urgency)?.Target ?? ResponseTargets.Default(urgency);

    /// <summary>What is known of its members, for choosing among them.</summary>
    public IReadOnlyDictionary<PractitionerId, Clinician> Clinicians { get; init; } = new Dictionary<PractitionerId, Clinician>();

    /// <summary>The same with another plan: what a draft would mean.</summary>
    public Roster With(RosterPlan plan, IReadOnlyList<Leave> leave, IReadOnlyList<AgreedSwap> swaps) =>
        new(Service.Id, Calendar.Zone, plan, leave, swaps, Members.ToHashSet());
}

/// <summary>Somebody who answers, as far as a case may ask for it.</summary>
/// <param name="Speaks">BCP 47 tags.</param>
/// <param name="Gender">As they stated it; null: not stated.</param>
/// <param name="MostPerDay">How many cases they agreed to be offered in a day; null: no limit.</param>
public sealed record Clinician(IReadOnlySet<string> Speaks, string? Gender, int? MostPerDay = null);

/// <summary>Loads services with their calendars, rosters, leave, swaps and promises: eight small reads, however many services.</summary>
public sealed class DutyReader(TeleconsultDb db, Templates templates)
{
    /// <param name="only">One service of the network; null: all, by name.</param>
    /// <param name="since">Leave and swaps that were over before do not count.</param>
    public async Task<IReadOnlyList<ServiceDuty>> LoadAsync(NetworkId network, ServiceId? only, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var services = await db.Services.AsNoTracking().Where(s => s.Network == network && (only == null || s.Id == only)).OrderBy(s => s.Name)
            .ToListAsync(cancellationToken);
        var zone = await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleOrDefaultAsync(cancellationToken) ?? "UTC";
        var calendars = await db.Calendars.AsNoTracking().Where(c => c.Network == network).ToDictionaryAsync(c => c.Service, cancellationToken);
        var holidays = await db.Holidays.AsNoTracking().Where(h => h.Network == network).OrderBy(h => h.Date).ToListAsync(cancellationToken);
        var rosters = await db.Rosters.AsNoTracking().Where(r => r.Network == network && (only == null || r.Service == only))
            .ToDictionaryAsync(r => r.Service, cancellationToken);
        var leave = await db.Leave.AsNoTracking().Where(l => l.Network == network && l.To > since)
            .Select(l => new Leave(l.Person, l.From, l.To)).ToListAsync(cancellationToken);
        var swaps = await SwapsAsync(network, DateOnly.FromDateTime(since.UtcDateTime).AddDays(-9), cancellationToken);
        var (members, active) = await PeopleAsync(network, cancellationToken);
        var promises = (await db.Targets.AsNoTracking().Where(t => t.Network == network && (only == null || t.Service == only)).ToListAsync(cancellationToken))
            .ToLookup(t => t.Service);

        return [.. services.Select(service =>
        {
            var row = rosters.GetValueOrDefault(service.Id);
            var calendar = CalendarOf(calendars.GetValueOrDefault(service.Id), holidays, service.Id, zone);
            var people = members[service.Id].Distinct().Order(Comparer<PractitionerId>.Create((a, b) => a.Value.CompareTo(b.Value))).ToList();
            var known = people.ToHashSet();
            Roster Of(RosterPlan plan) => new(service.Id, calendar.Zone, plan, leave, [.. swaps[service.Id]], known);
            return new ServiceDuty(
                service, calendar, calendars.ContainsKey(service.Id), row?.Published is { } published ? Of(PlanOf(published)) : null,
                Of(row is null ? RosterPlan.Empty : PlanOf(row.Draft)), row, people, service.Lead is { } lead && active.ContainsKey(lead) ? lead : null,
                service.PromisesEmergency || service.Templates.Split(' ').Any(templates.IsForEmergencies))
            {
                Promises = promises[service.Id].ToDictionary(
                    t => t.Urgency, t => new ServicePromise(new ResponseTarget(t.Claim, t.Advice, t.Read, t.Information), t.InServiceHours)),
                Clinicians = people.ToDictionary(p => p, p => active[p]),
            };
        })];
    }

    public static RosterPlan PlanOf(string json) => JsonSerializer.Deserialize<RosterPlan>(json, Json.Options)!;

    public static string TextOf(RosterPlan plan) => JsonSerializer.Serialize(plan, Json.Options);

    private static ServiceCalendar CalendarOf(CalendarRow? row, List<HolidayRow> holidays, ServiceId service, string networkZone)
    {
        if (row is null)
        {
            return ServiceCalendar.Always(ZoneTime.Find(networkZone));
        }

        var closed = holidays.Where(h => h.Service == service || (h.Service is null && row.ClosedOnHolidays)).GroupBy(h => h.Date);
        return new ServiceCalendar(ZoneTime.Find(row.Zone), WeeklyHours.Parse(row.Hours), closed.ToDictionary(g => g.Key, g => g.First().Name));
    }

    private async Task<ILookup<ServiceId, AgreedSwap>> SwapsAsync(NetworkId network, DateOnly since, CancellationToken cancellationToken)
    {
        var rows = await db.Swaps.AsNoTracking().Where(s => s.Network == network && s.State == SwapState.Accepted && s.Day >= since)
            .OrderBy(s => s.DecidedAt).ToListAsync(cancellationToken);
        return rows.ToLookup(s => s.Service, s => new AgreedSwap(s.Shift, s.Day, s.From, s.To));
    }

    private async Task<(ILookup<ServiceId, PractitionerId> Members, Dictionary<PractitionerId, Clinician> Active)> PeopleAsync(NetworkId network, CancellationToken cancellationToken)
    {
        var active = await db.Users.Where(u => u.Network == network && u.DeactivatedAt == null).Select(u => new { u.Id, u.Speaks, u.Gender, u.MostPerDay })
            .ToListAsync(cancellationToken);
        var answering = await db.Assignments.Where(a => a.Role == Role.Specialist && a.Service != null)
            .Join(db.Users.Where(u => u.Network == network && u.DeactivatedAt == null), a => a.User, u => u.Id, (a, u) => new { a.Service, u.Id })
            .ToListAsync(cancellationToken);
        return (answering.ToLookup(a => a.Service!.Value, a => new PractitionerId(a.Id)), active.ToDictionary(
            u => new PractitionerId(u.Id), u => new Clinician(u.Speaks.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase), u.Gender, u.MostPerDay)));
    }
}
