using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Courtesy;
using Teleconsult.Application.Overview;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Routing;
using Xunit;

namespace Teleconsult.Application.Tests.Courtesy;

/// <summary>Who was answered hears another specialist: asked at once by the routing policy, beside the first answer.</summary>
public abstract class AnotherConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task The_next_one_of_the_team_is_asked_with_reasons_and_answers_beside_the_first()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await ReadAsync(node, network);
        var advised = (await node.ReadAsync(consult)).AdvisedAt;
        var since = node.Clock.GetUtcNow();
        await WishAsync(node, network, consult, "Is it really not malignant?");
        await WishAsync(node, network, consult, "again"); // while one is asked: nothing

        var asked = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((network.Second.Name, ConsultState.Read, NextStepKind.GiveOpinion), (asked.Another!.Asked!.Name, asked.State, asked.NextStep.Kind));
        Assert.Equal((since + TimeSpan.FromDays(5), network.Second.Name), (asked.NextStep.Due, asked.NextStep.Who)); // as long as the first answer was promised in
        Assert.Equal([consult], (await node.SendAsync(network.Second, new ListWorklist(WorklistTab.Mine))).Entries.Select(e => e.Id));
        var opinion = Assert.Single((await node.SendAsync(network.Second, new GetConsult(null, consult))).Opinions);
        Assert.Equal(("Is it really not malignant?", true), (opinion.Text, opinion.IsMine));
        Assert.Contains(RoutingReason.OnDuty, opinion.Reasons);

        await node.SendAsync(network.Second, new GiveOpinion(
            consult, opinion.Id, Guid.CreateVersion7(), Forms.Advice("Melanoma?") with { Disposition = Disposition.ReferUrgent }, asked.ContentVersion, PatientConfirmed: true));
        var heard = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Null(heard.Another);
        Assert.Equal(2, heard.Advice.Count); // nothing of the first is lost
        Assert.Equal((network.Second.Name, null), (heard.Conflict!.By!.Name, heard.Conflict.Stands)); // who was wished decides which stands
        Assert.Equal(advised, (await node.ReadAsync(consult)).AdvisedAt); // the clock says when the first answer came
        await node.SendAsync(network.Second, new ResolveConflict(consult, heard.Advice[1].Id, "It has grown."));
        Assert.Equal(heard.Advice[1].Id, (await node.SendAsync(network.Worker, new GetConsult(null, consult))).Conflict!.Stands);
    }

    [Fact]
    public async Task Who_declines_is_not_asked_again_and_when_nobody_is_left_the_coordinator_has_the_next_step()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var third = await network.AddAsync("Dr Wanjiru", Role.Specialist, network.Skin);
        var learner = await network.AddAsync("Dr Otieno", Role.Specialist, network.Skin);
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == learner.Id)).InTraining = true; // their answer would wait for a third person
            await db.SaveChangesAsync();
        });
        var consult = await ReadAsync(node, network);
        await WishAsync(node, network, consult, null);
        var first = (await node.ReadAsync(consult)).AnotherAsked!;
        await node.SendAsync(first.Of == third.Practitioner ? third : network.Second, new DeclineOpinion(consult, first.Id.Value));
        var second = (await node.ReadAsync(consult)).AnotherAsked!;
        Assert.NotEqual(first.Of, second.Of);
        Assert.NotEqual(learner.Practitioner, second.Of);
        await node.SendAsync(second.Of == third.Practitioner ? third : network.Second, new DeclineOpinion(consult, second.Id.Value));

        var view = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((null, NextStepKind.FindAnother, network.Coordinator.Name), (view.Another!.Asked, view.NextStep.Kind, view.NextStep.Who));
        node.Clock.Advance(TimeSpan.FromDays(2));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        var late = Assert.Single((await node.SendAsync(network.Coordinator, new GetNetworkOverview())).Cases, c => c.Entry.Id == consult);
        Assert.Equal(Concern.Overdue, late.Concern);
    }

    [Fact]
    public async Task Nobody_else_is_asked_before_there_is_an_answer_after_closing_or_by_somebody_else()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var waiting = await node.SubmitAsync(network);
        Assert.Equal("another.no-answer", (await Assert.ThrowsAsync<RuleViolation>(() => WishAsync(node, network, waiting, null))).Code);
        var consult = await ReadAsync(node, network);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Colleague, new AskForAnother(consult, Guid.CreateVersion7(), null, null)));
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", null, null, null));
        Assert.Equal("consult.closed", (await Assert.ThrowsAsync<RuleViolation>(() => WishAsync(node, network, consult, null))).Code);
    }

    private static async Task<Guid> ReadAsync(Node node, Network network)
    {
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11)); // no longer to be taken back
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        return consult;
    }

    private static Task<VersionResult> WishAsync(Node node, Network network, Guid consult, string? text) =>
        node.SendAsync(network.Worker, new AskForAnother(consult, Guid.CreateVersion7(), text, "en"));
}
