using Teleconsult.Domain.Consults;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>Second opinions, and two answers that differ (the domain brief, hazard H6).</summary>
public sealed class OpinionTests
{
    private static readonly OpinionId Asked = new(Guid.CreateVersion7());
    private static readonly AdviceId Other = new(Guid.CreateVersion7());

    [Fact]
    public void Holder_and_author_ask_and_nobody_else()
    {
        var held = In(ConsultState.Claimed);
        held.Refuses("opinion.not-yours", c => c.AskOpinion(Asked, Second, First, After(2)));
        held.Refuses("opinion.self", c => c.AskOpinion(Asked, First, First, After(2)));
        held.Refuses("opinion.self", c => c.AskOpinion(Asked, First, Requester, After(2)));
        held.Consult.AskOpinion(Asked, First, Second, After(2));
        held.RecordsNothing(c => c.AskOpinion(Asked, First, Second, After(3))); // repeating it is harmless
        held.Refuses("opinion.asked", c => c.AskOpinion(new(Guid.CreateVersion7()), First, Second, After(3)));
        Assert.Equal((First, ConsultState.Claimed), (held.Consult.Holder, held.Consult.State)); // one holder, as before

        var answered = In(ConsultState.Answered);
        answered.Consult.AskOpinion(Asked, First, Second, After(6));
        Assert.True(Assert.Single(answered.Consult.Opinions).IsOpen);
        In(ConsultState.Closed).Refuses("consult.closed", c => c.AskOpinion(Asked, First, Second, After(9)));
    }

    [Fact]
    public void An_opinion_before_the_answer_waits_with_it_and_stands_beside_it_then()
    {
        var held = In(ConsultState.Claimed);
        held.Consult.AskOpinion(Asked, First, Second, After(2));
        Give(held, Disposition.ManageLocally, 3);
        Assert.Empty(held.Consult.Shown); // the requester waits for the answer, and sees no half of it
        Assert.Equal((ConsultState.Claimed, NextStepKind.Advise), (held.Consult.State, held.Consult.StepKind));
        Assert.Null(held.Consult.AdvisedAt);

        held.AnswerBy(First, After(4));
        held.Consult.ReleaseAdvice(After(5));
        Assert.Equal([Second, First], held.Consult.StandingAdvice.Select(a => a.Author));
        Assert.True(held.Consult.IsInConflict);
        Assert.Equal((NextStepKind.ResolveConflict, First), (held.Consult.StepKind, held.Consult.StepWho!.Value));
    }

    [Fact]
    public void An_opinion_after_the_answer_is_something_new_to_read()
    {
        var read = In(ConsultState.Read);
        read.Consult.AskOpinion(Asked, First, Second, After(6));
        Give(read, Disposition.ReferUrgent, 7);
        Assert.Equal((ConsultState.Answered, NextStepKind.Read, false), (read.Consult.State, read.Consult.StepKind, read.Consult.IsInConflict)); // they agree
        read.Refuses("advice.unread", c => c.Close("new", "avoided", 5, true, Requester, After(8)));
        read.Consult.ReadAdvice(Other, Requester, After(8));
        Assert.Equal((ConsultState.Read, NextStepKind.Close), (read.Consult.State, read.Consult.StepKind));
    }

    [Fact]
    public void Who_answered_says_which_stands_and_the_coordinator_covers()
    {
        var (differ, own) = Differing();
        var promise = differ.Consult.StepDue;
        Assert.Equal((NextStepKind.ResolveConflict, First), (differ.Consult.StepKind, differ.Consult.StepWho!.Value));
        differ.Refuses("conflict.not-yours", c => c.ResolveConflict(Other, Second, After(8)));
        differ.Refuses("advice.unknown", c => c.ResolveConflict(new(Guid.CreateVersion7()), First, After(8)));

        differ.Consult.MarkOverdue(promise);
        Assert.Equal((Coordinator, true), (differ.Consult.StepWho!.Value, differ.Consult.NextStep.Overdue));

        differ.Consult.ResolveConflict(own, First, promise.AddMinutes(1));
        Assert.Equal((own, false), (differ.Consult.Stands!.Value, differ.Consult.IsInConflict));
        Assert.Equal(2, differ.Consult.StandingAdvice.Count()); // both are kept
        Assert.Equal((NextStepKind.Read, Requester), (differ.Consult.StepKind, differ.Consult.StepWho!.Value));
        differ.Consult.ReadAdvice(own, Requester, promise.AddMinutes(2));
        Assert.Equal((ConsultState.Read, NextStepKind.Close), (differ.Consult.State, differ.Consult.StepKind)); // the other one does not count
        differ.RecordsNothing(c => c.ResolveConflict(own, First, promise.AddMinutes(2)));
        differ.Refuses("conflict.none", c => c.ResolveConflict(Other, First, promise.AddMinutes(2)));
    }

    [Fact]
    public void A_change_that_agrees_ends_the_conflict_and_one_that_differs_opens_it_again()
    {
        var (differ, own) = Differing();
        var changed = new AdviceId(Guid.CreateVersion7());
        differ.Consult.Amend(changed, own, First, differ.Consult.ContentVersion, Disposition.ManageLocally, Adequacy.Adequate, 1, After(9));
        Assert.False(differ.Consult.IsInConflict);

        var again = new AdviceId(Guid.CreateVersion7());
        differ.Consult.Amend(again, Other, Second, differ.Consult.ContentVersion, Disposition.EmergencyTransfer, Adequacy.Adequate, 1, After(10));
        Assert.True(differ.Consult.IsInConflict);
        differ.Consult.ResolveConflict(again, First, After(11)); // the colleague's may stand too
        Assert.Equal(again, differ.Consult.Stands);
        Assert.Equal(First, differ.Consult.Owner);
    }

    [Fact]
    public void A_changed_opinion_is_no_answer()
    {
        var held = In(ConsultState.Claimed);
        held.Consult.AskOpinion(Asked, First, Second, After(2));
        Give(held, Disposition.ManageLocally, 3);
        held.Consult.Amend(new(Guid.CreateVersion7()), Other, Second, held.Consult.ContentVersion, Disposition.ReferRoutine, Adequacy.Adequate, 1, After(4));
        Assert.Equal((ConsultState.Claimed, First), (held.Consult.State, held.Consult.Holder));
        Assert.Empty(held.Consult.Shown);
    }

    [Fact]
    public void Who_was_not_asked_or_has_answered_gives_none()
    {
        var held = In(ConsultState.Claimed);
        held.Refuses("opinion.unknown", c => c.GiveOpinion(Asked, Other, Second, c.ContentVersion, Disposition.NoAction, Adequacy.Adequate, 0, After(2)));
        held.Consult.AskOpinion(Asked, First, Second, After(2));
        held.Refuses("opinion.unknown", c => c.GiveOpinion(Asked, Other, First, c.ContentVersion, Disposition.NoAction, Adequacy.Adequate, 0, After(3)));
        held.StorePhoto(held.Photo, After(3));
        held.Refuses("consult.content-changed", c => c.GiveOpinion(Asked, Other, Second, 1, Disposition.NoAction, Adequacy.Adequate, 0, After(4)));

        held.Consult.DeclineOpinion(Asked, Second, After(5));
        held.RecordsNothing(c => c.DeclineOpinion(Asked, Second, After(6)));
        held.Refuses("opinion.done", c => c.GiveOpinion(Asked, Other, Second, c.ContentVersion, Disposition.NoAction, Adequacy.Adequate, 0, After(6)));
        held.Consult.AskOpinion(new(Guid.CreateVersion7()), First, Second, After(7)); // and can be asked again
    }

    [Fact]
    public void In_an_emergency_the_opinion_is_said_back_too()
    {
        var answered = In(ConsultState.Claimed, Urgency.Emergency);
        answered.Consult.AskOpinion(Asked, First, Second, After(2));
        Give(answered, Disposition.ReferUrgent, 3);
        Assert.False(answered.Consult.NeedsReadBack); // there is nothing that the requester could say back yet
        answered.AnswerBy(First, After(4));
        Assert.True(answered.Consult.NeedsReadBack);
    }

    private static (Case Case, AdviceId Own) Differing()
    {
        var answered = In(ConsultState.Answered);
        var own = answered.Advice;
        answered.Consult.AskOpinion(Asked, First, Second, After(6));
        Give(answered, Disposition.ManageLocally, 7);
        Assert.True(answered.Consult.IsInConflict);
        return (answered, own);
    }

    private static void Give(Case made, Disposition disposition, double minutes) =>
        made.Consult.GiveOpinion(Asked, Other, Second, made.Consult.ContentVersion, disposition, Adequacy.Adequate, 1, After(minutes));
}
