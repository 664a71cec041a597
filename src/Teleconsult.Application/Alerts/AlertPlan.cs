using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>Writes down who has to be told what by which channel. The rows go into the transaction of what they tell; sending comes after.</summary>
public sealed partial class AlertPlan(Reach reach, TimeProvider clock)
{
    /// <summary>Everybody whom the rungs from first to last name gets one message: that of the highest rung that names them.</summary>
    internal async Task TellRungsAsync(
        TeleconsultDb db, Consult consult, Ladder ladder, (int First, int Last) climbed, LadderPeople people, CancellationToken cancellationToken)
    {
        var told = new Dictionary<PractitionerId, (RungWhom Whom, int Rung)>();
        var empty = 0;
        foreach (var (whom, rung) in ladder.Between(climbed.First, climbed.Last).OrderBy(w => w.Rung))
        {
            if (ladder[rung].Channels.All(c => c is AlertChannel.Live) && whom is not RungWhom.Requester)
            {
                continue; // the log's own notice reaches the open screens; nobody is asked for
            }

            var named = await people.OfAsync(whom, ladder, cancellationToken);
            foreach (var person in named)
            {
                told[person] = (whom, rung);
            }

            empty = named.Count == 0 && !SomebodyElse(ladder[rung], whom) && !await people.IsClosedAsync(cancellationToken) ? rung : empty;
        }

        var onDuty = (await people.DutyAsync(cancellationToken))?.OnDuty.ToHashSet() ?? [];
        await AddAsync(
            db, consult, AlertKind.Rung,
            [.. told.Select(t => new Told(t.Key, t.Value.Whom, t.Value.Rung, ladder[t.Value.Rung].Channels, onDuty.Contains(t.Key)))], cancellationToken);
        if (empty > 0)
        {
            await OpenAsync(db, consult, IncidentKind.EmptyRung, empty, cancellationToken);
            await AddAsync(
                db, consult, AlertKind.EmptyRung,
                [new Told(consult.Coordinator, RungWhom.Coordinator, empty, ladder[empty].Channels, true)], cancellationToken);
        }

        if (consult.IsUnanswered)
        {
            await OpenAsync(db, consult, IncidentKind.Unanswered, consult.Rung, cancellationToken);
        }
    }

    /// <summary>A promise passed although somebody has the case. The first time and where hours count, the coordinator is told.</summary>
    internal async Task TellOverdueAsync(TeleconsultDb db, Consult consult, StepOverdue overdue, CancellationToken cancellationToken)
    {
        if (overdue.Round == 1 && consult.Urgency >= Urgency.Urgent)
        {
            IReadOnlyList<AlertChannel> channels = consult.Urgency is Urgency.Emergency
                ? [AlertChannel.Push, AlertChannel.Sms] : [AlertChannel.Push, AlertChannel.Mail];
            await AddAsync(
                db, consult, AlertKind.Overdue, [new Told(consult.Coordinator, RungWhom.Coordinator, (int)overdue.Step, channels, true, (int)consult.Version)], cancellationToken);
        }
    }

    /// <param name="Round">What tells this message from another of its kind and person; null: the ladder's round does.</param>
    private sealed record Told(PractitionerId Person, RungWhom Whom, int Rung, IReadOnlyList<AlertChannel> Channels, bool OnDuty, int? Round = null);

    /// <summary>A pool and those on call of one rung are one audience.</summary>
    private static bool SomebodyElse(Rung rung, RungWhom whom) => rung.Whom.Any(w => w != whom && w is not RungWhom.Requester);

    private async Task AddAsync(TeleconsultDb db, Consult consult, AlertKind kind, IReadOnlyList<Told> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var ways = await reach.OfAsync(db, told.Select(t => t.Person), cancellationToken);
        var known = await KnownAsync(db, consult, cancellationToken);
        foreach (var one in told)
        {
            var way = ways[one.Person];
            var wanted = one.Channels.Where(c => c is not AlertChannel.Live).ToList();
            // Who is off duty is told by what the rung says and by nothing else; anybody else is reached by whatever there is.
            var instead = one.Whom is RungWhom.Pool || IsHint(kind) ? AlertChannel.Live : way.Any();
            var channels = wanted.Where(way.Can).DefaultIfEmpty(instead).Where(c => c is not AlertChannel.Live).ToList();
            var rows = channels.ConvertAll(c => Row(consult, kind, one, c, way.FreeFrom(now, consult.Urgency, one.OnDuty), now));
            if (rows.Count == 0 && one.Whom is not (RungWhom.Pool or RungWhom.Requester) && wanted.Count > 0 && kind is not AlertKind.Opinion)
            {
                var lost = Row(consult, kind, one, wanted[0], now, now);
                (lost.State, lost.NextAt, lost.DoneAt, lost.Why) = (AlertState.Failed, null, now, AlertWhy.NoAddress);
                rows.Add(lost);
            }

            db.Alerts.AddRange(rows.Where(r => known.Add(r.Id)));
        }
    }

    /// <summary>What was decided before stays as it is: the same message is not sent for a second decision.</summary>
    private static async Task<HashSet<Guid>> KnownAsync(TeleconsultDb db, Consult consult, CancellationToken cancellationToken)
    {
        var known = db.ChangeTracker.Entries<AlertRow>().Select(e => e.Entity.Id).ToHashSet();
        if (db.Entry(consult).State is not EntityState.Added)
        {
            known.UnionWith(await db.Alerts.Where(a => a.Consult == consult.Id).Select(a => a.Id).ToListAsync(cancellationToken));
        }

        return known;
    }

    private static AlertRow Row(Consult consult, AlertKind kind, Told told, AlertChannel channel, DateTimeOffset from, DateTimeOffset now) => new()
    {
        Id = AlertRow.IdOf(consult.Id, kind, told.Round ?? consult.LadderRound, told.Rung, told.Person, channel),
        Network = consult.Network,
        Consult = consult.Id,
        Service = consult.Service,
        Number = consult.Number,
        Urgency = consult.Urgency,
        Kind = kind,
        Round = told.Round ?? consult.LadderRound,
        Rung = told.Rung,
        Whom = told.Whom,
        Person = told.Person,
        Channel = channel,
        At = now,
        NextAt = from,
        Receipt = RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 6),
    };

    private async Task OpenAsync(TeleconsultDb db, Consult consult, IncidentKind kind, int rung, CancellationToken cancellationToken)
    {
        var incident = await db.Incidents.SingleOrDefaultAsync(i => i.Consult == consult.Id && i.Kind == kind, cancellationToken);
        if (incident is null)
        {
            incident = new IncidentRow { Consult = consult.Id, Kind = kind, Network = consult.Network, Number = consult.Number };
            db.Incidents.Add(incident);
        }
        else if (incident.ClosedAt is null)
        {
            return;
        }

        (incident.Service, incident.Urgency, incident.Rung) = (consult.Service, consult.Urgency, rung);
        (incident.OpenedAt, incident.ClosedAt, incident.ClosedBy, incident.Reason) = (clock.GetUtcNow(), null, null, null);
    }
}

/// <summary>Codes of why a message failed or was dropped; the faces say them as <c>alert.why.*</c>.</summary>
public static class AlertWhy
{
    public const string NoAddress = "no-address";
    public const string Refused = "refused";
    public const string Unreachable = "unreachable";
    public const string Unheard = "unheard";
    public const string Gone = "gone";
    public const string Taken = "taken";
    public const string Newer = "newer";
}
