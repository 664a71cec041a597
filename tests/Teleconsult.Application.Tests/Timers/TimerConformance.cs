using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Timers;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Application.Tests.Timers;

/// <summary>Nobody waits in silence: what is due happens once, whichever node does it and whatever dies, on every database.</summary>
public abstract class TimerConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_case_that_nobody_takes_becomes_the_coordinators()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await AfterAsync(node, TimeSpan.FromMinutes(29));
        Assert.False((await node.ReadAsync(consult)).NextStep.Overdue);
        await AfterAsync(node, TimeSpan.FromMinutes(1));
        Assert.True((await node.ReadAsync(consult)).NextStep.Overdue);

        await AfterAsync(node, TimeSpan.FromMinutes(15)); // the end of its ladder

        var view = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((NextStepKind.Claim, "Grace Auma", true), (view.NextStep.Kind, view.NextStep.Who, view.NextStep.Overdue));
        Assert.Equal(node.Clock.GetUtcNow() + ResponseTargets.Default(Urgency.Urgent).Claim, view.NextStep.Due);
    }

    [Fact]
    public async Task A_claim_without_activity_returns_to_the_service()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);

        await AfterAsync(node, TimeSpan.FromHours(1));

        Assert.Equal(ConsultState.Waiting, (await node.ReadAsync(consult)).State);
        Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed", "claimLapsed", "consultOffered"], await node.EventsOfAsync(consult));
        await node.ClaimAsync(network.Second, consult);
    }

    [Fact]
    public async Task A_holder_who_writes_keeps_the_claim_without_event_or_version()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        Guid? draft = null;
        for (var i = 0; i < 3; i++)
        {
            await AfterAsync(node, TimeSpan.FromMinutes(40));
            var next = Guid.CreateVersion7();
            Assert.NotNull(i == 1
                ? await node.SendAsync(network.Dermatologist, new KeepClaim(consult))
                : (await node.SendAsync(network.Dermatologist, new SaveDraft(consult, Forms.Advice(), 1, next, draft))).LeaseEnds);
            draft = i == 1 ? draft : next;
        }

        Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed"], await node.EventsOfAsync(consult));
        await AfterAsync(node, TimeSpan.FromMinutes(60));
        Assert.Null((await node.ReadAsync(consult)).Holder);
    }

    [Fact]
    public async Task Sent_advice_goes_out_after_ten_seconds()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network);
        var hidden = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal(ConsultState.Claimed, hidden.State); // the requester does not see it yet
        Assert.Empty(hidden.Advice);
        Assert.DoesNotContain(hidden.Timeline, t => t.Type == "adviceSent");
        await AfterAsync(node, TimeSpan.FromSeconds(9));
        Assert.Equal(ConsultState.AdvicePending, (await node.ReadAsync(consult)).State);

        await AfterAsync(node, TimeSpan.FromSeconds(1));

        var shown = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((ConsultState.Answered, "Seborrhoeic keratosis"), (shown.State, Assert.Single(shown.Advice).Content.MostLikely));
        Assert.Null((await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Draft);
    }

    [Fact]
    public async Task Advice_taken_back_never_goes_out_and_its_words_are_still_in_the_draft()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SendAsync(network.Dermatologist, new SaveDraft(consult, Forms.Advice("half written"), 1, Guid.CreateVersion7(), null));
        var advice = await node.AdviseAsync(network.Dermatologist, consult);

        await node.SendAsync(network.Dermatologist, new TakeBackAdvice(consult, advice));

        await AfterAsync(node, TimeSpan.FromMinutes(1));
        var view = await node.SendAsync(network.Dermatologist, new GetConsult(null, consult));
        Assert.Equal((ConsultState.Claimed, "half written"), (view.State, view.Draft!.Content.MostLikely));
        Assert.Empty((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);
    }

    [Fact]
    public async Task Two_nodes_share_the_work_and_each_effect_happens_once()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        var sent = new List<Guid>();
        for (var i = 0; i < 70; i++)
        {
            sent.Add(await node.SubmitAsync(network));
        }

        node.Clock.Advance(TimeSpan.FromDays(1));
        other.Trouble.RollBackOneIn = 5; // one of them keeps failing
        for (var i = 0; i < 3; i++)
        {
            await Task.WhenAll(FireAllAsync(node), FireAllAsync(other), FireAllAsync(node));
            node.Clock.Advance(TimeSpan.FromSeconds(31)); // what failed is free again when its lease ends
        }

        foreach (var consult in sent)
        {
            Assert.Equal(["consultSubmitted", "consultOffered", "rungReached"], await node.EventsOfAsync(consult));
        }
    }

    [Fact]
    public async Task A_worker_that_outlived_its_lease_is_fenced_off()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await AfterAsync(node, TimeSpan.FromHours(23)); // whatever other tests left is out of the way
        var before = await node.EventsOfAsync(consult);
        node.Clock.Advance(TimeSpan.FromHours(1));
        var claims = node.Services.GetRequiredService<ITimerClaims>();
        var now = node.Clock.GetUtcNow();
        var stale = Assert.Single(await node.InDbAsync(db => claims.ClaimAsync(db, now, now.AddSeconds(30), 50, CancellationToken.None)), t => t.Consult.Value == consult);

        node.Clock.Advance(TimeSpan.FromSeconds(31));
        await FireAllAsync(node); // another worker takes it over
        var fired = await FireAsync(node, stale);

        Assert.False(fired);
        Assert.Equal([.. before, "rungReached"], await node.EventsOfAsync(consult));
    }

    [Fact]
    public async Task A_week_without_the_server_is_caught_up()
    {
        await using (var before = new Node(database))
        {
            var network = await Network.MakeAsync(before);
            var waiting = await before.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
            var held = await before.SubmitAsync(network);
            await before.ClaimAsync(network.Dermatologist, held);
            var answered = await AnsweredAsync(before, network);

            await using var after = new Node(database, before.Clock);
            await AfterAsync(after, TimeSpan.FromDays(7));

            Assert.Equal(["consultSubmitted", "consultOffered", "rungReached"], await after.EventsOfAsync(waiting));
            Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed", "claimLapsed", "rungReached"], (await after.EventsOfAsync(held)).Where(e => e != "stepOverdue"));
            Assert.Equal(ConsultState.Answered, (await after.ReadAsync(answered)).State);
            foreach (var consult in new[] { waiting, held, answered })
            {
                Assert.True((await after.ReadAsync(consult)).NextStep.Due > after.Clock.GetUtcNow());
            }
        }
    }

    [Fact]
    public async Task The_timers_of_a_case_are_what_the_case_says_is_due_and_nothing_else()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network);
        await AfterAsync(node, TimeSpan.FromSeconds(10));
        await CheckTimersAsync(node, consult);
        var advice = (await node.ReadAsync(consult)).Advices[0].Id.Value;
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await CheckTimersAsync(node, consult);
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", 5, true, "thanks"));

        await CheckTimersAsync(node, consult);
        Assert.Empty(await node.InDbAsync(db => db.Timers.Where(t => t.Consult == new ConsultId(consult)).ToListAsync()));
    }

    [Fact]
    public async Task Firing_a_timer_is_the_hosts_own_business()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await Assert.ThrowsAsync<AccessDenied>(
            () => node.SendAsync(network.Coordinator, new FireTimer(new ConsultId(Guid.NewGuid()), ConsultTimer.Step, 1)));
    }

    private static async Task CheckTimersAsync(Node node, Guid consult)
    {
        var rows = await node.InDbAsync(db => db.Timers.Where(t => t.Consult == new ConsultId(consult)).ToListAsync());
        Assert.Equal(
            (await node.ReadAsync(consult)).DueTimers().Select(t => (t.Kind, t.At)).Order(), rows.Select(r => (r.Kind, r.NextAt)).Order());
    }

    private static async Task<Guid> AnsweredAsync(Node node, Network network)
    {
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.AdviseAsync(network.Dermatologist, consult);
        return consult;
    }

    private static async Task AfterAsync(Node node, TimeSpan span)
    {
        node.Clock.Advance(span);
        await FireAllAsync(node);
    }

    private static async Task FireAllAsync(Node node)
    {
        var worker = node.NewTimerWorker();
        while (true)
        {
            try
            {
                if (await worker.RoundAsync(CancellationToken.None) == 0)
                {
                    return;
                }
            }
            catch (IOException)
            {
                // The claim itself broke: the worker's next round tries again.
            }
        }
    }

    private static async Task<bool> FireAsync(Node node, TimerRow timer)
    {
        await using var scope = node.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FireTimer(timer.Consult, timer.Kind, timer.Token));
    }
}
