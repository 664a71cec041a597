using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>
/// A coordinator looks at one person's figures, with a reason. That stands in the audit and on the person's own page, committed before anything
/// is shown: a look that left no trace would not be one.
/// </summary>
/// <param name="Reason">10 to 500 characters; the person reads them.</param>
[Allowed(Role.Coordinator)]
public sealed record LookAtPerson(Guid Person, LookReason Why, string Reason, int Days = 90) : IRequest<PersonFigures>, ICommand
{
    public Guid? Subject => Person;
}

internal sealed class LookAtPersonHandler(TeleconsultDb db, PersonReader reader, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<LookAtPerson, PersonFigures>
{
    private const int Least = 10;

    public async Task<PersonFigures> Handle(LookAtPerson command, CancellationToken cancellationToken)
    {
        var (now, me) = (clock.GetUtcNow(), user.Actor);
        if (command.Person == me.Id.Value || !await db.Users.AnyAsync(u => u.Id == command.Person && u.Network == me.Network, cancellationToken))
        {
            throw new NotFound("person.not-found"); // one's own page needs no reason
        }

        var reason = Texts.Required(command.Reason, "figures.reason", 500);
        if (!Enum.IsDefined(command.Why) || reason.Length < Least)
        {
            throw new RuleViolation("figures.reason");
        }

        var person = new PractitionerId(command.Person);
        db.PersonLooks.Add(new PersonLookRow
        {
            Id = Guid.CreateVersion7(),
            Network = me.Network,
            Person = person,
            By = me.Id,
            At = now,
            Why = command.Why,
            Reason = reason,
        });
        recorder.Explain(command.Why.ToString());
        return await reader.ReadAsync(me.Network, person, now - TimeSpan.FromDays(Math.Clamp(command.Days, 1, 366)), now, cancellationToken);
    }
}
