using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Tests.PostgreSql;
using Teleconsult.Web.Tests.Hubs;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.PostgreSql;

/// <summary>Two nodes on one PostgreSQL and one data folder, started in the same moment on an empty database.</summary>
public sealed class TwoNodes(PostgreSqlCluster cluster) : IAsyncLifetime
{
    internal RunningHost Here { get; private set; } = null!;

    internal RunningHost There { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.IsThere)
        {
            var connection = await cluster.CreateAsync();
            Here = new RunningHost { Connection = connection };
            There = new RunningHost { Connection = connection, Beside = Here };
            await Task.WhenAll(Here.InitializeAsync().AsTask(), There.InitializeAsync().AsTask());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { There, Here }.Where(h => h is not null))
        {
            await host.DisposeAsync();
        }
    }

    internal void Advance(TimeSpan by)
    {
        Here.Clock.Advance(by);
        There.Clock.Advance(by);
    }
}

public sealed class TwoNodesTests : IClassFixture<TwoNodes>
{
    private readonly TwoNodes _nodes;

    public TwoNodesTests(TwoNodes nodes)
    {
        PostgreSqlCluster.Need();
        _nodes = nodes;
    }

    [Fact]
    public async Task What_is_sent_to_one_node_is_heard_and_answered_on_the_other()
    {
        using var worker = await Caller.SignInAsync(_nodes.Here, "primary.care");
        using var doctor = await Caller.SignInAsync(_nodes.There, "dermatologist");
        var cursor = S((await doctor.GetAsync("/api/sync?limit=500")).Ok(), "cursor");
        await using var desk = await HubSocket.OpenAsync(_nodes.There, doctor.Token);
        await desk.FollowAsync(cursor);
        await using var phone = await HubSocket.OpenAsync(_nodes.There, worker.Token); // a token of one node is good on the other
        await phone.FollowAsync(null);

        var consult = await worker.SubmitAsync();
        Assert.Equal("consultSubmitted", S(await NoticeOfAsync(desk, consult), "type"));

        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        await doctor.AdviseAsync(consult);
        _nodes.Advance(TimeSpan.FromSeconds(11));
        var answered = await worker.UntilAsync($"/api/consults/{consult}", c => S(c, "state") == "answered");
        Assert.Single(answered["advice"]!.AsArray());
        var told = new List<string>();
        while (told.LastOrDefault() != "adviceReleased")
        {
            told.Add(S(await NoticeOfAsync(desk, consult), "type"));
        }

        Assert.Equal(["consultClaimed", "adviceSent", "adviceReleased"], told);
    }

    [Fact]
    public async Task A_timer_fires_once_though_both_nodes_look_for_it()
    {
        using var worker = await Caller.SignInAsync(_nodes.Here, "community.worker");
        using var other = await Caller.SignInAsync(_nodes.There, "community.worker");
        var cursor = S((await worker.GetAsync("/api/sync?limit=500")).Ok(), "cursor");
        var consults = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            consults.Add(await (i % 2 == 0 ? worker : other).SubmitAsync(Bodies.Submission(urgency: "emergency")));
        }

        _nodes.Advance(TimeSpan.FromMinutes(6));
        foreach (var consult in consults)
        {
            await other.UntilAsync($"/api/consults/{consult}", c => c["nextStep"]!["overdue"]!.GetValue<bool>());
        }

        var told = (await other.GetAsync($"/api/sync?limit=500&after={cursor}")).Ok()["notices"]!.AsArray();
        foreach (var consult in consults)
        {
            Assert.Equal(["consultSubmitted", "rungReached"], told.Where(n => S(n!, "consult") == consult).Select(n => S(n!, "type")));
        }
    }

    [Fact]
    public async Task Nodes_that_share_the_work_log_no_error()
    {
        using var worker = await Caller.SignInAsync(_nodes.Here, "primary.care");
        for (var i = 0; i < 10; i++)
        {
            await worker.SubmitAsync();
        }

        var until = Environment.TickCount64 + 30_000;
        while (!await IsProjectedAsync())
        {
            Assert.True(Environment.TickCount64 < until, "The response times do not follow the log.");
            await Task.Delay(50);
        }

        foreach (var node in new[] { _nodes.Here, _nodes.There })
        {
            Assert.DoesNotContain(node.Log.Text.Split('\n'), line => line.Contains(" Error ", StringComparison.Ordinal) || line.Contains(" Critical ", StringComparison.Ordinal));
        }
    }

    /// <summary>Whether one node or the other has read the whole log for the response times.</summary>
    private async Task<bool> IsProjectedAsync()
    {
        await using var scope = _nodes.There.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var newest = await db.Events.MaxAsync(e => e.Id);
        return await db.Readers.AnyAsync(r => r.Name == "response-times" && r.Position >= newest);
    }

    private static async Task<JsonNode> NoticeOfAsync(HubSocket hub, string consult)
    {
        while (true)
        {
            var notice = await hub.NoticeAsync();
            if (S(notice, "consult") == consult)
            {
                return notice;
            }
        }
    }

    private static string S(JsonNode node, string name) => node[name]?.ToString() ?? "";
}
