using Teleconsult.Domain.Consults;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

public sealed class AdviceTests
{
    [Fact]
    public void Advice_waits_ten_seconds_in_which_it_can_be_taken_back()
    {
        var held = In(ConsultState.Claimed);
        held.AnswerBy(First, After(3));
        var sent = held.Consult.Advices[^1];
        Assert.Equal(After(3).AddSeconds(10), sent.ReleasesAt);

        held.RecordsNothing(c => c.ReleaseAdvice(sent.ReleasesAt.AddTicks(-1)));
        held.Refuses("advice.unknown", c => c.ReadAdvice(sent.Id, Requester, After(3))); // not visible yet
        held.Consult.TakeBack(sent.Id, First, sent.ReleasesAt.AddTicks(-1));

        Assert.Equal((ConsultState.Claimed, First), (held.Consult.State, held.Consult.Holder));
        Assert.Null(held.Consult.AdvisedAt);
        held.RecordsNothing(c => c.TakeBack(sent.Id, First, After(20))); // repeating it is harmless
    }

    [Fact]
    public void Advice_that_went_out_cannot_be_taken_back()
    {
        var pending = In(ConsultState.AdvicePending);
        pending.Refuses("advice.unknown", c => c.TakeBack(pending.Advice, Second, After(3)));
        pending.Refuses("advice.released", c => c.TakeBack(pending.Advice, First, After(4)));

        pending.Consult.ReleaseAdvice(After(4));
        pending.Refuses("advice.released", c => c.TakeBack(pending.Advice, First, After(3)));
        pending.RecordsNothing(c => c.ReleaseAdvice(After(5)));
    }

    [Theory]
    [InlineData(ConsultState.Answered)]
    [InlineData(ConsultState.Read)]
    [InlineData(ConsultState.Closed)]
    public void Changed_advice_goes_out_at_once_and_has_to_be_read_whatever_was_read_before(ConsultState state)
    {
        var answered = In(state);
        var (consult, earlier) = (answered.Consult, answered.Advice);
        consult.Amend(NewAdvice(), earlier, First, consult.ContentVersion, Disposition.ReferUrgent, Adequacy.Adequate, 2, After(60));

        Assert.Equal((ConsultState.Answered, 2), (consult.State, consult.Advices.Count));
        Assert.True(consult.IsReplaced(consult.Advices[0]));
        Assert.Equal((NextStepKind.Read, Requester), (consult.NextStep.Kind, consult.NextStep.Who!.Value));
        Assert.True(consult.NextStep.Due > After(60));

        consult.ReadAdvice(earlier, Requester, After(61)); // the one that no longer stands
        Assert.Equal(ConsultState.Answered, consult.State);
        answered.Refuses("advice.unread", c => c.Close("new", "avoided", null, null, Requester, After(61)));
        consult.ReadAdvice(answered.Advice, Requester, After(62));
        Assert.Equal((ConsultState.Read, NextStepKind.Close), (consult.State, consult.NextStep.Kind));
        Assert.True(consult.NextStep.Due > After(62));
    }

    [Fact]
    public void Only_ones_own_newest_advice_can_be_changed_and_only_after_reading_what_is_new()
    {
        var answered = In(ConsultState.Answered);
        var (consult, earlier) = (answered.Consult, answered.Advice);
        void Change(AdviceId replaces, PractitionerId by, long seen) =>
            consult.Amend(NewAdvice(), replaces, by, seen, Disposition.NoAction, Adequacy.Adequate, 0, After(9));

        answered.Refuses("advice.unknown", c => Change(earlier, Second, c.ContentVersion));
        answered.Refuses("consult.content-changed", c => Change(earlier, First, c.ContentVersion - 1));
        Change(earlier, First, consult.ContentVersion);
        answered.Refuses("advice.replaced", c => Change(earlier, First, c.ContentVersion));
        In(ConsultState.AdvicePending).Refuses("advice.unknown", c => c.Amend(
            NewAdvice(), c.Advices[0].Id, First, c.ContentVersion, Disposition.NoAction, Adequacy.Adequate, 0, After(3))); // it can be taken back instead
    }

    [Fact]
    public void An_emergency_is_answered_at_once()
    {
        var consult = In(ConsultState.Claimed, Urgency.Emergency);
        consult.AnswerBy(First, After(2));

        Assert.Equal(ConsultState.Answered, consult.Consult.State);
        Assert.Equal(After(2), consult.Consult.AdvisedAt);
    }

    [Fact]
    public void Advice_is_about_what_its_author_has_seen()
    {
        var held = In(ConsultState.Claimed);
        var seen = held.Consult.ContentVersion;
        held.StorePhoto(held.Photo, After(2));

        var refused = held.Refuses("consult.content-changed", c => c.Advise(
            new AdviceId(Guid.CreateVersion7()), First, seen, Disposition.NoAction, Adequacy.Adequate, 0, After(3)));
        Assert.Equal(seen, refused.Arguments["seen"]);
        Assert.Equal(seen + 1, refused.Arguments["current"]);

        held.AnswerBy(First, After(4));
        Assert.Equal(seen + 1, held.Consult.Advices[^1].ContentVersion);
    }

    [Theory]
    [InlineData(ConsultState.Waiting, "consult.not-held")]
    [InlineData(ConsultState.Unallocated, "consult.not-held")]
    [InlineData(ConsultState.Claimed, "consult.held")]
    [InlineData(ConsultState.NeedsRequester, "consult.held")]
    [InlineData(ConsultState.AdvicePending, "consult.answered")]
    [InlineData(ConsultState.Answered, "consult.answered")]
    [InlineData(ConsultState.Closed, "consult.answered")]
    public void Only_the_holder_answers_and_only_once(ConsultState state, string code)
    {
        var made = In(state);
        made.Refuses(code, _ => made.AnswerBy(Second, After(20)));
    }

    [Fact]
    public void Advice_drops_what_was_asked_and_ends_the_pause()
    {
        var asked = In(ConsultState.NeedsRequester);
        asked.AnswerBy(First, After(62));

        Assert.True(asked.Consult.Requests[0].Dropped);
        Assert.Null(asked.Consult.PausedSince);
        Assert.Equal(TimeSpan.FromMinutes(60), asked.Consult.PausedTotal);
    }

    [Fact]
    public void Reading_is_recorded_once_and_opens_the_way_to_closing()
    {
        var answered = In(ConsultState.Answered);
        answered.Refuses("advice.unread", c => c.Close("new", "avoided", null, null, Requester, After(5)));
        answered.Consult.ReadAdvice(answered.Advice, Requester, After(5));
        answered.RecordsNothing(c => c.ReadAdvice(answered.Advice, Requester, After(6)));
        answered.Refuses("advice.unknown", c => c.ReadAdvice(new AdviceId(Guid.CreateVersion7()), Requester, After(6)));

        answered.Consult.Close("new", "avoided", 5, true, Requester, After(7));
        answered.RecordsNothing(c => c.Close("none", "other", 1, false, Requester, After(8)));
        Assert.Equal(NextStep.Nothing, answered.Consult.NextStep);
        Assert.Equal(ConsultTimer.Referral, Assert.Single(answered.Consult.DueTimers()).Kind); // the patient was sent on
    }

    [Fact]
    public void An_action_line_is_marked_and_marked_again()
    {
        var read = In(ConsultState.Read);
        read.Consult.MarkAction(read.Advice, 1, ActionOutcome.NotDone, Requester, After(6));
        read.RecordsNothing(c => c.MarkAction(read.Advice, 1, ActionOutcome.NotDone, Requester, After(7)));
        read.Consult.MarkAction(read.Advice, 1, ActionOutcome.Done, Requester, After(8));

        Assert.Equal((1, ActionOutcome.Done), (Assert.Single(read.Consult.Advices[^1].Marks).Line, read.Consult.Advices[^1].Marks[0].Outcome));
        read.Refuses("advice.no-such-line", c => c.MarkAction(read.Advice, 2, ActionOutcome.Done, Requester, After(9)));
        read.Refuses("advice.no-such-line", c => c.MarkAction(read.Advice, -1, ActionOutcome.Done, Requester, After(9)));
    }

    [Fact]
    public void The_close_out_needs_its_two_answers() =>
        Assert.Throws<ArgumentException>(() => In(ConsultState.Read).Consult.Close("", "avoided", null, null, Requester, After(9)));

    private static AdviceId NewAdvice() => new(Guid.CreateVersion7());
}
