using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console.Account;

/// <summary>What signing in brought.</summary>
/// <param name="Refused">Code of the refusal; null for a person who is in.</param>
/// <param name="WantsCode">The password is right and a code of the authenticator is asked as well.</param>
/// <param name="WantsNewPassword">The password is right, and somebody else has set it: the person chooses an own one.</param>
public sealed record SignInResult(string? Refused, bool WantsCode, bool WantsNewPassword = false);

/// <summary>Signs a person in at a browser, which becomes one of the person's devices and can be revoked like a phone.</summary>
internal sealed class DoorKeeper(SignInManager<TeleconsultUser> door, FirstPassword first, DeviceRegister devices, TeleconsultDb db)
{
    private const string DeviceCookie = "browser";

    public async Task<SignInResult> SignInAsync(HttpContext http, string name, string password, string? code, string? newPassword = null)
    {
        var people = door.UserManager;
        var user = await people.FindByNameAsync(name) ?? await people.FindByEmailAsync(name);
        if (user is null or { DeactivatedAt: not null })
        {
            // As long as a real check takes, so that time tells no stranger which names exist.
            _ = people.PasswordHasher.HashPassword(new TeleconsultUser(), password);
            return new("auth.wrong", false);
        }

        var check = await door.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!check.Succeeded)
        {
            return new(check.IsLockedOut ? "auth.locked" : "auth.wrong", false);
        }

        if (user.TwoFactorEnabled && await RefuseCodeAsync(user, code) is { } refused)
        {
            return new(refused, true);
        }

        if (await RefusePasswordAsync(user, password, newPassword, http.RequestAborted) is { } unchanged)
        {
            return new(unchanged, false, WantsNewPassword: true);
        }

        var device = await RememberAsync(http, user);
        if (device is null)
        {
            return new("auth.device-revoked", false);
        }

        await door.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(Policies.DeviceClaim, device.Value.Value.ToString()), new Claim("name", user.Name)]);
        if (user.LanguageChosen)
        {
            ReaderLanguage.Choose(http, user.Language);
        }

        return new(null, false);
    }

    private async Task<string?> RefuseCodeAsync(TeleconsultUser user, string? code)
    {
        var typed = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (typed.Length == 0)
        {
            return "auth.two-factor";
        }

        var people = door.UserManager;
        if (await people.VerifyTwoFactorTokenAsync(user, people.Options.Tokens.AuthenticatorTokenProvider, typed))
        {
            return null;
        }

        await people.AccessFailedAsync(user);
        return "auth.wrong-code";
    }

    private async Task<string?> RefusePasswordAsync(TeleconsultUser user, string password, string? newPassword, CancellationToken cancellationToken)
    {
        try
        {
            if (await first.SettleAsync(user, password, newPassword, cancellationToken))
            {
                await db.Entry(user).ReloadAsync(cancellationToken);
            }

            return null;
        }
        catch (AccessDenied denied)
        {
            return denied.Code;
        }
        catch (RuleViolation violation)
        {
            return violation.Code;
        }
    }

    /// <returns>The browser as one of the person's devices; null for one that was revoked.</returns>
    private async Task<DeviceId?> RememberAsync(HttpContext http, TeleconsultUser user)
    {
        var device = new DeviceId(Guid.TryParse(http.Request.Cookies[DeviceCookie], out var known) ? known : Guid.CreateVersion7());
        if (!await devices.SignInAsync(device, user.Id, BrowserName.Of(http.Request.Headers.UserAgent.ToString()), http.RequestAborted))
        {
            return null;
        }

        http.Response.Cookies.Append(DeviceCookie, device.Value.ToString(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return device;
    }
}
