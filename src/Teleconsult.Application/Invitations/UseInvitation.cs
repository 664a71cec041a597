using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;

namespace Teleconsult.Application.Invitations;

/// <summary>An invited person chooses a password. Sent by the door at which the code was found, as that person.</summary>
[Allowed]
public sealed record UseInvitation(Guid Invitation, string Code, string Wanted) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Invitation;
}

internal sealed class UseInvitationHandler(TeleconsultDb db, PersonRules rules, ICurrentUser user, TimeProvider clock) : IRequestHandler<UseInvitation, Unit>
{
    public async Task<Unit> Handle(UseInvitation command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id.Value;
        var now = clock.GetUtcNow();
        var row = await db.Invitations.SingleOrDefaultAsync(i => i.Id == command.Invitation && i.Person == me, cancellationToken);
        if (row is null || row.UsedAt is not null || row.ExpiresAt <= now || !CryptographicOperations.FixedTimeEquals(row.CodeHash, OneTimeCode.Hash(command.Code)))
        {
            throw new RuleViolation("invitation.gone");
        }

        if ((command.Wanted ?? "").Length < PersonRules.ShortestPassword)
        {
            throw new RuleViolation("password.short");
        }

        rules.SetPassword(await rules.LoadAsync(me, cancellationToken), command.Wanted!);
        row.UsedAt = now;
        return Unit.Value;
    }
}
