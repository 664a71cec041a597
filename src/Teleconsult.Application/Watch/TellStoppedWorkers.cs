using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Watch;

/// <summary>Coordinators of every network are told that workers stand still, once: until they close the incident, further ones join it in silence.</summary>
[SystemOnly]
public sealed record TellStoppedWorkers(IReadOnlyList<StoppedWorker> Workers) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class TellStoppedWorkersHandler(TeleconsultDb db, Reach reach, TimeProvider clock) : IRequestHandler<TellStoppedWorkers, Unit>
{
    public async Task<Unit> Handle(TellStoppedWorkers command, CancellationToken cancellationToken)
    {
        var detail = string.Join(", ", command.Workers.Select(w => w.ToString()).Order(StringComparer.Ordinal));
        detail = detail.Length <= IncidentRow.LongestDetail ? detail : detail[..IncidentRow.LongestDetail];
        foreach (var network in await db.Networks.AsNoTracking().ToListAsync(cancellationToken))
        {
            await TellAsync(network, detail, cancellationToken);
        }

        return Unit.Value;
    }

    private async Task TellAsync(NetworkRow network, string detail, CancellationToken cancellationToken)
    {
        var id = IncidentIdOf(network.Id);
        var incident = await db.Incidents.SingleOrDefaultAsync(i => i.Consult == id && i.Kind == IncidentKind.WorkerStopped, cancellationToken);
        if (incident is { ClosedAt: null })
        {
            incident.Detail = detail;
            return;
        }

        var now = clock.GetUtcNow();
        if (incident is null)
        {
            db.Incidents.Add(incident = new IncidentRow { Consult = id, Kind = IncidentKind.WorkerStopped, Network = network.Id });
        }

        (incident.Urgency, incident.Detail) = (Urgency.Emergency, detail);
        (incident.OpenedAt, incident.ClosedAt, incident.ClosedBy, incident.Reason) = (now, null, null, null);
        var way = (await reach.OfAsync(db, [network.Coordinator], cancellationToken))[network.Coordinator];
        var (channel, round) = (way.Any(), (int)(now.ToUnixTimeSeconds() / 60));
        var alert = new AlertRow
        {
            Id = AlertRow.IdOf(id, AlertKind.Stopped, round, 0, network.Coordinator, channel),
            Network = network.Id,
            Consult = id,
            Urgency = Urgency.Emergency,
            Kind = AlertKind.Stopped,
            Round = round,
            Whom = RungWhom.Coordinator,
            Person = network.Coordinator,
            Channel = channel,
            At = now,
            NextAt = now,
            Receipt = RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 6),
        };
        if (channel is AlertChannel.Live)
        {
            (alert.State, alert.NextAt, alert.DoneAt, alert.Why) = (AlertState.Failed, null, now, AlertWhy.NoAddress);
        }

        db.Alerts.Add(alert);
    }

    /// <summary>One a network: it belongs to no case, and its id is nobody's.</summary>
    internal static ConsultId IncidentIdOf(NetworkId network)
    {
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"stopped|{network.Value:n}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ConsultId(new Guid(bytes, bigEndian: true));
    }
}
