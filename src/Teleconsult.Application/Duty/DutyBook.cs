using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;

namespace Teleconsult.Application.Duty;

/// <summary>Reads the published rosters anew each time: what a coordinator has just changed counts at once, on every node.</summary>
internal sealed class DutyBook(TeleconsultDb db, DutyReader reader) : IDutyBook
{
    public async Task<DutyView> AtAsync(ServiceId service, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var network = await db.Services.Where(s => s.Id == service).Select(s => (NetworkId?)s.Network).SingleOrDefaultAsync(cancellationToken);
        var found = network is { } id ? await reader.LoadAsync(id, service, instant, cancellationToken) : [];
        return found.Count == 1 ? ViewOf(found[0], instant) : new DutyView(service, [], [], null, IsOpen: false, null, null, IsRostered: false);
    }

    public async Task<IReadOnlyDictionary<ServiceId, DutyView>> OfNetworkAsync(NetworkId network, DateTimeOffset instant, CancellationToken cancellationToken) =>
        (await reader.LoadAsync(network, null, instant, cancellationToken)).ToDictionary(s => s.Service.Id, s => ViewOf(s, instant));

    public static DutyView ViewOf(ServiceDuty service, DateTimeOffset instant)
    {
        var open = service.Calendar.IsOpen(instant);
        var opens = open ? (DateTimeOffset?)null : service.Calendar.NextOpening(instant);
        var turns = opens ?? service.Calendar.NextClosing(instant);
        if (service.Published is not { } roster)
        {
            return new DutyView(service.Service.Id, service.Members, [], service.Lead, open, opens, turns, IsRostered: false);
        }

        var duty = roster.DutyAt(instant);
        var until = new[] { turns, duty.Until }.Where(t => t is not null).Min();
        return new DutyView(service.Service.Id, duty.Primary, duty.Backup, service.Lead, open, opens, until, IsRostered: true);
    }
}
