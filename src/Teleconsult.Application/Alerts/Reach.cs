using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>By which channels people can be reached now: those that this host sends by, and for which the person has an address.</summary>
public sealed class Reach(IContactBook contacts, IEnumerable<IAlertSender> senders)
{
    private readonly HashSet<AlertChannel> _ready = [.. senders.Where(s => s.IsReady).Select(s => s.Channel)];

    public async Task<IReadOnlyDictionary<PractitionerId, Way>> OfAsync(TeleconsultDb db, IEnumerable<PractitionerId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var all = people.Distinct().ToList();
        var ids = all.ConvertAll(p => p.Value);
        var known = await contacts.OfAsync(all, cancellationToken);
        var pushed = _ready.Contains(AlertChannel.Push)
            ? await db.PushSubscriptions.Where(s => ids.Contains(s.User)).Select(s => s.User).Distinct().ToListAsync(cancellationToken)
            : [];
        return all.ToDictionary(p => p, p => CanaryNetwork.Has(p)
            ? new Way([AlertChannel.Loopback], null, known.GetValueOrDefault(p))
            : Make(known.GetValueOrDefault(p), pushed.Contains(p.Value)));
    }

    private Way Make(PersonContacts? person, bool pushed)
    {
        if (person is null)
        {
            return new Way([], null, null); // deactivated
        }

        var own = person.Points.Select(p => p.Channel switch
        {
            ContactChannel.Sms => AlertChannel.Sms,
            ContactChannel.Email => AlertChannel.Mail,
            _ => AlertChannel.Live,
        });
        return new Way([.. own.Prepend(pushed ? AlertChannel.Push : AlertChannel.Live).Where(_ready.Contains).Distinct()], person.Quiet, person);
    }
}

/// <summary>How one person can be reached.</summary>
/// <param name="Channels">In the order in which they are tried; never the open screen.</param>
/// <param name="Quiet">When the person wants to be left alone; null: never.</param>
/// <param name="Contacts">Null: deactivated.</param>
public sealed record Way(IReadOnlyList<AlertChannel> Channels, QuietHours? Quiet, PersonContacts? Contacts)
{
    public bool Can(AlertChannel channel) => Channels.Contains(channel);

    /// <summary>The first one; the open screen where there is none.</summary>
    public AlertChannel Any() => Channels.Count > 0 ? Channels[0] : AlertChannel.Live;

    /// <summary>The one that is tried after <paramref name="failed"/>; null: none is left.</summary>
    public AlertChannel? After(IEnumerable<AlertChannel> failed)
    {
        var left = Channels.Except(failed).ToList();
        return left.Count > 0 ? left[0] : null;
    }

    /// <summary>When a message may go: at once, or when the quiet time is over.</summary>
    public DateTimeOffset FreeFrom(DateTimeOffset now, Urgency urgency, bool onDuty) =>
        Quiet is { } quiet && quiet.HoldBack(now, urgency, onDuty) ? quiet.EndAfter(now) : now;
}
