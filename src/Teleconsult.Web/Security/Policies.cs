using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Access;

namespace Teleconsult.Web.Security;

/// <summary>
/// Who may come through which door. Each door names one; a test enumerates all doors, and another keeps door and use case in
/// step. The API takes bearer tokens alone: a browser's cookie cannot be made to write from another site.
/// </summary>
internal static class Policies
{
    public const string SignedIn = "api.signed-in";
    public const string Requester = "api.requester";
    public const string Specialist = "api.specialist";
    public const string Clinical = "api.clinical";
    public const string Coordinator = "api.coordinator";
    public const string Administrator = "api.administrator";

    /// <summary>Photos: read by the phone with its token and by the console's pages with their cookie.</summary>
    public const string Photos = "photos";

    /// <summary>The claim that names the device that signed in.</summary>
    public const string DeviceClaim = "device";

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, RoleHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build()) // a door without a policy is shut
            .AddPolicy(SignedIn, p => Bearer(p))
            .AddPolicy(Requester, p => Bearer(p).AddRequirements(new OneOf(Role.Requester)))
            .AddPolicy(Specialist, p => Bearer(p).AddRequirements(new OneOf(Role.Specialist)))
            .AddPolicy(Coordinator, p => Bearer(p).AddRequirements(new OneOf(Role.Coordinator)))
            .AddPolicy(Administrator, p => Bearer(p).AddRequirements(new OneOf(Role.Administrator)))
            .AddPolicy(Clinical, p => Bearer(p).AddRequirements(new OneOf(Role.Requester, Role.Specialist, Role.Coordinator)))
            .AddPolicy(Photos, p => Bearer(p).AddAuthenticationSchemes(IdentityConstants.ApplicationScheme)
                .AddRequirements(new OneOf(Role.Requester, Role.Specialist, Role.Coordinator)));
    }

    private static AuthorizationPolicyBuilder Bearer(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(IdentityConstants.BearerScheme).RequireAuthenticatedUser();

    private sealed record OneOf(params Role[] Roles) : IAuthorizationRequirement;

    private sealed class RoleHandler(ActorDirectory actors) : AuthorizationHandler<OneOf>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OneOf requirement)
        {
            if (context.User.UserId() is { } id && await actors.FindAsync(id, CancellationToken.None) is { } actor && requirement.Roles.Any(actor.Has))
            {
                context.Succeed(requirement);
            }
        }
    }
}

internal static class PrincipalExtensions
{
    public static Guid? UserId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static Domain.DeviceId? Device(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Policies.DeviceClaim), out var id) ? new Domain.DeviceId(id) : null;
}
