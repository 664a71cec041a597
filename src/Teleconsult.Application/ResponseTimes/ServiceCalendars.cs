using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>The calendars of services as they stand, read once for each network. A service without one is always open.</summary>
internal sealed class ServiceCalendars(TeleconsultDb db)
{
    private readonly Dictionary<NetworkId, (Dictionary<ServiceId, ServiceCalendar> Own, ServiceCalendar Else)> _known = [];

    public async Task<ServiceCalendar> OfAsync(NetworkId network, ServiceId? service, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(network, out var known))
        {
            known = await LoadAsync(network, cancellationToken);
            _known[network] = known;
        }

        return service is { } id && known.Own.TryGetValue(id, out var own) ? own : known.Else;
    }

    private async Task<(Dictionary<ServiceId, ServiceCalendar>, ServiceCalendar)> LoadAsync(NetworkId network, CancellationToken cancellationToken)
    {
        var zone = await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleOrDefaultAsync(cancellationToken) ?? "UTC";
        var rows = await db.Calendars.AsNoTracking().Where(c => c.Network == network).ToListAsync(cancellationToken);
        var holidays = rows.Count == 0 ? [] : await db.Holidays.AsNoTracking().Where(h => h.Network == network).ToListAsync(cancellationToken);
        return (rows.ToDictionary(r => r.Service, r => new ServiceCalendar(
            ZoneTime.Find(r.Zone), WeeklyHours.Parse(r.Hours),
            holidays.Where(h => h.Service == r.Service || (h.Service is null && r.ClosedOnHolidays)).GroupBy(h => h.Date)
                .ToDictionary(g => g.Key, g => g.First().Name))), ServiceCalendar.Always(ZoneTime.Find(zone)));
    }
}
