using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Routing;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>The wish to hear another specialist, and what an emergency does to advice that waits.</summary>
public class AnotherTests
{
    private static readonly PractitionerId Third = new(Guid.CreateVersion7());

    [Fact]
    public void The_wish_has_a_step_of_its_own_and_moves_neither_state_nor_times()
    {
        var read = In(ConsultState.Read).Consult;
        var (state, advised) = (read.State, read.AdvisedAt);
        read.WishAnother(NewOpinion(), Requester, After(300));
        Assert.Equal((true, NextStepKind.FindAnother, Coordinator), (read.NeedsAnother, read.NextStep.Kind, read.NextStep.Who!.Value));
        Assert.Contains(First, read.AnotherNeed.NotTo); // who answered

        var asked = NewOpinion();
        read.AskNext(asked, new RoutingDecision([Second], [RoutingReason.OnDuty, RoutingReason.OnlyOne]), After(300));
        Assert.Equal((false, NextStepKind.GiveOpinion, Second), (read.NeedsAnother, read.NextStep.Kind, read.NextStep.Who!.Value));
        Assert.Equal([RoutingReason.OnDuty, RoutingReason.OnlyOne], read.AnotherAsked!.Why);
        var due = read.StepTarget;

        read.DeclineOpinion(asked, Second, After(400));
        Assert.Contains(Second, read.AnotherNeed.NotTo);
        var next = NewOpinion();
        read.AskNext(next, new RoutingDecision([Third], [RoutingReason.OnDuty]), After(400));
        Assert.Equal((due, Third), (read.StepTarget, read.NextStep.Who!.Value)); // who is asked in turn has no more time for it

        read.GiveOpinion(next, new AdviceId(Guid.CreateVersion7()), Third, read.ContentVersion, Disposition.ReferRoutine, Adequacy.Adequate, 0, After(500));
        Assert.Equal((null, ConsultState.Answered, advised), (read.AnotherSince, read.State, read.AdvisedAt));
        Assert.Equal((Third, NextStepKind.ResolveConflict), (read.Owner!.Value, read.NextStep.Kind));
        Assert.Equal(ConsultState.Read, state);
    }

    [Fact]
    public void A_wish_stands_once_needs_an_answer_and_ends_with_the_case()
    {
        var read = In(ConsultState.Read);
        read.Consult.WishAnother(NewOpinion(), Requester, After(300));
        read.RecordsNothing(c => c.WishAnother(NewOpinion(), Requester, After(301)));
        read.Consult.Close("new", "avoided", null, null, Requester, After(302));
        Assert.Equal((null, NextStep.Nothing), (read.Consult.AnotherSince, read.Consult.NextStep));
        read.Refuses("consult.closed", c => c.WishAnother(NewOpinion(), Requester, After(303)));
        In(ConsultState.Claimed).Refuses("another.no-answer", c => c.WishAnother(NewOpinion(), Requester, After(60)));
    }

    [Fact]
    public void Advice_that_waits_for_a_signature_does_not_hold_an_emergency()
    {
        var claimed = In(ConsultState.Claimed).Consult;
        var advice = new AdviceId(Guid.CreateVersion7());
        claimed.Advise(advice, First, claimed.ContentVersion, Disposition.ManageLocally, Adequacy.Adequate, 0, After(60), needsSignature: true);
        claimed.AmendIntake(Urgency.Urgent, Requester, After(61));
        Assert.Equal(ConsultState.AdvicePending, claimed.State); // urgent is no emergency: a colleague reads it first

        claimed.AmendIntake(Urgency.Emergency, Requester, After(62));
        Assert.Equal((ConsultState.Answered, After(62)), (claimed.State, claimed.AdvisedAt!.Value));
        Assert.True(claimed.Advices[^1].WaitsForSignature);
        Assert.True(claimed.Advices[^1].ContentVersion < claimed.ContentVersion); // both faces say that newer data came
        claimed.Countersign(advice, Second, claimed.ContentVersion, After(63));
        Assert.Equal(Second, claimed.Advices[^1].SignedBy);
    }

    [Fact]
    public void Another_wish_of_the_patient_offers_anew_while_nobody_has_the_case()
    {
        var waiting = Sent().Consult;
        waiting.Offer(new RoutingDecision([First], [RoutingReason.OnDuty]), After(0));
        waiting.AmendIntake(Urgency.Routine, Requester, After(1), "");
        Assert.False(waiting.NeedsOffer); // as before
        waiting.AmendIntake(Urgency.Routine, Requester, After(2), "female");
        Assert.True(waiting.NeedsOffer);
        waiting.Offer(new RoutingDecision([First], [RoutingReason.OnDuty, RoutingReason.PreferenceNotMet]), After(2));
        Assert.Contains(RoutingReason.PreferenceNotMet, waiting.WhyOffered); // the same person, and why now
    }

    private static OpinionId NewOpinion() => new(Guid.CreateVersion7());
}
