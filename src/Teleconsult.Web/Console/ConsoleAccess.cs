using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console;

/// <summary>Who may open which part of the console. Each page names one of these; use cases check again by themselves.</summary>
public static class ConsoleAccess
{
    /// <summary>Worklist and cases: specialists and coordinators.</summary>
    public const string Clinical = "console.clinical";

    /// <summary>Figures: everybody with a part in the console. Administrators see no clinical content, but these.</summary>
    public const string Figures = "console.figures";

    /// <summary>The whole network: coordinators.</summary>
    public const string Network = "console.network";

    /// <summary>People, places, hours and rosters: administrators and coordinators.</summary>
    public const string Directory = "console.directory";

    /// <summary>What only administrators see: the audit, what leaves the network.</summary>
    public const string Administrate = "console.administrate";

    /// <summary>Rosters: who plans them and who is in them.</summary>
    public const string Roster = "console.roster";

    /// <summary>One's own account: anybody signed in.</summary>
    public const string Account = "console.account";

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, HasRoleHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Clinical, p => Cookie(p).AddRequirements(new HasRole(Role.Specialist, Role.Coordinator)))
            .AddPolicy(Figures, p => Cookie(p).AddRequirements(new HasRole(Role.Specialist, Role.Coordinator, Role.Administrator)))
            .AddPolicy(Network, p => Cookie(p).AddRequirements(new HasRole(Role.Coordinator)))
            .AddPolicy(Directory, p => Cookie(p).AddRequirements(new HasRole(Role.Administrator, Role.Coordinator)))
            .AddPolicy(Administrate, p => Cookie(p).AddRequirements(new HasRole(Role.Administrator)))
            .AddPolicy(Roster, p => Cookie(p).AddRequirements(new HasRole(Role.Specialist, Role.Coordinator, Role.Administrator)))
            .AddPolicy(Account, p => Cookie(p));
    }

    private static AuthorizationPolicyBuilder Cookie(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser();

    private sealed record HasRole(params Role[] Roles) : IAuthorizationRequirement;

    private sealed class HasRoleHandler(ActorDirectory actors) : AuthorizationHandler<HasRole>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, HasRole requirement)
        {
            if (context.User.UserId() is { } id && await actors.FindAsync(id, CancellationToken.None) is { } actor && requirement.Roles.Any(actor.Has))
            {
                context.Succeed(requirement);
            }
        }
    }
}
