using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;

namespace Teleconsult.Application.Duty;

/// <summary>
/// Asks for the network's stamp each time and reads the plan anew where it has changed: what a coordinator has just changed counts at once,
/// on every node.
/// </summary>
internal sealed class DutyBook(TeleconsultDb db, DutyReader reader, DutyPlans plans) : IDutyBook
{
    private static readonly TimeSpan Looks = TimeSpan.FromDays(30);

    public async Task<DutyView> AtAsync(ServiceId service, DateTimeOffset instant, CancellationToken cancellationToken) =>
        await PlanAsync(service, instant, cancellationToken) is { } found
            ? ViewOf(found, instant)
            : new DutyView(service, [], [], null, IsOpen: false, null, null, IsRostered: false);

    public async Task<ServiceDuty?> PlanAsync(ServiceId service, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = await db.Services.Where(s => s.Id == service)
            .Select(s => new { s.Network, Stamp = db.DutyStamps.Where(d => d.Network == s.Network).Select(d => (Guid?)d.Stamp).SingleOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (await PlanAsync(found.Network, found.Stamp, since, cancellationToken)).GetValueOrDefault(service);
    }

    public async Task<IReadOnlyDictionary<ServiceId, DutyView>> OfNetworkAsync(NetworkId network, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var stamp = await db.DutyStamps.Where(d => d.Network == network).Select(d => (Guid?)d.Stamp).SingleOrDefaultAsync(cancellationToken);
        return (await PlanAsync(network, stamp, instant, cancellationToken)).ToDictionary(s => s.Key, s => ViewOf(s.Value, instant));
    }

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

    /// <summary>The stamp was read before the plan: a change in between makes the plan newer than its stamp, and the next one reads it again.</summary>
    private async Task<IReadOnlyDictionary<ServiceId, ServiceDuty>> PlanAsync(
        NetworkId network, Guid? stamp, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (stamp is { } known && plans.Find(network, known) is { } kept && kept.Since <= since)
        {
            return kept.Services;
        }

        var from = since - Looks;
        var services = (await reader.LoadAsync(network, null, from, cancellationToken)).ToDictionary(s => s.Service.Id);
        if (stamp is { } held)
        {
            plans.Keep(network, new DutyPlan(held, from, services));
        }

        return services;
    }
}
