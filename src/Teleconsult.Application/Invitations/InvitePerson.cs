using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Invitations;

/// <summary>
/// Gives a person who has no password of their own a code with which they choose one. An earlier code, or a password that somebody set, opens nothing from then on.
/// </summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record InvitePerson(Guid Person) : IRequest<Invited>, ICommand
{
    public Guid? Subject => Person;
}

/// <param name="Code">Said once; the host keeps a hash of it.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record Invited(string Code, DateTimeOffset ExpiresAt);

internal sealed class InvitePersonHandler(TeleconsultDb db, PersonRules rules, Recorder recorder, ICurrentUser user, TimeProvider clock) : IRequestHandler<InvitePerson, Invited>
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    public async Task<Invited> Handle(InvitePerson command, CancellationToken cancellationToken)
    {
        var person = await rules.LoadAsync(command.Person, cancellationToken);
        rules.CheckMayTouch(person);
        if (person.DeactivatedAt is not null)
        {
            throw new RuleViolation("person.inactive");
        }

        if (!person.MustChangePassword)
        {
            throw new RuleViolation("invitation.has-password");
        }

        var now = clock.GetUtcNow();
        var code = OneTimeCode.New();
        db.Invitations.RemoveRange(await db.Invitations.Where(i => i.Person == person.Id && i.UsedAt == null).ToListAsync(cancellationToken));
        db.Invitations.Add(new InvitationRow
        {
            Id = Guid.CreateVersion7(now),
            Network = person.Network,
            Person = person.Id,
            CodeHash = OneTimeCode.Hash(code),
            MadeAt = now,
            MadeBy = user.Actor.Id,
            ExpiresAt = now + Lasts,
        });
        PersonRules.TakePassword(person);
        recorder.Explain($"until {now + Lasts:yyyy-MM-dd}");
        return new Invited(code, now + Lasts);
    }
}
