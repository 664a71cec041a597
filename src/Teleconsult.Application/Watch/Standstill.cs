using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Watch;

/// <summary>
/// Tells the coordinators of every network that part of the service stands still: one incident each, one message each. While it stands, and until
/// they close it, what comes after joins it in silence; once it has worked again, a new standstill is told anew.
/// </summary>
internal sealed class Standstill(Reach reach, TimeProvider clock)
{
    /// <summary>Adds incidents and messages, to be saved with whatever found it out.</summary>
    public async Task TellAsync(TeleconsultDb db, IncidentKind kind, string detail, DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var network in await db.Networks.AsNoTracking().Where(n => n.Id != CanaryNetwork.Id).ToListAsync(cancellationToken))
        {
            var id = IncidentIdOf(network.Id, kind);
            var incident = await db.Incidents.SingleOrDefaultAsync(i => i.Consult == id && i.Kind == kind, cancellationToken);
            if (incident is { ClosedAt: null, RecoveredAt: null })
            {
                incident.Detail = detail;
                continue;
            }

            if (incident is null)
            {
                db.Incidents.Add(incident = new IncidentRow { Consult = id, Kind = kind, Network = network.Id });
            }

            (incident.Urgency, incident.Detail, incident.OpenedAt, incident.RecoveredAt) = (Urgency.Emergency, detail, since, null);
            (incident.ClosedAt, incident.ClosedBy, incident.Reason) = (null, null, null);
            var message = await MessageAsync(db, network, id, cancellationToken);
            if (!await db.Alerts.AnyAsync(a => a.Id == message.Id, cancellationToken))
            {
                db.Alerts.Add(message); // in one minute it is told once
            }
        }
    }

    /// <summary>Writes down, to be saved by the caller, that it works again; closing stays the coordinators'.</summary>
    public async Task RecoverAsync(TeleconsultDb db, IncidentKind kind, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var open in await db.Incidents.Where(i => i.Kind == kind && i.ClosedAt == null && i.RecoveredAt == null).ToListAsync(cancellationToken))
        {
            open.RecoveredAt = now;
        }
    }

    private async Task<AlertRow> MessageAsync(TeleconsultDb db, NetworkRow network, ConsultId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
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

        return alert;
    }

    /// <summary>One a network and kind: it belongs to no case, and its id is nobody's.</summary>
    internal static ConsultId IncidentIdOf(NetworkId network, IncidentKind kind)
    {
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"{(kind is IncidentKind.CanaryStopped ? "canary" : "stopped")}|{network.Value:n}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ConsultId(new Guid(bytes, bigEndian: true));
    }
}
