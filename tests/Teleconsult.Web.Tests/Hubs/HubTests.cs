using System.Net.WebSockets;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Hubs;

/// <summary>The hub over a real WebSocket.</summary>
public sealed class HubTests(RunningHost host)
{
    [Fact]
    public async Task News_arrive_once_and_in_order_over_broken_connections()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var consult = await worker.SubmitAsync();
        var cursor = (await worker.GetAsync("/api/sync?limit=500")).Ok()["cursor"]!.ToString();
        const int Most = 24;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Most; i++)
            {
                (await worker.PostAsync($"/api/consults/{consult}/messages", Bodies.Message("words"))).Ok();
            }
        });

        var heard = new List<long>();
        while (heard.Count < Most)
        {
            await using var hub = await HubSocket.OpenAsync(host, worker.Token);
            await hub.FollowAsync(cursor);
            for (var i = 0; i < 5 && heard.Count < Most; i++)
            {
                var notice = await hub.NoticeAsync();
                cursor = notice["cursor"]!.ToString();
                if (notice["consult"]!.ToString() == consult) // the same person works in other tests too
                {
                    Assert.Equal("messagePosted", notice["type"]!.ToString());
                    heard.Add(notice["version"]!.GetValue<long>());
                }
            }
        }

        await writing;
        Assert.Equal(Enumerable.Range(2, Most).Select(v => (long)v), heard);
    }

    [Fact]
    public async Task A_cursor_of_elsewhere_says_that_a_snapshot_is_needed()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        await using var hub = await HubSocket.OpenAsync(host, worker.Token);
        await hub.FollowAsync("zzzz");

        var ended = await Assert.ThrowsAsync<InvalidOperationException>(hub.NoticeAsync);
        Assert.Contains("cursor.stale", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_and_presence_reach_those_who_have_the_case_open_and_nobody_else()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        using var stranger = await Caller.SignInAsync(host, "ophthalmologist");
        var (consult, other) = (await worker.SubmitAsync(), await worker.SubmitAsync());
        await using var phone = await HubSocket.OpenAsync(host, worker.Token);
        await using var desk = await HubSocket.OpenAsync(host, doctor.Token);
        await using var foreign = await HubSocket.OpenAsync(host, stranger.Token);

        await phone.InvokeAsync("Present", consult);
        await desk.InvokeAsync("Present", consult);
        await desk.InvokeAsync("Typing", consult);

        var (present, who) = await phone.MessageAsync();
        Assert.Equal(("present", consult, "Dr Grace Okello"), (present, who["consult"]!.ToString(), who["by"]!.ToString()));
        Assert.Equal("typing", (await phone.MessageAsync()).Target);
        foreach (var method in new[] { "Present", "Typing" })
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => foreign.InvokeAsync(method, consult));
            Assert.Contains("consult.not-found", refused.Message, StringComparison.Ordinal);
        }

        await phone.InvokeAsync("Typing", other); // nobody has that one open
        await phone.InvokeAsync("Typing", consult);
        Assert.Equal(consult, (await desk.MessageAsync()).Argument["consult"]!.ToString());
    }

    [Fact]
    public async Task Who_lost_sight_of_a_case_hears_no_more_of_its_typing()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var (moved, kept) = (await worker.SubmitAsync(), await worker.SubmitAsync());
        (await doctor.PostAsync($"/api/consults/{moved}/claim", null)).Ok();
        await using var phone = await HubSocket.OpenAsync(host, worker.Token);
        await using var desk = await HubSocket.OpenAsync(host, doctor.Token);
        await desk.InvokeAsync("Present", moved);
        await desk.InvokeAsync("Present", kept);
        (await doctor.PostAsync($"/api/consults/{moved}/redirect", new System.Text.Json.Nodes.JsonObject { ["service"] = Bodies.EyeClinic })).Ok();

        await phone.InvokeAsync("Typing", moved);
        await phone.InvokeAsync("Typing", kept);

        Assert.Equal(kept, (await desk.MessageAsync()).Argument["consult"]!.ToString());
    }

    [Fact]
    public async Task A_revoked_device_loses_its_connection()
    {
        using var worker = await Caller.SignInAsync(host, "community.worker");
        await using var hub = await HubSocket.OpenAsync(host, worker.Token);
        await hub.FollowAsync(null);
        using var second = await Caller.SignInAsync(host, "community.worker");
        (await second.DeleteAsync($"/api/devices/{worker.Device}")).Ok();

        await hub.ClosedAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var again = await HubSocket.OpenAsync(host, worker.Token);
            await again.InvokeAsync("Typing", Guid.NewGuid().ToString());
        });
    }

    [Fact]
    public async Task The_end_of_the_token_closes_the_connection()
    {
        var shortly = new RunningHost
        {
            Change = services => services.Configure<BearerTokenOptions>(IdentityConstants.BearerScheme, o => o.BearerTokenExpiration = TimeSpan.FromSeconds(4)),
        };
        await using (shortly)
        {
            await shortly.InitializeAsync();
            using var worker = await Caller.SignInAsync(shortly, "primary.care");
            await using var hub = await HubSocket.OpenAsync(shortly, worker.Token);
            await hub.FollowAsync(null);

            await hub.ClosedAsync();
        }
    }

    [Fact]
    public async Task A_stranger_gets_no_connection() =>
        await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.OpenAsync(host, "no token"));
}
