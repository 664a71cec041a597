using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Invitations;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;

namespace Teleconsult.Web.Security;

/// <summary>The doors of who has no account yet, or no password: a code opens each once.</summary>
internal sealed class InvitationDoor(TeleconsultDb db, IServiceScopeFactory scopes, ActorDirectory actors)
{
    /// <summary>Sets the password of the person whom the code invites.</summary>
    /// <exception cref="RuleViolation"><c>invitation.gone</c>: no such code, or it was used, replaced or is too old; <c>password.short</c>.</exception>
    /// <returns>The user name to sign in with.</returns>
    public async Task<string> EnterAsync(string? code, string? password, CancellationToken cancellationToken)
    {
        var hash = OneTimeCode.Hash(code);
        var found = await db.Invitations.AsNoTracking().Where(i => i.CodeHash == hash)
            .Join(db.Users.Where(u => u.DeactivatedAt == null), i => i.Person, u => u.Id, (i, u) => new { i.Id, Person = u.Id, u.UserName }).SingleOrDefaultAsync(cancellationToken);
        var actor = found is null ? null : await actors.FindAsync(found.Person, cancellationToken);
        if (actor is null)
        {
            throw new RuleViolation("invitation.gone");
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(actor, null);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new UseInvitation(found!.Id, code!, password ?? ""), cancellationToken);
        return found.UserName!;
    }

    public Task<bool> MayBeginAsync(CancellationToken cancellationToken) => SetupCode.IsOpenAsync(db, cancellationToken);

    /// <exception cref="RuleViolation">The code is another one, or something is missing.</exception>
    public async Task BeginAsync(SetUpNetwork begin, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(begin, cancellationToken);
    }
}
