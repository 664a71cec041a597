using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>
/// A reply to an SMS, as the gateway passed it on: its code says that the message was seen, and by whom. Whatever else it says is read by
/// nobody and kept nowhere. Seen is not claimed: the ladder climbs on.
/// </summary>
/// <param name="Once">Recognises the gateway's request: the same one, sent again, is refused.</param>
[SystemOnly]
public sealed record AcknowledgeAlert(string From, string Text, Guid Once) : IRequest<bool>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class AcknowledgeAlertHandler(TeleconsultDb db, IContactBook contacts, TimeProvider clock) : IRequestHandler<AcknowledgeAlert, bool>
{
    private static readonly TimeSpan Good = TimeSpan.FromDays(2);

    public async Task<bool> Handle(AcknowledgeAlert command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await db.Idempotency.AnyAsync(i => i.User == Guid.Empty && i.Key == command.Once, cancellationToken))
        {
            throw new RuleViolation("sms.repeated");
        }

        db.Idempotency.Add(new IdempotencyRow { User = Guid.Empty, Key = command.Once, At = now });
        var codes = (command.Text ?? "").ToUpperInvariant().Split([' ', '\t', '\r', '\n', '.', ',', '!', '"', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length == 6).Take(3).ToList();
        var since = now - Good;
        var alert = (await db.Alerts.Where(a => codes.Contains(a.Receipt) && a.Channel == AlertChannel.Sms && a.At >= since && a.AcknowledgedAt == null)
            .OrderByDescending(a => a.At).Take(5).ToListAsync(cancellationToken)).FirstOrDefault();
        if (alert is null || !await IsFromAsync(alert.Person, command.From, cancellationToken))
        {
            return false;
        }

        (alert.State, alert.AcknowledgedAt, alert.DoneAt, alert.NextAt, alert.Why) = (AlertState.Delivered, now, now, null, null);
        alert.Token++;
        var consult = await db.Consults.Whole().SingleOrDefaultAsync(c => c.Id == alert.Consult, cancellationToken);
        consult?.SeeAlert(alert.Person, alert.Rung, now);
        return true;
    }

    /// <summary>Numbers are written with and without country and trunk: the last eight digits have to be the person's.</summary>
    private async Task<bool> IsFromAsync(PractitionerId person, string from, CancellationToken cancellationToken)
    {
        var given = Tail(from);
        var points = (await contacts.OfAsync([person], cancellationToken))[person].By(ContactChannel.Sms);
        return given.Length >= 4 && points.Any(p => Tail(p.Address) == given);
    }

    private static string Tail(string number)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        return digits.Length > 8 ? digits[^8..] : digits;
    }
}

/// <summary>A device shows a message: it arrived. Whoever says so knows what only the message held.</summary>
[SystemOnly]
/// <returns>The case it is about; null where it says nothing new.</returns>
public sealed record ConfirmDelivery(Guid Alert, string Receipt) : IRequest<Guid?>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class ConfirmDeliveryHandler(TeleconsultDb db, TimeProvider clock) : IRequestHandler<ConfirmDelivery, Guid?>
{
    public async Task<Guid?> Handle(ConfirmDelivery command, CancellationToken cancellationToken)
    {
        var alert = await db.Alerts.SingleOrDefaultAsync(a => a.Id == command.Alert && a.Receipt == command.Receipt && a.Channel == AlertChannel.Push, cancellationToken);
        if (alert is null || alert.State is AlertState.Delivered or AlertState.Dropped)
        {
            return null;
        }

        (alert.State, alert.DoneAt, alert.NextAt, alert.Why) = (AlertState.Delivered, clock.GetUtcNow(), null, null);
        alert.Token++;
        return alert.Consult.Value;
    }
}
