using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Live;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>One claimed message: sent, given up, or dropped because it is no longer needed. What failed goes on by the next channel.</summary>
public sealed class AlertDelivery(
    TeleconsultDb db, IEnumerable<IAlertSender> senders, Reach reach, AlertText texts, CaseSignals signals, IWriteGate gate, TimeProvider clock)
{
    private const int MostTries = 4;

    public async Task DeliverAsync(Guid id, long token, CancellationToken cancellationToken)
    {
        var alert = await db.Alerts.SingleOrDefaultAsync(a => a.Id == id && a.Token == token && a.NextAt != null, cancellationToken);
        if (alert is null)
        {
            return; // another node has it
        }

        if (await MootAsync(alert, cancellationToken) is { } why)
        {
            End(alert, AlertState.Dropped, why);
        }
        else if (alert.State is AlertState.Sent)
        {
            End(alert, AlertState.Failed, AlertWhy.Unheard); // nobody knows whether it arrived: that counts as failed
        }
        else
        {
            await SendAsync(alert, cancellationToken);
        }

        if (alert.State is AlertState.Failed && alert.Whom is not RungWhom.Pool && !AlertPlan.IsHint(alert.Kind))
        {
            await GoOnAsync(alert, cancellationToken);
        }

        if (await SaveAsync(alert, cancellationToken))
        {
            await signals.HintAsync(alert.Consult.Value, cancellationToken); // who looks at the case sees what became of it
        }
    }

    /// <summary>For how long "sent" may stand without anybody having heard of it: a design choice, short where minutes count.</summary>
    public static TimeSpan UnheardAfter(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(2),
        Urgency.Urgent => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromHours(4),
    };

    private async Task SendAsync(AlertRow alert, CancellationToken cancellationToken)
    {
        var sender = senders.FirstOrDefault(s => s.Channel == alert.Channel && s.IsReady);
        var way = (await reach.OfAsync(db, [alert.Person], cancellationToken))[alert.Person];
        if (sender is null || !way.Can(alert.Channel))
        {
            End(alert, AlertState.Failed, AlertWhy.NoAddress);
            return;
        }

        var outcome = await sender.SendAsync(await texts.OfAsync(db, alert, way, cancellationToken), cancellationToken);
        var now = clock.GetUtcNow();
        alert.Tries++;
        switch (outcome.Kind)
        {
            case SendKind.Sent:
                (alert.State, alert.SentAt, alert.Why) = (AlertState.Sent, now, null);
                alert.NextAt = now + UnheardAfter(alert.Urgency);
                break;
            case SendKind.Later when alert.Tries < MostTries:
                // 5, 10, 20 s where minutes count, else 1, 2, 4 min
                alert.Why = outcome.Why ?? AlertWhy.Unreachable;
                alert.NextAt = now + ((alert.Urgency is Urgency.Emergency ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1)) * (1 << (alert.Tries - 1)));
                break;
            default:
                End(alert, AlertState.Failed, outcome.Why ?? AlertWhy.Unreachable);
                break;
        }
    }

    /// <summary>Somebody took the case, it is another's turn, or a higher rung tells the same person more.</summary>
    private async Task<string?> MootAsync(AlertRow alert, CancellationToken cancellationToken)
    {
        if (alert.Kind is AlertKind.Stopped)
        {
            return await db.Incidents.AnyAsync(i => i.Consult == alert.Consult && i.ClosedAt == null && i.RecoveredAt == null, cancellationToken)
                ? null : AlertWhy.Gone;
        }

        var consult = await db.Consults.AsNoTracking().Where(c => c.Id == alert.Consult)
            .Select(c => new { c.State, c.LadderRound, c.StepRound }).SingleOrDefaultAsync(cancellationToken);
        if (consult is null || consult.State >= ConsultState.Closed)
        {
            return AlertWhy.Gone;
        }

        if (alert.Kind >= AlertKind.Overdue)
        {
            var holds = alert.Kind switch
            {
                AlertKind.Overdue => consult.StepRound > 0,
                AlertKind.Answered => consult.State is ConsultState.Answered,
                AlertKind.Asked => consult.State is ConsultState.NeedsRequester,
                AlertKind.HandedOver => await db.Consults.AnyAsync(c => c.Id == alert.Consult && c.Holder == alert.Person, cancellationToken),
                AlertKind.Raised => consult.State is not (ConsultState.Unallocated or ConsultState.Waiting),
                AlertKind.Calling => await db.Consults.AnyAsync(c => c.Id == alert.Consult && c.Calling != null, cancellationToken),
                _ => await db.Consults.AnyAsync(
                    c => c.Id == alert.Consult && c.Opinions.Any(o => o.Of == alert.Person && o.GivenAt == null && o.DeclinedAt == null), cancellationToken),
            };
            return holds ? null : AlertWhy.Taken;
        }

        if (consult.State is not (ConsultState.Unallocated or ConsultState.Waiting) || consult.LadderRound != alert.Round)
        {
            return AlertWhy.Taken;
        }

        // After a downtime several wait for one person: the highest says it all.
        return alert.State is AlertState.Queued && await db.Alerts.AnyAsync(
            a => a.Consult == alert.Consult && a.Person == alert.Person && a.Round == alert.Round && a.Kind == alert.Kind && a.Rung > alert.Rung
                && (a.State == AlertState.Queued || a.State == AlertState.Sent || a.State == AlertState.Delivered), cancellationToken)
            ? AlertWhy.Newer
            : null;
    }

    /// <summary>The next channel by which the person can be reached and which this rung has not tried.</summary>
    private async Task GoOnAsync(AlertRow failed, CancellationToken cancellationToken)
    {
        var same = await db.Alerts.AsNoTracking()
            .Where(a => a.Consult == failed.Consult && a.Person == failed.Person && a.Kind == failed.Kind && a.Round == failed.Round && a.Rung == failed.Rung)
            .Select(a => a.Channel).ToListAsync(cancellationToken);
        var way = (await reach.OfAsync(db, [failed.Person], cancellationToken))[failed.Person];
        if (way.After(same.Append(failed.Channel)) is not { } channel)
        {
            return;
        }

        var now = clock.GetUtcNow();
        db.Alerts.Add(new AlertRow
        {
            Id = AlertRow.IdOf(failed.Consult, failed.Kind, failed.Round, failed.Rung, failed.Person, channel),
            Network = failed.Network,
            Consult = failed.Consult,
            Service = failed.Service,
            Number = failed.Number,
            Urgency = failed.Urgency,
            Kind = failed.Kind,
            Round = failed.Round,
            Rung = failed.Rung,
            Whom = failed.Whom,
            Person = failed.Person,
            Channel = channel,
            At = now,
            NextAt = now,
            Receipt = RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 6),
        });
    }

    private async Task<bool> SaveAsync(AlertRow alert, CancellationToken cancellationToken)
    {
        alert.Token++; // the fence: saved only by who holds the claim
        using var turn = await gate.EnterAsync(null, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // the lease was over and another node has it: what this one handed over goes out again under the same id
        }
    }

    private void End(AlertRow alert, AlertState state, string why) => (alert.State, alert.NextAt, alert.DoneAt, alert.Why) = (state, null, clock.GetUtcNow(), why);
}
