using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Sets when a service is open. Refused where the published roster of a service that promises Emergency would then have a gap.</summary>
/// <param name="Zone">IANA name of the zone in which its people tell the time.</param>
/// <param name="Hours">As <see cref="WeeklyHours.Parse"/> reads it; null: always open, by the network's zone.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record SaveCalendar(Guid Service, string Zone, string? Hours, bool ClosedOnHolidays) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class SaveCalendarHandler(TeleconsultDb db, RosterDesk desk, Recorder recorder, TimeProvider clock) : IRequestHandler<SaveCalendar, Unit>
{
    public async Task<Unit> Handle(SaveCalendar command, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        var row = await db.Calendars.SingleOrDefaultAsync(c => c.Service == service.Service.Id, cancellationToken);
        if (command.Hours is null)
        {
            if (row is not null)
            {
                db.Calendars.Remove(row);
            }

            var zone = await db.Networks.Where(n => n.Id == service.Service.Network).Select(n => n.TimeZone).SingleAsync(cancellationToken);
            CheckCover(service, ServiceCalendar.Always(ZoneTime.Find(zone)));
            recorder.Explain("always open");
            return Unit.Value;
        }

        var hours = WeeklyHours.Parse(command.Hours);
        CheckCover(service, new ServiceCalendar(ZoneTime.Find(command.Zone), hours, command.ClosedOnHolidays ? service.Calendar.Holidays : new Dictionary<DateOnly, string>()));
        if (row is null)
        {
            db.Calendars.Add(row = new CalendarRow { Service = service.Service.Id, Network = service.Service.Network });
        }

        (row.Zone, row.Hours, row.ClosedOnHolidays) = (ZoneTime.Find(command.Zone).Id, hours.ToString(), command.ClosedOnHolidays);
        recorder.Explain($"{row.Zone}: {row.Hours}"[..Math.Min(400, row.Zone.Length + row.Hours.Length + 2)]);
        return Unit.Value;
    }

    private void CheckCover(ServiceDuty service, ServiceCalendar calendar)
    {
        if (!service.PromisesEmergency || service.Published is not { } roster)
        {
            return;
        }

        var plan = new Domain.Duty.Roster(
            roster.Service, calendar.Zone, roster.Plan, roster.Leave, [], service.Members.ToHashSet());
        var now = clock.GetUtcNow();
        int Gaps(Domain.Duty.Roster of, ServiceCalendar when) => RosterCheck.Of(of, when, true, service.Lead is not null, [], now).Count(r => r.Refuses);
        if (Gaps(plan, calendar) is > 0 and var gaps && gaps > Gaps(roster, service.Calendar))
        {
            throw new RuleViolation("service.roster-gap", ("n", gaps)); // what was covered would no longer be
        }
    }
}
