using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Application;
using Teleconsult.Domain.Ladders;
using Teleconsult.Tests.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

// Nobody waits in silence because a node died: the ladders that it had climbed go on elsewhere.
public sealed partial class ManyNodesTests
{
    [Fact]
    public async Task Ladders_climb_on_when_a_node_is_killed_and_each_rung_is_reached_and_told_once()
    {
        const int cases = 6;
        await ClimbInSecondsAsync(Bodies.Dermatology, "urgent");
        using var worker = await Caller.SignInAsync(_nodes.B.Address, "primary.care", TwoNodes.Password);
        var sent = new List<Guid>();
        for (var i = 0; i < cases; i++)
        {
            sent.Add(Guid.Parse(await worker.SubmitAsync(Bodies.Submission(urgency: "urgent"))));
        }

        var those = string.Join(',', sent.Select(id => $"'{id}'"));
        await UntilAsync(async () => (await RungsAsync(those)).Count > 0);
        await _nodes.A.KillAsync();
        await UntilAsync(async () => (await _nodes.AskAsync<long>($"select count(*) from consults where \"LadderDone\" and \"Id\" in ({those})"))[0] == cases);
        await _nodes.A.StartAsync();
        await _nodes.Balancer.GivesToAsync("a");

        var rungs = await RungsAsync(those);
        Assert.Equal(rungs.Distinct(), rungs);
        Assert.Equal(cases, rungs.Count(r => r.EndsWith("rung 4", StringComparison.Ordinal)));
        Assert.All(
            sent.Select(id => rungs.Where(r => r.StartsWith(id.ToString(), StringComparison.Ordinal)).Select(r => r[^1]).ToList()),
            climbed => Assert.Equal(climbed.Order(), climbed));
        // The last rung tells the coordinator of each case, by one message at a time.
        var told = await _nodes.AskAsync<string>(
            $"select \"Consult\" || ' ' || \"Person\" || ' ' || \"Channel\" from alerts where \"Kind\" = 1 and \"Rung\" = 4 and \"Whom\" = {(int)RungWhom.Coordinator} and \"Consult\" in ({those})");
        Assert.Equal(told.Distinct(), told);
        Assert.Equal(cases, told.Select(t => t[..36]).Distinct().Count());
        await _nodes.AskAsync<Guid>($"delete from ladders where \"Service\" = '{Bodies.Dermatology}' returning \"Service\""); // others share these nodes
    }

    private Task<List<string>> RungsAsync(string those) => RungsOfAsync($"select \"Stream\" || ' ' || \"Data\" from events where \"Type\" = 'rungReached' and \"Stream\" in ({those}) order by \"Id\"");

    private async Task<List<string>> RungsOfAsync(string query) =>
        [.. (await _nodes.AskAsync<string>(query)).Select(row => $"{row[..36]} rung {JsonNode.Parse(row[37..])!["rung"]}")];

    /// <summary>A ladder as a service publishes one, with seconds for minutes.</summary>
    private async Task ClimbInSecondsAsync(string service, string urgency)
    {
        Rung[] rungs =
        [
            new(TimeSpan.Zero, [RungWhom.Pool], [AlertChannel.Live]), new(TimeSpan.FromSeconds(4), [RungWhom.OnCall], [AlertChannel.Sms]),
            new(TimeSpan.FromSeconds(10), [RungWhom.Backup], [AlertChannel.Sms]), new(TimeSpan.FromSeconds(15), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Sms]),
        ];
        var value = urgency is "urgent" ? (int)Domain.Consults.Urgency.Urgent : (int)Domain.Consults.Urgency.Emergency;
        await _nodes.AskAsync<Guid>(
            $"""
            insert into ladders ("Service", "Urgency", "Network", "Rungs", "PublishedAt", "By")
            select s."Id", {value}, s."Network", '{JsonSerializer.Serialize(rungs, Json.Options)}', 0, n."Coordinator"
            from services s join networks n on n."Id" = s."Network" where s."Id" = '{service}' returning "Service"
            """);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var patience = DateTime.UtcNow.AddMinutes(3);
        while (!await isSo())
        {
            Assert.True(DateTime.UtcNow < patience, "It did not come.");
            await Task.Delay(200);
        }
    }
}
