using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Referrals;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Referrals;

/// <summary>A patient who is sent on is followed by the worker, and by the coordinator when that is late, on every database.</summary>
public abstract class ReferralConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task The_worker_follows_the_referral_of_an_advice_to_the_report_and_everybody_of_the_case_reads_it()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var (network, consult, referral) = await ReferredAsync(node);
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        var form = new ReferralForm(Urgency.Urgent, ReferralReason.Operation, null, network.Post.Value, "Theatre 2", "Excision", node.Clock.GetUtcNow().AddDays(6));
        await node.SendAsync(network.Worker, new DirectReferral(consult, referral, form));
        await node.SendAsync(network.Worker, new DirectReferral(consult, referral, form)); // again: nothing
        var day = node.Clock.GetUtcNow().AddDays(2);
        await node.SendAsync(network.Worker, new BookReferral(consult, referral, day));
        node.Clock.Advance(TimeSpan.FromDays(2.5));
        await node.SendAsync(network.Worker, new AttendReferral(consult, referral, day));
        await node.SendAsync(network.Dermatologist, new ReportReferral(consult, referral, "Naevus, fully excised.")); // a letter came to the hospital

        foreach (var person in new[] { network.Worker, network.Second, network.Coordinator })
        {
            var view = Assert.Single((await node.SendAsync(person, new GetConsult(null, consult))).Referrals);
            Assert.Equal(("Theatre 2", "Excision", "Naevus, fully excised.", day), (view.Where, view.Note, view.Report, view.AttendedOn));
            Assert.Null(view.Next);
            Assert.Equal(person != network.Second, view.MayFollow);
        }

        var changes = await node.SendAsync(network.Worker, new GetChanges(cursor));
        Assert.NotNull(Assert.Single(changes.Consults, c => c.Id == consult).Referrals[0].ReportedAt);
        Assert.Equal(
            ["referralMade", "referralDirected", "referralBooked", "referralAttended", "referralReported"],
            (await node.EventsOfAsync(consult)).Where(e => e.StartsWith("referral", StringComparison.Ordinal)));
        Assert.Equal(0, (await node.SendAsync(network.Coordinator, new ListReferrals())).Referrals.Count(r => r.Consult == consult));
    }

    [Fact]
    public async Task What_is_late_comes_to_the_coordinator_also_after_the_case_was_closed()
    {
        await using var node = new Node(database);
        var (network, consult, referral) = await ReferredAsync(node);
        var advice = (await node.ReadAsync(consult)).Advices[0].Id.Value;
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", 5, true, null));
        await TimersAsync(node);
        Assert.Equal(("Amina Njeri", false), NextOf(await LineAsync(node, network, consult)));

        node.Clock.Advance(TimeSpan.FromDays(1)); // urgent: arranged within a day
        await TimersAsync(node);
        await TimersAsync(node); // once
        var late = await LineAsync(node, network, consult);
        Assert.Equal(("Grace Auma", true), NextOf(late));
        Assert.True(late.CaseClosed);
        Assert.Single(await node.EventsOfAsync(consult), e => e == "referralOverdue");
        Assert.Equal(ConsultState.Closed, (await node.ReadAsync(consult)).State);

        await node.SendAsync(network.Coordinator, new MissReferral(consult, referral, MissedReason.Distance, "No bus on Fridays"));
        await node.SendAsync(network.Coordinator, new BookReferral(consult, referral, node.Clock.GetUtcNow().AddDays(3)));
        var again = (await LineAsync(node, network, consult)).Referral;
        Assert.Equal((MissedReason.Distance, "No bus on Fridays", 1, ReferralStep.Attend, false), (again.MissedWhy, again.MissedNote, again.TimesMissed, again.Next!.Kind, again.Next.Overdue));

        await node.SendAsync(network.Coordinator, new EndReferral(consult, referral, ReferralEnd.SeenElsewhere, null));
        Assert.DoesNotContain((await node.SendAsync(network.Coordinator, new ListReferrals())).Referrals, r => r.Consult == consult);
    }

    [Fact]
    public async Task A_week_in_which_everything_stood_still_makes_it_late_once()
    {
        await using var node = new Node(database);
        var (network, consult, _) = await ReferredAsync(node);
        node.Clock.Advance(TimeSpan.FromDays(7));
        await TimersAsync(node);
        Assert.Single(await node.EventsOfAsync(consult), e => e == "referralOverdue");
        Assert.Equal(node.Clock.GetUtcNow().AddDays(1), (await LineAsync(node, network, consult)).Referral.Next!.Due);
    }

    [Fact]
    public async Task Who_answers_refers_who_asked_follows_and_strangers_see_nothing()
    {
        await using var node = new Node(database);
        var (network, consult, referral) = await ReferredAsync(node);
        var stranger = await Network.MakeAsync(node);
        var form = new ReferralForm(Urgency.Soon, ReferralReason.Test, network.Skin.Value, null, null, null, node.Clock.GetUtcNow().AddDays(6));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new ReferPatient(consult, Guid.CreateVersion7(), form)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new ReferPatient(consult, Guid.CreateVersion7(), form)));
        await RefusedAsync("referral.not-yours", () => node.SendAsync(network.Dermatologist, new BookReferral(consult, referral, node.Clock.GetUtcNow())));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new ListReferrals()));
        foreach (var other in new[] { network.Colleague, stranger.Worker, stranger.Coordinator })
        {
            await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other, new ReportReferral(consult, referral, null)));
            await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other, new AttendReferral(consult, referral, node.Clock.GetUtcNow())));
        }

        Assert.Empty((await node.SendAsync(stranger.Coordinator, new ListReferrals())).Referrals);
        await RefusedAsync("service.unknown", () => node.SendAsync(network.Dermatologist, new ReferPatient(consult, Guid.CreateVersion7(), form with { Service = stranger.Skin.Value })));
        await RefusedAsync("facility.unknown", () => node.SendAsync(network.Dermatologist, new ReferPatient(consult, Guid.CreateVersion7(), form with { Place = stranger.Post.Value })));
        await RefusedAsync("body.invalid", () => node.SendAsync(network.Worker, new MissReferral(consult, referral, null, null)));
        var second = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new ReferPatient(consult, second, form));
        await node.SendAsync(network.Dermatologist, new ReferPatient(consult, second, form));
        Assert.Equal(2, (await node.ReadAsync(consult)).Referrals.Count);
    }

    [Fact]
    public async Task The_phone_says_that_it_has_the_advice_as_often_as_it_likes_and_it_is_kept_once()
    {
        await using var node = new Node(database);
        var (network, consult, _) = await ReferredAsync(node);
        var advice = (await node.ReadAsync(consult)).Advices[0].Id.Value;
        Assert.Null((await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Advice[0].DeliveredAt);
        node.Clock.Advance(TimeSpan.FromMinutes(3));
        var at = node.Clock.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => node.SendAsync(network.Worker, new DeliverAdvice(consult, advice))));
        node.Clock.Advance(TimeSpan.FromMinutes(3));
        await node.SendAsync(network.Worker, new DeliverAdvice(consult, advice));

        Assert.Single(await node.EventsOfAsync(consult), e => e == "adviceDelivered");
        Assert.Equal(at, (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Advice[0].DeliveredAt);
        Assert.Equal(ConsultState.Answered, (await node.ReadAsync(consult)).State);
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new DeliverAdvice(consult, advice)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Colleague, new DeliverAdvice(consult, advice)));
    }

    private static (string, bool) NextOf(FollowedReferral line) => (line.Referral.Next!.Who, line.Referral.Next.Overdue);

    private static async Task<FollowedReferral> LineAsync(Node node, Network network, Guid consult) =>
        Assert.Single((await node.SendAsync(network.Coordinator, new ListReferrals())).Referrals, r => r.Consult == consult);

    /// <summary>A case whose advice sends the patient on urgently, and has gone out.</summary>
    private static async Task<(Network Network, Guid Consult, Guid Referral)> ReferredAsync(Node node)
    {
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.AdviseAsync(network.Dermatologist, consult, Forms.Advice() with { Disposition = Disposition.ReferUrgent });
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);
        return (network, consult, (await node.ReadAsync(consult)).Referrals[0].Id.Value);
    }

    private static async Task TimersAsync(Node node)
    {
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task RefusedAsync(string code, Func<Task> work) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(work)).Code);
}
