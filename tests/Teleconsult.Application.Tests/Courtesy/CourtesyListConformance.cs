using Teleconsult.Application.Courtesy;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Courtesy;
using Xunit;

namespace Teleconsult.Application.Tests.Courtesy;

/// <summary>A network's own list over the delivered one.</summary>
public abstract class CourtesyListConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly CourtesyRule Shabby = new("shabby", null, "Could be neater", Why: "Two reports in May");

    [Fact]
    public async Task A_change_counts_at_once_on_every_node_for_its_network_alone_and_is_logged()
    {
        await using var node = new Node(database);
        await using var other = new Node(database);
        var (network, neighbour) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        Assert.Empty(await FindAsync(other, network.Dermatologist, "shabby work")); // asked before, so that nothing old is kept

        await node.SendAsync(network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.Added, Rule: Shabby));
        Assert.Equal("Could be neater", Assert.Single(await FindAsync(other, network.Dermatologist, "shabby work")).Write);
        Assert.Empty(await FindAsync(node, neighbour.Dermatologist, "shabby work"));

        await node.SendAsync(network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.SwitchedOff, "phrase ridiculous"));
        await node.SendAsync(network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.SwitchedOff, "phrase ridiculous")); // again: no version more
        Assert.Empty(await FindAsync(other, network.Dermatologist, "ridiculous"));
        Assert.Single(await FindAsync(other, neighbour.Dermatologist, "ridiculous"));

        await other.SendAsync(network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.Removed, Shabby.Key));
        await other.SendAsync(network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.SwitchedOn, "phrase ridiculous"));
        Assert.Equal((0, 1), ((await FindAsync(node, network.Dermatologist, "shabby")).Count, (await FindAsync(node, network.Dermatologist, "ridiculous")).Count));

        var list = (await node.SendAsync(network.Coordinator, new GetCourtesyLists())).Single(l => l.Language == "en");
        Assert.Equal(
            [(4, CourtesyChange.SwitchedOn, "ridiculous"), (3, CourtesyChange.Removed, "shabby"), (2, CourtesyChange.SwitchedOff, "ridiculous"), (1, CourtesyChange.Added, "shabby")],
            list.Log.Select(e => (e.Version, e.Change, e.Rule)));
        Assert.All(list.Log, e => Assert.Equal("Grace Auma", e.By));
        Assert.DoesNotContain(list.Delivered, r => r.IsOff);
        Assert.Empty((await node.SendAsync(neighbour.Coordinator, new GetCourtesyLists())).SelectMany(l => l.Log));
    }

    [Fact]
    public async Task Who_changes_it_at_once_loses_nothing_of_the_others()
    {
        await using var node = new Node(database);
        await using var other = new Node(database);
        var network = await Network.MakeAsync(node);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? node : other).SendAsync(
            network.Coordinator, new ChangeCourtesyList("en", CourtesyChange.Added, Rule: Shabby with { Phrase = $"shabby{i}" }))));
        var list = (await node.SendAsync(network.Coordinator, new GetCourtesyLists())).Single(l => l.Language == "en");
        Assert.Equal((8, 8), (list.Own.Count, list.Log.Count));
    }

    [Fact]
    public async Task A_bad_pattern_is_refused_with_its_code_and_nobody_else_may_change_the_list()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        Task Add(Person who, CourtesyRule rule, string language = "en") => node.SendAsync(who, new ChangeCourtesyList(language, CourtesyChange.Added, Rule: rule));
        Assert.Equal("courtesy.pattern", (await Assert.ThrowsAsync<RuleViolation>(() => Add(network.Coordinator, new(null, "(?=x)y", "z")))).Code);
        Assert.Equal("courtesy.too-wide", (await Assert.ThrowsAsync<RuleViolation>(() => Add(network.Coordinator, new(null, "\\w+", "z")))).Code);
        await Assert.ThrowsAsync<NotFound>(() => Add(network.Coordinator, Shabby, "xx"));
        await Assert.ThrowsAsync<AccessDenied>(() => Add(network.Dermatologist, Shabby));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new GetCourtesyLists()));
    }

    private static Task<IReadOnlyList<CourtesyRemark>> FindAsync(Node node, Person who, string text) => node.SendAsync(who, new FindHarshWords([text]));
}
