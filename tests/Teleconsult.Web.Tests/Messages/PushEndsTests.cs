using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Messages;

/// <summary>Messages come to a browser for as long as its owner is signed in there, and no longer.</summary>
public sealed partial class PushEndsTests(RunningHost host)
{
    [Fact]
    public async Task Signing_out_and_revoking_a_phone_end_its_messages_and_those_of_no_other()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var phone = await Caller.SignInAsync(host, user.UserName!);
        using var second = await Caller.SignInAsync(host, user.UserName!);
        using var third = await Caller.SignInAsync(host, user.UserName!);
        foreach (var caller in new[] { phone, second, third })
        {
            (await caller.PutAsync("/api/push", Subscription($"https://push.example/{caller.Device:n}"))).Ok();
        }

        Assert.Equal(HttpStatusCode.NoContent, (await phone.PostAsync("/api/auth/logout", null)).Status);
        Assert.Equal(2, await CountAsync(user.Id));
        (await third.DeleteAsync($"/api/devices/{second.Device}")).Ok();
        Assert.Equal(1, await CountAsync(user.Id));
        (await third.PostAsync("/api/push/off", new JsonObject { ["endpoint"] = $"https://push.example/{third.Device:n}" })).Ok();
        Assert.Equal(0, await CountAsync(user.Id));
    }

    [Fact]
    public async Task Signing_out_of_the_console_ends_its_messages_and_leaves_the_phone_its_own()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = host.Address };
        var user = await SecondNetwork.AddAsync(host, Role.Specialist);
        await PostAsync(browser, "/sign-in", await TokenAsync(browser, "/sign-in"), ("_handler", "sign-in"), ("Input.Name", user.UserName!), ("Input.Password", RunningHost.Password));
        var device = Guid.Parse(cookies.GetCookies(host.Address).Single(c => c.Name == "browser").Value);
        await AddAsync(user.Id, device, field: false);
        await AddAsync(user.Id, device, field: true);
        await AddAsync(user.Id, Guid.NewGuid(), field: false);

        await PostAsync(browser, "/sign-out", await TokenAsync(browser, "/not-for-you"));

        Assert.Equal(2, await CountAsync(user.Id));
    }

    private static JsonObject Subscription(string endpoint) => new()
    {
        ["endpoint"] = endpoint,
        ["p256dh"] = Convert.ToBase64String([4, .. new byte[64]]),
        ["auth"] = Convert.ToBase64String(new byte[16]),
    };

    private Task<int> CountAsync(Guid user) => InDbAsync(db => db.PushSubscriptions.CountAsync(s => s.User == user));

    private Task<int> AddAsync(Guid user, Guid device, bool field) => InDbAsync(async db =>
    {
        var id = Guid.NewGuid();
        db.PushSubscriptions.Add(new PushSubscriptionRow
        {
            Id = id,
            User = user,
            Device = new DeviceId(device),
            Network = (await db.Users.SingleAsync(u => u.Id == user)).Network,
            Endpoint = $"https://push.example/{id:n}",
            IsField = field,
        });
        return await db.SaveChangesAsync();
    });

    private async Task<T> InDbAsync<T>(Func<TeleconsultDb, Task<T>> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TeleconsultDb>());
    }

    private static async Task<string> TokenAsync(HttpClient browser, string page) => ForgeryToken().Match(await browser.GetStringAsync(page)).Groups[1].Value;

    private static async Task PostAsync(HttpClient browser, string path, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        using var answer = await browser.PostAsync(path, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex ForgeryToken();
}
