using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Web.Security;

/// <summary>
/// Turns the caller of a request into the person of its scope, after checking that the account and the device still stand.
/// A revoked device is a stranger from then on, whatever its token says.
/// </summary>
internal static class CallerMiddleware
{
    /// <summary>Stands between authorization (which authenticates by the door's schemes) and the endpoint.</summary>
    public static void UseCaller(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.User.UserId() is null || await ActAsync(context.RequestServices, context.User, context.RequestAborted))
        {
            await next(context);
        }
        else if (!context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/hubs"))
        {
            // A page of the console. A token's principal names the same scheme as the cookie's: only the path tells them apart.
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            context.Response.Redirect("/sign-in");
        }
        else
        {
            throw new AccessDenied("auth.device-revoked");
        }
    });

    /// <returns>False when the account is gone or its device was revoked.</returns>
    public static async Task<bool> ActAsync(IServiceProvider services, ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var actors = services.GetRequiredService<ActorDirectory>();
        if (principal.UserId() is not { } id || await actors.FindAsync(id, cancellationToken) is not { } actor)
        {
            return false;
        }

        var device = principal.Device();
        if (device is { } known && !await actors.IsGoodAsync(known, id, cancellationToken))
        {
            return false;
        }

        services.GetRequiredService<CurrentUser>().ActAs(actor, device);
        return true;
    }
}
