using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Routing;

/// <summary>What somebody in training writes: signed before it goes out, in an emergency after.</summary>
public abstract class SigningConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Advice_of_somebody_in_training_goes_out_when_a_colleague_has_signed_it_and_never_by_itself()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var trainee = await TraineeAsync(node, network);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(trainee, consult);
        var advice = await node.AdviseAsync(trainee, consult);
        node.Clock.Advance(TimeSpan.FromHours(1));
        await node.NewTimerWorker().RoundAsync(CancellationToken.None);

        var asked = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((ConsultState.Claimed, NextStepKind.Advise), (asked.State, asked.NextStep.Kind));
        Assert.Empty(asked.Advice);
        Assert.DoesNotContain(asked.Timeline, t => t.Type is "adviceSent");
        var waits = await node.SendAsync(network.Second, new GetConsult(null, consult));
        Assert.Equal((true, NextStepKind.Countersign), (waits.MaySign, waits.NextStep.Kind));
        Assert.False((await node.SendAsync(trainee, new GetConsult(null, consult))).MaySign);
        Assert.Equal("advice.signer-in-training", await RefusedAsync(() => node.SendAsync(trainee, new CountersignAdvice(consult, advice, 1, true))));
        Assert.Equal("patient.not-confirmed", await RefusedAsync(() => node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 1, false))));
        Assert.Equal("consult.content-changed", await RefusedAsync(() => node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 0, true))));

        await node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 1, true));
        await node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 1, true)); // pressed twice

        var read = Assert.Single((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);
        Assert.Equal((trainee.Name, network.Second.Name), (read.By.Name, read.Signature!.By!.Name));
        Assert.Equal("advice.in-training", await RefusedAsync(
            () => node.SendAsync(trainee, new AmendAdvice(consult, Guid.CreateVersion7(), advice, Forms.Advice() with { Change = "x" }, 1, true))));
    }

    [Fact]
    public async Task It_can_be_given_back_with_words_that_the_author_alone_reads()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var trainee = await TraineeAsync(node, network);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(trainee, consult);
        var draft = Guid.CreateVersion7();
        await node.SendAsync(trainee, new SaveDraft(consult, Forms.Advice("a mole"), 1, draft, null));
        var advice = await node.AdviseAsync(trainee, consult);

        await node.SendAsync(network.Second, new ReturnAdvice(consult, advice, "Say what to look for"));

        var mine = await node.SendAsync(trainee, new GetConsult(null, consult));
        Assert.Equal((ConsultState.Claimed, trainee.Name, "a mole"), (mine.State, mine.Holder!.Name, mine.Draft!.Content.MostLikely));
        Assert.Equal(("Say what to look for", network.Second.Name), (mine.Returned!.Text, mine.Returned.By.Name));
        Assert.Null((await node.SendAsync(network.Second, new GetConsult(null, consult))).Returned);
        var asked = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Null(asked.Returned);
        Assert.DoesNotContain(asked.Timeline, t => t.Type.StartsWith("advice", StringComparison.Ordinal));
        Assert.Equal("advice.taken-back", await RefusedAsync(() => node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 1, true))));

        await node.AdviseAsync(trainee, consult);
        Assert.Null((await node.SendAsync(trainee, new GetConsult(null, consult))).Returned);
    }

    [Fact]
    public async Task In_an_emergency_it_goes_out_at_once_and_is_signed_after()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var trainee = await TraineeAsync(node, network);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency));
        await node.ClaimAsync(trainee, consult);
        var advice = await node.AdviseAsync(trainee, consult);

        var read = Assert.Single((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);
        Assert.NotNull(read.Signature);
        Assert.Null(read.Signature.By);
        Assert.Equal("advice.released", await RefusedAsync(() => node.SendAsync(network.Second, new ReturnAdvice(consult, advice, "no"))));
        await node.SendAsync(network.Second, new CountersignAdvice(consult, advice, 1, true));
        Assert.Equal(network.Second.Name, (await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice[0].Signature!.By!.Name);
    }

    [Fact]
    public async Task A_case_that_nobody_signs_is_late_like_any_other_and_its_author_can_take_it_back()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var trainee = await TraineeAsync(node, network);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await node.ClaimAsync(trainee, consult);
        var advice = await node.AdviseAsync(trainee, consult);
        node.Clock.Advance(TimeSpan.FromHours(5));
        await node.NewTimerWorker().RoundAsync(CancellationToken.None);
        var late = await node.SendAsync(network.Second, new GetConsult(null, consult));
        Assert.Equal(("Grace Auma", true), (late.NextStep.Who, late.NextStep.Overdue));

        await node.SendAsync(trainee, new TakeBackAdvice(consult, advice));
        Assert.Equal(ConsultState.Claimed, (await node.ReadAsync(consult)).State);
        Assert.Equal("opinion.no-colleague", await RefusedAsync(() => OpinionAsync()));

        async Task OpinionAsync()
        {
            await node.SendAsync(trainee, new ReleaseConsult(consult));
            await node.ClaimAsync(network.Second, consult);
            await node.SendAsync(network.Second, new AskOpinion(consult, Guid.CreateVersion7(), trainee.Id, "what do you think?"));
        }
    }

    private static async Task<Person> TraineeAsync(Node node, Network network)
    {
        var trainee = await network.AddAsync("Dr Young", Role.Specialist, network.Skin);
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == trainee.Id)).InTraining = true;
            await db.SaveChangesAsync();
        });
        return trainee;
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Code;
}
