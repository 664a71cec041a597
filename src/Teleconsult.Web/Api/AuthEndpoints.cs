using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

/// <summary>Signing in on a phone: Identity's bearer tokens, bound to a device that can be revoked. Nobody registers alone.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Sign-in").AllowAnonymous();
        auth.MapPost("/login", LoginAsync).WithSummary("Sign in with user name or e-mail, on a device");
        auth.MapPost("/refresh", RefreshAsync).WithSummary("A new access token for a refresh token");
        api.MapPost("/auth/logout", LogoutAsync).RequireAuthorization(Policies.SignedIn).WithTags("Sign-in").WithSummary("Sign this device out");
    }

    internal sealed record LoginBody(
        string? Email, string? Password, string? TwoFactorCode, Guid? DeviceId, string? DeviceName, string? NewPassword = null);

    internal sealed record RefreshBody(string? RefreshToken);

    private static async Task<SignInHttpResult> LoginAsync(
        LoginBody body, SignInManager<TeleconsultUser> people, FirstPassword first, DeviceRegister devices, TeleconsultDb db, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(body.Email) || string.IsNullOrEmpty(body.Password) || body.DeviceId is not { } device || device == Guid.Empty)
        {
            throw new AccessDenied("auth.wrong");
        }

        var user = await people.UserManager.FindByNameAsync(body.Email.Trim()) ?? await people.UserManager.FindByEmailAsync(body.Email.Trim());
        if (user is null or { DeactivatedAt: not null })
        {
            // The same work as for a known name, so that time does not tell which names exist.
            people.UserManager.PasswordHasher.HashPassword(new TeleconsultUser(), body.Password);
            throw new AccessDenied("auth.wrong");
        }

        var checkedPassword = await people.CheckPasswordSignInAsync(user, body.Password, lockoutOnFailure: true);
        if (!checkedPassword.Succeeded)
        {
            throw new AccessDenied(checkedPassword.IsLockedOut ? "auth.locked" : "auth.wrong");
        }

        await CheckSecondFactorAsync(people.UserManager, user, body.TwoFactorCode);
        if (await first.SettleAsync(user, body.Password, body.NewPassword, ct))
        {
            await db.Entry(user).ReloadAsync(ct);
        }

        if (!await devices.SignInAsync(new DeviceId(device), user.Id, body.DeviceName, ct))
        {
            throw new AccessDenied("auth.device-revoked");
        }

        return await IssueAsync(people, user, device.ToString());
    }

    private static async Task CheckSecondFactorAsync(UserManager<TeleconsultUser> users, TeleconsultUser user, string? code)
    {
        if (!await users.GetTwoFactorEnabledAsync(user))
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            throw new AccessDenied("auth.two-factor");
        }

        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code.Replace(" ", "", StringComparison.Ordinal)))
        {
            await users.AccessFailedAsync(user);
            throw new AccessDenied("auth.wrong");
        }
    }

    private static async Task<SignInHttpResult> RefreshAsync(
        RefreshBody body, SignInManager<TeleconsultUser> people, DeviceRegister devices, IOptionsMonitor<BearerTokenOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var ticket = string.IsNullOrEmpty(body.RefreshToken) ? null : options.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } expires || clock.GetUtcNow() >= expires
            || await people.ValidateSecurityStampAsync(ticket.Principal) is not { } user
            || ticket.Principal.Device() is not { } device)
        {
            throw new AccessDenied("auth.signed-out");
        }

        if (!await devices.SeenAsync(device, user.Id, ct))
        {
            throw new AccessDenied("auth.device-revoked");
        }

        return await IssueAsync(people, user, device.Value.ToString());
    }

    private static async Task<NoContent> LogoutAsync(HttpContext context, UserManager<TeleconsultUser> users, DeviceRegister devices, CancellationToken ct)
    {
        if (context.User.Device() is { } device && context.User.UserId() is { } user)
        {
            await devices.SignOutAsync(device, user, ct);
        }

        return TypedResults.NoContent();
    }

    private static async Task<SignInHttpResult> IssueAsync(SignInManager<TeleconsultUser> people, TeleconsultUser user, string device)
    {
        var principal = await people.CreateUserPrincipalAsync(user);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(Policies.DeviceClaim, device));
        return TypedResults.SignIn(principal, new AuthenticationProperties(), IdentityConstants.BearerScheme);
    }
}
