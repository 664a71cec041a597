using MediatR;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Web.Security;

/// <summary>A password that somebody else has set opens nothing but the change to an own one.</summary>
internal sealed class FirstPassword(IServiceScopeFactory scopes, ActorDirectory actors)
{
    /// <summary>After the present password was found right. Changes it where that is asked, else refuses where it has to be.</summary>
    /// <exception cref="AccessDenied"><c>auth.password-first</c>: the person has to choose a password of their own.</exception>
    /// <exception cref="Domain.RuleViolation">The chosen one is not good enough.</exception>
    /// <returns>Whether it was changed: the account has to be read anew.</returns>
    public async Task<bool> SettleAsync(TeleconsultUser user, string present, string? wanted, CancellationToken cancellationToken)
    {
        if (!user.MustChangePassword)
        {
            return false;
        }

        if (string.IsNullOrEmpty(wanted))
        {
            throw new AccessDenied("auth.password-first");
        }

        await using var scope = scopes.CreateAsyncScope(); // a scope of its own: the door's has read the account already
        var actor = await actors.FindAsync(user.Id, cancellationToken) ?? throw new AccessDenied("auth.wrong");
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(actor, null);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ChangeOwnPassword(user.Id, present, wanted), cancellationToken);
        return true;
    }
}
