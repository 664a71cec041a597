using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>How one is reached oneself, and when not.</summary>
[Allowed]
public sealed record GetMyContacts : IRequest<MyContacts>;

/// <param name="Points">In the order in which they are tried.</param>
/// <param name="QuietFrom">Null: reachable at any time.</param>
public sealed record MyContacts(IReadOnlyList<ContactEntry> Points, TimeOnly? QuietFrom, TimeOnly? QuietTo, string Zone);

public sealed record ContactEntry(ContactChannel Channel, string Address);

/// <summary>Sets one's own addresses, in the order in which they are tried, and quiet hours.</summary>
/// <param name="Zone">IANA name of the zone in which one lives.</param>
[Allowed]
public sealed record SaveMyContacts(IReadOnlyList<ContactEntry> Points, TimeOnly? QuietFrom, TimeOnly? QuietTo, string Zone) : IRequest<Unit>, ICommand
{
    /// <summary>One's own: the entry of the audit names who it was.</summary>
    public Guid? Subject => Guid.Empty;
}

internal sealed class MyContactsHandler(TeleconsultDb db, IContactBook book, Recorder recorder, ICurrentUser user)
    : IRequestHandler<GetMyContacts, MyContacts>, IRequestHandler<SaveMyContacts, Unit>
{
    private const int Most = 6;

    public async Task<MyContacts> Handle(GetMyContacts request, CancellationToken cancellationToken)
    {
        var (me, network) = (user.Actor.Id, user.Actor.Network);
        var own = (await book.OfAsync([me], cancellationToken))[me];
        var zone = own.Quiet?.Zone.Id ?? await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleAsync(cancellationToken);
        return new MyContacts(
            [.. own.Points.Select(p => new ContactEntry(p.Channel, p.Address))], own.Quiet?.From, own.Quiet?.To, zone);
    }

    public async Task<Unit> Handle(SaveMyContacts command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        if (command.Points.Count > Most)
        {
            throw new RuleViolation("contact.too-many", ("most", Most));
        }

        var points = command.Points.Select(p => (p.Channel, Address: ContactAddress.Of(p.Channel, p.Address))).Distinct().ToList();
        db.ContactPoints.RemoveRange(await db.ContactPoints.Where(c => c.Person == me).ToListAsync(cancellationToken));
        db.ContactPoints.AddRange(points.Select((p, i) => new ContactPointRow
        {
            Id = new ContactId(Guid.CreateVersion7()),
            Person = me,
            Channel = p.Channel,
            Address = p.Address,
            Order = i + 1,
        }));
        await SetQuietAsync(me, command, cancellationToken);
        recorder.Explain($"addresses {points.Count}, quiet {command.QuietFrom:HH:mm}-{command.QuietTo:HH:mm}");
        return Unit.Value;
    }

    private async Task SetQuietAsync(PractitionerId me, SaveMyContacts command, CancellationToken cancellationToken)
    {
        var row = await db.QuietHours.SingleOrDefaultAsync(q => q.Person == me, cancellationToken);
        if (command is not { QuietFrom: { } from, QuietTo: { } to })
        {
            if (row is not null)
            {
                db.QuietHours.Remove(row);
            }

            return;
        }

        if (row is null)
        {
            db.QuietHours.Add(row = new QuietHoursRow { Person = me });
        }

        (row.From, row.To, row.Zone) = (from, to, ZoneTime.Find(command.Zone).Id);
    }
}
