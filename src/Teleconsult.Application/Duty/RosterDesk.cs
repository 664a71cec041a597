using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>What every change of a roster needs: the service as it stands, and its row, tracked.</summary>
internal sealed class RosterDesk(TeleconsultDb db, DutyReader reader, ICurrentUser user, TimeProvider clock)
{
    /// <summary>A service of the sender's network with its duty. Leave and swaps of the last week are in it.</summary>
    /// <exception cref="NotFound"/>
    public async Task<ServiceDuty> ServiceAsync(Guid service, CancellationToken cancellationToken)
    {
        var found = await reader.LoadAsync(user.Actor.Network, new ServiceId(service), clock.GetUtcNow().AddDays(-7), cancellationToken);
        return found.Count == 1 ? found[0] : throw new NotFound();
    }

    /// <summary>The rosters that count, of all services of the network.</summary>
    public async Task<IReadOnlyList<ServiceDuty>> AllAsync(CancellationToken cancellationToken) =>
        await reader.LoadAsync(user.Actor.Network, null, clock.GetUtcNow().AddDays(-7), cancellationToken);

    public async Task<RosterRow> RowAsync(ServiceDuty service, CancellationToken cancellationToken)
    {
        var row = await db.Rosters.SingleOrDefaultAsync(r => r.Service == service.Service.Id, cancellationToken);
        if (row is null)
        {
            row = new RosterRow { Service = service.Service.Id, Network = service.Service.Network, Draft = DutyReader.TextOf(RosterPlan.Empty) };
            db.Rosters.Add(row);
        }

        row.Version++;
        return row;
    }

    /// <summary>Keeps another plan as the one being written, after checking that it can be.</summary>
    public async Task WriteAsync(ServiceDuty service, Func<RosterPlan, RosterPlan> change, CancellationToken cancellationToken)
    {
        var row = await RowAsync(service, cancellationToken);
        var before = DutyReader.PlanOf(row.Draft);
        var plan = change(before);
        RosterRules.Check(plan, service.Members.Concat(before.People).ToHashSet()); // who has left meanwhile does not block every other change
        row.Draft = DutyReader.TextOf(plan);
    }
}
