using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Learning;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Teaching;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Learning;

/// <summary>Cards of answered cases whose patients agreed, one's month, and one's record of the year.</summary>
public abstract class LearningConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly TeachingCheck[] All = Enum.GetValues<TeachingCheck>();

    [Fact]
    public async Task A_card_needs_an_answer_the_patients_consent_and_each_check_and_no_name_may_stand_in_it()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var waiting = await node.SubmitAsync(network, Agreed(network));
        Assert.Equal("teaching.unanswered", await RefusedAsync(node, network.Dermatologist, Card(waiting)));
        var silent = await AnsweredAsync(node, network, Forms.Case(network.Skin));
        Assert.Equal("teaching.no-consent", await RefusedAsync(node, network.Dermatologist, Card(silent)));
        var agreed = await AnsweredAsync(node, network, Agreed(network));
        Assert.Equal("teaching.checks", await RefusedAsync(node, network.Dermatologist, Card(agreed) with { Confirmed = [.. All.Skip(1)] }));
        Assert.Equal("teaching.words", await RefusedAsync(node, network.Dermatologist, Card(agreed) with { Answer = " " }));
        Assert.Equal("teaching.names", await RefusedAsync(node, network.Dermatologist, Card(agreed) with { Answer = "As Jonathan was told." }));
        Assert.Equal("photo.unknown", await RefusedAsync(node, network.Dermatologist, Card(agreed) with { Photo = Guid.CreateVersion7() }));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, Card(agreed))); // another team's case
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, Card(agreed)));

        await node.SendAsync(network.Dermatologist, Card(agreed));

        Assert.Equal("teaching.exists", await RefusedAsync(node, network.Second, Card(agreed)));
        Assert.Equal((false, "A dark mole"), (await node.SendAsync(network.Second, new GetTeachingState(agreed))) is var state ? (state.MayBecome, state.Card!.Title) : default);
    }

    [Fact]
    public async Task The_whole_network_finds_a_card_and_no_other_one_and_who_asks_sees_similar_ones()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var card = Card(await AnsweredAsync(node, network, Agreed(network)));
        await node.SendAsync(network.Dermatologist, card);
        await node.SendAsync(network.Dermatologist, Card(await AnsweredAsync(node, network, Agreed(network, "Rash on the hand?"))) with { Title = "A rash", Question = "Red hand after dishes?" });

        var found = await node.SendAsync(network.Nurse, new SearchTeachingCards("MOLE wait", null));
        Assert.Equal((card.Card, false), found is [var one] ? (one.Id, one.MayWithdraw) : default);
        Assert.Equal(2, (await node.SendAsync(network.Worker, new SearchTeachingCards(null, "general-dermatology"))).Count);
        Assert.Empty(await node.SendAsync(network.Nurse, new SearchTeachingCards(null, "hiv")));
        Assert.Empty(await node.SendAsync(other.Dermatologist, new SearchTeachingCards(null, null)));
        var like = await node.SendAsync(network.Second, new FindSimilarCards(await node.SubmitAsync(network, Forms.Case(network.Skin, "Another dark mole, changed?"))));
        Assert.Equal("A dark mole", like[0].Title);
    }

    [Fact]
    public async Task Withdrawing_or_erasing_takes_the_card_and_its_words_and_taken_back_consent_stays_taken_back()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (first, second) = (Card(await AnsweredAsync(node, network, Agreed(network))), Card(await AnsweredAsync(node, network, Agreed(network))));
        await node.SendAsync(network.Dermatologist, first);
        await node.SendAsync(network.Dermatologist, second);

        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new WithdrawTeachingCard(first.Card, WithdrawalReason.Wrong)));
        await node.SendAsync(network.Worker, new WithdrawTeachingCard(first.Card, WithdrawalReason.ConsentWithdrawn)); // who asked heard it from the patient
        Assert.Equal("teaching.no-consent", await RefusedAsync(node, network.Dermatologist, first with { Card = Guid.CreateVersion7() }));
        await node.SendAsync(network.Coordinator, new EraseConsult(second.Consult, ErasureReason.SentInError, (await node.ReadAsync(second.Consult)).Number));

        Assert.Empty(await node.SendAsync(network.Nurse, new SearchTeachingCards(null, null)));
        Assert.False(await node.InDbAsync(db => db.Words.AnyAsync(w => w.Kind == WordKind.TeachingCard && (w.Item == first.Card || w.Item == second.Card))));
    }

    [Fact]
    public async Task Ones_month_and_record_tell_of_ones_own_cases_alone()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network, Forms.Case(network.Skin));
        await node.SubmitAsync(network); // unanswered: nothing has happened
        await AnsweredAsync(node, network, Forms.Case(network.Skin), by: network.Colleague);
        var advice = (await node.ReadAsync(consult)).Advices[0].Id.Value;
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new MarkAction(consult, advice, 0, ActionOutcome.Done, null));
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", null, null, null));
        var projector = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
        while (await projector.StepAsync(CancellationToken.None))
        {
        }

        node.Clock.Advance(TimeSpan.FromDays(14)); // December
        var entry = Assert.Single((await node.SendAsync(network.Worker, new GetDigest())).Cases);
        Assert.Equal((consult, "J.K.", 1, 1, "new", "avoided"), (entry.Id, entry.Patient, entry.Actions, entry.Done, entry.Outcome, entry.OutcomeReferral));
        Assert.Empty((await node.SendAsync(network.Worker, new GetDigest(entry.ReceivedAt.Year * 12))).Cases);

        var asked = await node.SendAsync(network.Worker, new GetCertificate(2026));
        Assert.Equal(("Amina Njeri", 1, 0, 0), (asked.Person, asked.Asked.Sum(l => l.Cases), asked.Answered.Count, asked.Minutes));
        var answered = await node.SendAsync(network.Dermatologist, new GetCertificate(2026));
        Assert.Equal((0, 2, 16, new DateOnly(2026, 12, 4)), (answered.Asked.Count, answered.Answered.Sum(l => l.Cases), answered.Minutes, answered.Until));
        Assert.Empty((await node.SendAsync(network.Dermatologist, new GetCertificate(2025))).Answered);
    }

    private static Submission Agreed(Network network, string question = "Dark mole, is it cancer?") =>
        Forms.Case(network.Skin, question) is var form ? form with { Consent = form.Consent! with { Teaching = true } } : null!;

    private static MakeTeachingCard Card(Guid consult) => new(
        Guid.CreateVersion7(), consult, "A dark mole", "A dark mole on the back, should it be seen?", "Even and unchanged: wait, and look again in a year.", null, All);

    private static async Task<string> RefusedAsync(Node node, Person by, MakeTeachingCard command) =>
        (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(by, command))).Code;

    private static async Task<Guid> AnsweredAsync(Node node, Network network, Submission form, Person? by = null)
    {
        var consult = await node.SubmitAsync(network, form, by);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        return consult;
    }
}
