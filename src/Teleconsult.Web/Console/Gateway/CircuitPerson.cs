using Microsoft.AspNetCore.Components.Authorization;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>
/// Who sits at this circuit, asked anew for each operation: a role that was taken away or a device that was revoked counts
/// within seconds, however long the screen has been open.
/// </summary>
public sealed class CircuitPerson(AuthenticationStateProvider authentication, ActorDirectory actors)
{
    /// <exception cref="AccessDenied">Nobody is signed in, the account is gone, or the device was revoked.</exception>
    public async Task<(Actor Actor, DeviceId? Device)> FindAsync(CancellationToken cancellationToken)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        if (person.UserId() is not { } id || await actors.FindAsync(id, cancellationToken) is not { } actor)
        {
            throw new AccessDenied("auth.signed-out");
        }

        var device = person.Device();
        if (device is { } browser && !await actors.IsGoodAsync(browser, id, cancellationToken))
        {
            throw new AccessDenied("auth.device-revoked");
        }

        return (actor, device);
    }
}
