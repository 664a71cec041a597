using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Opinions;

/// <summary>Second opinions and two answers that differ, from the question to the decision, on every database.</summary>
public abstract class OpinionConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_colleague_is_asked_and_the_requester_reads_the_opinion_beside_the_answer()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var opinion = await AskAsync(node, network, consult);

        Assert.Equal([consult], (await node.SendAsync(network.Second, new ListWorklist(WorklistTab.Mine))).Entries.Select(e => e.Id));
        var seen = await node.SendAsync(network.Second, new GetConsult(null, consult));
        Assert.Equal(("Is this a melanoma?", true), (Assert.Single(seen.Opinions).Text, seen.Opinions[0].IsMine));
        await GiveAsync(node, network, consult, opinion, Disposition.ReferUrgent);

        var waiting = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Empty(waiting.Advice); // no half of an answer
        Assert.DoesNotContain(waiting.Timeline, t => t.Type is "opinionGiven" || t.Detail is "referUrgent"); // nor what it comes to
        Assert.Contains((await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Timeline, t => t is { Type: "opinionGiven", Detail: "referUrgent" });
        Assert.Empty(waiting.Opinions); // what colleagues ask each other is theirs
        Assert.Equal(ConsultState.Claimed, waiting.State);

        await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);
        var answered = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal([("Dr Achieng", true), ("Dr Okello", false)], answered.Advice.Select(a => (a.By.Name, a.IsOpinion)));
        Assert.Equal((null, "Dr Okello", false), (answered.Conflict!.Stands, answered.Conflict.By!.Name, answered.Conflict.IsMine));
        Assert.Contains((await node.SendAsync(network.Worker, new GetChanges(null))).Consults, c => c.Id == consult && c.Conflict is { Stands: null });
    }

    [Fact]
    public async Task Who_answered_decides_with_a_reason_that_everybody_reads()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var (network, consult, own) = await DifferingAsync(node);
        Assert.Equal([consult], (await node.SendAsync(network.Dermatologist, new ListWorklist(WorklistTab.Mine))).Entries.Select(e => e.Id));

        await RefusedAsync("reason.missing", () => node.SendAsync(network.Dermatologist, new ResolveConflict(consult, own, " ")));
        await RefusedAsync("conflict.not-yours", () => node.SendAsync(network.Second, new ResolveConflict(consult, own, "Mine is right.")));
        await node.SendAsync(network.Dermatologist, new ResolveConflict(consult, own, "The pattern is typical."));

        foreach (var person in new[] { network.Worker, network.Second, network.Coordinator })
        {
            var view = await node.SendAsync(person, new GetConsult(null, consult));
            Assert.Equal((own, "The pattern is typical.", 2), (view.Conflict!.Stands, view.Conflict.Reason, view.Advice.Count)); // both are kept
        }

        Assert.Empty((await node.SendAsync(network.Dermatologist, new ListWorklist(WorklistTab.Mine))).Entries);
    }

    [Fact]
    public async Task A_conflict_that_nobody_decides_comes_to_the_coordinator()
    {
        await using var node = new Node(database);
        var (network, consult, _) = await DifferingAsync(node);
        node.Clock.Advance(TimeSpan.FromDays(4));
        await TimersAsync(node);
        var late = Assert.Single((await node.SendAsync(network.Coordinator, new Overview.GetNetworkOverview())).Cases, c => c.Entry.Id == consult);
        Assert.Equal((Overview.Concern.Overdue, NextStepKind.ResolveConflict), (late.Concern, late.Entry.NextStep.Kind));
    }

    [Fact]
    public async Task Only_who_can_see_the_case_can_be_asked_and_only_who_was_asked_answers()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        Assert.Equal(["Dr Achieng"], (await node.SendAsync(network.Dermatologist, new ListColleagues(consult))).Select(c => c.Name));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new ListColleagues(consult)));
        await RefusedAsync("opinion.no-colleague", () => node.SendAsync(network.Dermatologist, new AskOpinion(consult, Guid.CreateVersion7(), network.Nurse.Id, "?")));
        await RefusedAsync("opinion.not-yours", () => node.SendAsync(network.Second, new AskOpinion(consult, Guid.CreateVersion7(), network.Dermatologist.Id, "?")));
        await RefusedAsync("opinion.unknown", () => GiveAsync(node, network, consult, Guid.CreateVersion7(), Disposition.NoAction));

        var opinion = await AskAsync(node, network, consult);
        await node.SendAsync(network.Second, new DeclineOpinion(consult, opinion));
        await RefusedAsync("opinion.done", () => GiveAsync(node, network, consult, opinion, Disposition.NoAction));
        Assert.NotNull(Assert.Single((await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Opinions).DeclinedAt);
    }

    private static async Task<(Network Network, Guid Consult, Guid Own)> DifferingAsync(Node node)
    {
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var own = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);
        await GiveAsync(node, network, consult, await AskAsync(node, network, consult), Disposition.ReferUrgent);
        return (network, consult, own);
    }

    private static async Task<Guid> AskAsync(Node node, Network network, Guid consult)
    {
        var opinion = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskOpinion(consult, opinion, network.Second.Id, "Is this a melanoma?"));
        return opinion;
    }

    private static async Task GiveAsync(Node node, Network network, Guid consult, Guid opinion, Disposition disposition) => await node.SendAsync(
        network.Second,
        new GiveOpinion(
            consult, opinion, Guid.CreateVersion7(), Forms.Advice() with { Disposition = disposition }, (await node.ReadAsync(consult)).ContentVersion, PatientConfirmed: true));

    private static async Task RefusedAsync(string code, Func<Task> verb) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(verb)).Code);

    private static async Task TimersAsync(Node node)
    {
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }
    }
}
