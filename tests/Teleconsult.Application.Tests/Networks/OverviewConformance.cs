using Teleconsult.Application.Consults;
using Teleconsult.Application.Overview;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Networks;

/// <summary>The coordinator sees every case of the network that needs somebody, with the most pressing reason, and nobody else does.</summary>
public abstract class OverviewConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Each_case_stands_under_its_most_pressing_concern()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var stranger = await Network.MakeAsync(node);
        await node.SubmitAsync(stranger);

        var urgent = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent)); // to be claimed in 30 minutes
        var lost = await node.SubmitAsync(network, Forms.Case(null));
        var photo = await node.SubmitAsync(network, Forms.Case(network.Skin, photos: 1));
        var unread = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, unread);
        await node.AdviseAsync(network.Dermatologist, unread);
        var asked = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, asked);
        await node.SendAsync(network.Dermatologist, new AskRequester(asked, Guid.CreateVersion7(), null, "Since when?"));
        var held = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, held);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);

        var now = await SeenAsync(node, network);
        Assert.Equal(
            [(lost, Concern.ToAllocate), (urgent, Concern.AtRisk), (unread, Concern.Unread), (asked, Concern.WaitingForRequester)],
            now.Cases.Where(c => c.Concern is not Concern.UnderWay).Select(c => (c.Entry.Id, c.Concern)));
        Assert.Equal((6, 6), (now.Open, now.Cases.Count));
        var skin = Assert.Single(now.Services);
        Assert.Equal((2, 2, true), (skin.Waiting, skin.Held, skin.Oldest is not null)); // the unread one is nobody's turn here

        node.Clock.Advance(TimeSpan.FromMinutes(61));
        await TimersAsync(node);

        var later = (await SeenAsync(node, network)).Cases.ToDictionary(c => c.Entry.Id);
        Assert.Equal((Concern.Overdue, Concern.PhotoMissing, 1), (later[urgent].Concern, later[photo].Concern, later[photo].PhotosMissing));
    }

    [Fact]
    public async Task A_case_that_was_read_and_never_closed_comes_back_when_its_time_has_passed()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        Assert.Empty((await SeenAsync(node, network)).Cases);

        node.Clock.Advance(Domain.ResponseTimes.ResponseTargets.Close + TimeSpan.FromMinutes(1));
        await TimersAsync(node);
        var late = await SeenAsync(node, network);
        Assert.Equal((consult, Concern.Overdue), (Assert.Single(late.Cases).Entry.Id, late.Cases[0].Concern));
        Assert.Empty(late.Services);
    }

    [Fact]
    public async Task Chasing_is_seen_and_is_no_response()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.SayAsync(network.Coordinator, consult, "Please look at this case.");

        var line = Assert.Single((await SeenAsync(node, network)).Cases);
        Assert.Equal(node.Clock.GetUtcNow(), line.ChasedAt);
        Assert.Null((await node.ReadAsync(consult)).FirstResponseAt);
        await node.SayAsync(network.Dermatologist, consult, "I look at it now.");
        Assert.NotNull((await node.ReadAsync(consult)).FirstResponseAt);
    }

    [Fact]
    public async Task Only_coordinators_see_the_network()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        foreach (var person in new[] { network.Worker, network.Dermatologist, network.Nurse, network.Administrator })
        {
            await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(person, new GetNetworkOverview()));
        }
    }

    private static async Task TimersAsync(Node node)
    {
        var worker = node.NewTimerWorker();
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static Task<NetworkOverview> SeenAsync(Node node, Network network) => node.SendAsync(network.Coordinator, new GetNetworkOverview());
}
