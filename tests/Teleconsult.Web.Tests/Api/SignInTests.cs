using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Api;

public sealed partial class SignInTests(RunningHost host)
{
    [Fact]
    public async Task A_user_name_serves_as_well_as_an_email_address()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var byName = await Caller.SignInAsync(host, user.UserName!);
        using var byEmail = await Caller.SignInAsync(host, "primary.care@demo.example");

        Assert.Equal("A stranger", (await byName.GetAsync("/api/me")).Ok()["name"]!.ToString());
        Assert.Equal("Peter Kamau", (await byEmail.GetAsync("/api/me")).Ok()["name"]!.ToString());
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_look_the_same()
    {
        using var stranger = Caller.Stranger(host);
        var name = await stranger.LoginAsync("nobody", "whatever it is", Guid.NewGuid());
        var password = await stranger.LoginAsync("clinic.nurse", "whatever it is", Guid.NewGuid());

        name.Refused(401, "auth.wrong");
        Assert.Equal(name.Text, password.Text);
        (await stranger.LoginAsync("primary.care", RunningHost.Password, Guid.Empty)).Refused(401, "auth.wrong");
    }

    [Fact]
    public async Task After_too_many_wrong_tries_even_the_right_password_waits()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var stranger = Caller.Stranger(host);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.LoginAsync(user.UserName!, "wrong password", Guid.NewGuid())).Status);
        }

        (await stranger.LoginAsync(user.UserName!, RunningHost.Password, Guid.NewGuid())).Refused(401, "auth.locked");
    }

    [Fact]
    public async Task An_account_with_a_second_factor_needs_its_code()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        string secret;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<TeleconsultUser>>();
            var row = (await users.FindByIdAsync(user.Id.ToString()))!;
            await users.ResetAuthenticatorKeyAsync(row);
            secret = (await users.GetAuthenticatorKeyAsync(row))!;
            await users.SetTwoFactorEnabledAsync(row, true);
        }

        using var stranger = Caller.Stranger(host);
        (await stranger.LoginAsync(user.UserName!, RunningHost.Password, Guid.NewGuid())).Refused(401, "auth.two-factor");
        (await stranger.LoginAsync(user.UserName!, RunningHost.Password, Guid.NewGuid(), "000 000")).Refused(401, "auth.wrong");
        (await stranger.LoginAsync(user.UserName!, RunningHost.Password, Guid.NewGuid(), CodeOf(secret))).Ok();
    }

    [Fact]
    public async Task A_refresh_gives_new_tokens_until_the_device_is_revoked()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var worker = await Caller.SignInAsync(host, user.UserName!);
        var fresh = (await RefreshAsync(worker.RefreshToken)).Ok();
        (await RefreshAsync("no token")).Refused(401, "auth.signed-out");
        (await RefreshAsync(worker.Token)).Refused(401, "auth.signed-out"); // an access token refreshes nothing

        await RevokeAsync(worker.Device);

        (await RefreshAsync(fresh["refreshToken"]!.ToString())).Refused(401, "auth.device-revoked");
        host.Clock.Advance(ActorDirectory.Fresh); // another node revoked it: this one looks again, well within a minute
        (await worker.GetAsync("/api/me")).Refused(401, "auth.device-revoked");
        (await worker.LoginAsync(user.UserName!, RunningHost.Password, worker.Device)).Refused(401, "auth.device-revoked");
    }

    [Fact]
    public async Task Revoked_here_is_refused_here_at_once()
    {
        using var administrator = await Caller.SignInAsync(host, "administrator");
        using var worker = await Caller.SignInAsync(host, "home.care");
        var me = (await worker.GetAsync("/api/me")).Ok()["id"];

        Assert.Equal(HttpStatusCode.OK, (await administrator.DeleteAsync($"/api/people/{me}/devices/{worker.Device}")).Status);

        (await worker.GetAsync("/api/me")).Refused(401, "auth.device-revoked");
    }

    [Fact]
    public async Task Signing_out_ends_the_devices_tokens()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var worker = await Caller.SignInAsync(host, user.UserName!);
        Assert.Equal(HttpStatusCode.NoContent, (await worker.PostAsync("/api/auth/logout", null)).Status);

        (await worker.GetAsync("/api/me")).Refused(401, "auth.device-revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(worker.RefreshToken)).Status);
        using var again = await Caller.SignInAsync(host, user.UserName!, worker.Device);
    }

    [Fact]
    public async Task A_foreign_device_cannot_be_revoked_and_looks_like_none()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var other = await Caller.SignInAsync(host, "home.care");
        var foreign = (await worker.DeleteAsync($"/api/devices/{other.Device}")).Refused(404, "device.not-found");

        Assert.Equal(foreign.ToJsonString(), (await worker.DeleteAsync($"/api/devices/{Guid.NewGuid()}")).Refused(404, "device.not-found").ToJsonString());
    }

    [Fact]
    public async Task The_consoles_cookie_opens_no_door_of_the_api()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = host.Address };
        var page = await browser.GetStringAsync("/sign-in");
        var token = ForgeryToken().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = token,
            ["Input.Name"] = "dermatologist@demo.example",
            ["Input.Password"] = RunningHost.Password,
        });
        using var signedIn = await browser.PostAsync("/sign-in", form);
        Assert.Contains(cookies.GetCookies(host.Address).Cast<Cookie>(), c => c.Name == "teleconsult");

        using var refused = await browser.GetAsync("/api/me");
        (await Answer.ReadAsync(refused)).Refused(401, "auth.signed-out");
        using var written = await browser.PostAsync($"/api/consults/{Guid.NewGuid()}/claim", null);
        Assert.Equal(HttpStatusCode.Unauthorized, written.StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_address_is_taken_by_the_hub_alone()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var stranger = Caller.Stranger(host);

        (await stranger.GetAsync($"/api/me?access_token={worker.Token}")).Refused(401, "auth.signed-out");
        Assert.Equal(HttpStatusCode.OK, (await stranger.SendAsync(HttpMethod.Post, $"/hubs/consults/negotiate?access_token={worker.Token}", null, key: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(HttpMethod.Post, "/hubs/consults/negotiate", null, key: null)).Status);
    }

    private async Task<Answer> RefreshAsync(string token)
    {
        using var stranger = Caller.Stranger(host);
        return await stranger.SendAsync(HttpMethod.Post, "/api/auth/refresh", new JsonObject { ["refreshToken"] = token }, key: null);
    }

    private async Task RevokeAsync(Guid device)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        (await db.Devices.SingleAsync(d => d.Id == new Domain.DeviceId(device))).RevokedAt = DateTimeOffset.UtcNow;
        await db.SaveChangesAsync();
    }

    /// <summary>RFC 6238: what an authenticator app shows now for this secret.</summary>
    private static string CodeOf(string base32)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(base32.Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30).Reverse().ToArray();
#pragma warning disable CA5350 // the algorithm that RFC 6238 and every authenticator app use
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex ForgeryToken();
}
