using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Duty;

/// <summary>When the services of the network are open, and the public holidays.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record GetHours : IRequest<HoursPage>;

/// <param name="Zone">The network's, for services without a calendar of their own.</param>
public sealed record HoursPage(IReadOnlyList<ServiceHours> Services, IReadOnlyList<HolidayView> Holidays, string Zone, DateTimeOffset Now);

/// <param name="Hours">As text, <c>mon 08:00-12:00 14:00-18:00, …</c>; null: no calendar, always open.</param>
/// <param name="OpensAt">Null while it is open. UTC.</param>
public sealed record ServiceHours(Guid Id, string Name, string Zone, string? Hours, bool ClosedOnHolidays, bool IsOpen, DateTimeOffset? OpensAt, bool PromisesEmergency);

/// <param name="Service">Null: a public holiday of the whole network.</param>
public sealed record HolidayView(Guid Id, DateOnly Date, string Name, Guid? Service);

internal sealed class GetHoursHandler(TeleconsultDb db, DutyReader reader, ICurrentUser user, TimeProvider clock) : IRequestHandler<GetHours, HoursPage>
{
    public async Task<HoursPage> Handle(GetHours request, CancellationToken cancellationToken)
    {
        var (network, now) = (user.Actor.Network, clock.GetUtcNow());
        var today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var rows = await db.Calendars.AsNoTracking().Where(c => c.Network == network).ToDictionaryAsync(c => c.Service, cancellationToken);
        var holidays = await db.Holidays.AsNoTracking().Where(h => h.Network == network && h.Date >= today).OrderBy(h => h.Date).ToListAsync(cancellationToken);
        var zone = await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleAsync(cancellationToken);
        return new HoursPage(
            [.. (await reader.LoadAsync(network, null, now, cancellationToken)).Select(s => new ServiceHours(
                s.Service.Id.Value, s.Service.Name, s.Calendar.Zone.Id, rows.GetValueOrDefault(s.Service.Id)?.Hours, rows.GetValueOrDefault(s.Service.Id)?.ClosedOnHolidays ?? true,
                s.Calendar.IsOpen(now), s.Calendar.IsOpen(now) ? null : s.Calendar.NextOpening(now), s.PromisesEmergency))],
            [.. holidays.Select(h => new HolidayView(h.Id, h.Date, h.Name, h.Service?.Value))], zone, now);
    }
}
