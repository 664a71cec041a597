using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

internal sealed class GetRostersHandler(TeleconsultDb db, DutyReader reader, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetRosters, RosterPage>
{
    private static readonly TimeSpan DecidedShown = TimeSpan.FromDays(30);

    public async Task<RosterPage> Handle(GetRosters request, CancellationToken cancellationToken)
    {
        var (actor, now) = (user.Actor, clock.GetUtcNow());
        var plans = actor.Has(Role.Administrator) || actor.Has(Role.Coordinator);
        var names = await directory.OfAsync(actor.Network, cancellationToken);
        var since = new DateTimeOffset(request.From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-2);
        var all = await reader.LoadAsync(actor.Network, null, since < now ? since : now, cancellationToken);
        var shown = all.Where(s => plans || actor.Services.Contains(s.Service.Id)).ToList();
        var days = Math.Clamp(request.Days, 1, 62);
        var people = shown.SelectMany(s => s.Members).ToHashSet();
        var leave = await db.Leave.AsNoTracking().Where(l => l.Network == actor.Network && l.To > since).OrderBy(l => l.From).ToListAsync(cancellationToken);
        var zone = await db.Networks.Where(n => n.Id == actor.Network).Select(n => n.TimeZone).SingleAsync(cancellationToken);
        return new RosterPage(
            [.. shown.Select(s => ViewOf(s, all, names, request.From, days, plans, now))],
            [.. leave.Where(l => people.Contains(l.Person)).Select(l => new LeaveView(l.Id.Value, names.Person(l.Person), l.From, l.To))],
            await SwapsAsync(shown, names, plans, now, cancellationToken), plans, actor.Id.Value, zone, now);
    }

    private static RosterView ViewOf(ServiceDuty service, IReadOnlyList<ServiceDuty> all, Names names, DateOnly from, int days, bool plans, DateTimeOffset now)
    {
        var roster = plans || service.Published is null ? service.Draft : service.Published;
        if (!plans && service.Published is null)
        {
            roster = service.With(RosterPlan.Empty, [], []);
        }

        var zone = service.Calendar.Zone;
        var shifts = roster.Shifts(ZoneTime.ToInstant(zone, from, TimeSpan.Zero), ZoneTime.ToInstant(zone, from.AddDays(days), TimeSpan.Zero));
        var remarks = roster.Plan.IsEmpty
            ? []
            : RosterCheck.Of(roster, service.Calendar, service.PromisesEmergency, service.Lead is not null, all.Select(o => o.Published).OfType<Roster>(), now);
        var row = service.Row;
        return new RosterView(
            service.Service.Id.Value, service.Service.Name, zone.Id, service.HasCalendar ? service.Calendar.Hours.ToString() : null, service.PromisesEmergency,
            names.Person(service.Lead), row?.Version ?? 0, row?.PublishedAt, names.Person(row?.PublishedBy), row is not null && row.Draft != row.Published,
            [.. service.Members.Select(names.Person).OrderBy(p => p.Name, StringComparer.CurrentCulture)],
            [.. shifts.Select(s => ShiftOf(s, roster, names))],
            [.. remarks.Select(r => new RemarkView(
                r.Finding, r.From, r.To, [.. r.Away.Select(names.Person)], [.. r.People.Select(names.Person)], names.Service(r.Other)?.Name, r.Refuses))],
            roster.Plan);
    }

    private static ShiftView ShiftOf(RosterShift shift, Roster roster, Names names)
    {
        var pattern = roster.Plan.Patterns.FirstOrDefault(p => p.Id == shift.Shift);
        var single = roster.Plan.Shifts.FirstOrDefault(s => s.Id == shift.Shift);
        DutyName Of(PractitionerId person) => new(
            person.Value, names.Person(person).Name,
            !roster.Knows(person) || roster.Leave.Any(l => l.Person == person && l.From < shift.To && l.To > shift.From));
        return new ShiftView(
            shift.Shift.Value, shift.Day, shift.From, shift.To, pattern?.From ?? single!.From, pattern?.To ?? single!.To,
            [.. shift.Team.Primary.Select(Of)], [.. shift.Team.Backup.Select(Of)], shift.Recurs);
    }

    private async Task<IReadOnlyList<SwapView>> SwapsAsync(
        List<ServiceDuty> shown, Names names, bool plans, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (network, me, recent, today) = (user.Actor.Network, user.Actor.Id, now - DecidedShown, DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1));
        var rows = await db.Swaps.AsNoTracking()
            .Where(s => s.Network == network && ((s.State == SwapState.Asked && s.Day >= today) || s.DecidedAt > recent)).OrderBy(s => s.State).ThenBy(s => s.Day)
            .Take(200).ToListAsync(cancellationToken);
        return [.. rows.Join(shown, s => s.Service, d => d.Service.Id, (swap, service) =>
        {
            var published = service.Published ?? service.Draft;
            var around = ZoneTime.ToInstant(published.Zone, swap.Day, TimeSpan.FromHours(12));
            var shift = published.Shifts(around.AddDays(-1), around.AddDays(1)).FirstOrDefault(x => x.Shift == swap.Shift && x.Day == swap.Day);
            var open = swap.State is SwapState.Asked;
            return new SwapView(
                swap.Id.Value, service.Service.Name, published.Zone.Id, swap.Shift.Value, swap.Day, shift?.From, shift?.To, names.Person(swap.From),
                names.Person(swap.To), swap.State, swap.DecidedAt ?? swap.AskedAt, open && (swap.To == me || plans), open && (swap.From == me || swap.AskedBy == me));
        })];
    }
}
