using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>The closed loop of an emergency: said back and found right, or done by phone.</summary>
public sealed class ReadBackTests
{
    private static readonly ResponseTarget Target = ResponseTargets.Default(Urgency.Emergency);

    [Fact]
    public void An_emergency_closes_only_after_what_was_said_back_was_found_right()
    {
        var read = In(ConsultState.Read, Urgency.Emergency);
        var consult = read.Consult;
        Assert.Equal((NextStepKind.ReadBack, After(3) + Target.Read, Requester), (consult.NextStep.Kind, consult.NextStep.Due, consult.NextStep.Who!.Value));
        read.Refuses("advice.not-read-back", c => Close(c, 6));

        var said = SayBack(read, 7);
        Assert.Equal((NextStepKind.ConfirmReadBack, After(7) + Target.Claim, First), (consult.NextStep.Kind, consult.NextStep.Due, consult.NextStep.Who!.Value));
        read.Refuses("advice.not-read-back", c => Close(c, 8));

        consult.ConfirmReadBack(said, Second, After(9)); // any colleague of the service: nobody waits for one person
        Assert.Equal((false, NextStepKind.Close), (consult.NeedsReadBack, consult.NextStep.Kind));
        Close(consult, 10);
        Assert.Equal(ConsultState.Closed, consult.State);
    }

    [Fact]
    public void What_was_said_back_wrongly_is_said_back_anew()
    {
        var read = In(ConsultState.Read, Urgency.Emergency);
        var wrong = SayBack(read, 6);
        read.Consult.CorrectReadBack(wrong, First, After(7));
        Assert.Equal((NextStepKind.ReadBack, After(7) + Target.Read, Requester), (read.Consult.NextStep.Kind, read.Consult.NextStep.Due, read.Consult.NextStep.Who!.Value));
        read.Refuses("read-back.corrected", c => c.ConfirmReadBack(wrong, First, After(8)));

        var unsure = SayBack(read, 8);
        var right = SayBack(read, 9);
        read.Refuses("read-back.newer", c => c.ConfirmReadBack(unsure, First, After(10)));
        read.Refuses("read-back.newer", c => c.CorrectReadBack(unsure, First, After(10)));
        read.Consult.ConfirmReadBack(right, First, After(10));
        Assert.False(read.Consult.NeedsReadBack);

        read.Consult.CorrectReadBack(right, First, After(11)); // found out too late: the loop is open again
        Assert.Equal((true, NextStepKind.ReadBack), (read.Consult.NeedsReadBack, read.Consult.NextStep.Kind));
    }

    [Fact]
    public void Said_twice_counts_once()
    {
        var read = In(ConsultState.Read, Urgency.Emergency);
        var said = SayBack(read, 6);
        read.RecordsNothing(c => c.ReadBack(said, read.Advice, Requester, After(7)));
        read.Refuses("read-back.other-advice", c => c.ReadBack(said, new AdviceId(Guid.CreateVersion7()), Requester, After(7)));
        read.Consult.ConfirmReadBack(said, First, After(8));
        read.RecordsNothing(c => c.ConfirmReadBack(said, Second, After(9)));
        read.Consult.CorrectReadBack(said, First, After(10));
        read.RecordsNothing(c => c.CorrectReadBack(said, Second, After(11)));

        var call = new CallId(Guid.CreateVersion7());
        read.Consult.TellByPhone(call, read.Advice, First, After(11), After(12));
        Close(read.Consult, 13);
        read.RecordsNothing(c => c.TellByPhone(call, read.Advice, First, After(11), After(14)));
    }

    [Fact]
    public void Nobody_says_back_what_they_have_not_read_nor_confirms_their_own_words()
    {
        var answered = In(ConsultState.Answered, Urgency.Emergency);
        answered.Refuses("advice.unread", c => c.ReadBack(NewReadBack(), answered.Advice, Requester, After(5)));
        answered.Refuses("advice.unknown", c => c.ReadBack(NewReadBack(), new AdviceId(Guid.CreateVersion7()), Requester, After(5)));
        answered.Consult.ReadAdvice(answered.Advice, Requester, After(5));
        var said = SayBack(answered, 6);
        answered.Refuses("read-back.own", c => c.ConfirmReadBack(said, Requester, After(7)));
        answered.Refuses("read-back.own", c => c.CorrectReadBack(said, Requester, After(7)));
        answered.Refuses("read-back.own", c => c.TellByPhone(NewCall(), answered.Advice, Requester, After(6), After(7)));
        answered.Refuses("read-back.unknown", c => c.ConfirmReadBack(NewReadBack(), First, After(7)));
    }

    [Fact]
    public void Changed_advice_is_said_back_anew()
    {
        var read = In(ConsultState.Read, Urgency.Emergency);
        var (consult, first) = (read.Consult, read.Advice);
        var said = SayBack(read, 6);
        consult.Amend(new AdviceId(Guid.CreateVersion7()), first, First, consult.ContentVersion, Disposition.EmergencyTransfer, Adequacy.Adequate, 1, After(7));
        read.Refuses("read-back.advice-changed", c => c.ConfirmReadBack(said, First, After(8)));
        read.Refuses("read-back.advice-changed", c => c.ReadBack(NewReadBack(), first, Requester, After(8)));
        read.Refuses("read-back.advice-changed", c => c.TellByPhone(NewCall(), first, First, After(7), After(8)));
        Assert.Equal((true, NextStepKind.Read), (consult.NeedsReadBack, consult.NextStep.Kind));

        consult.ReadAdvice(read.Advice, Requester, After(9));
        consult.ConfirmReadBack(SayBack(read, 10), First, After(11));
        Assert.False(consult.NeedsReadBack);
    }

    [Fact]
    public void What_was_told_by_phone_needs_no_saying_back_and_is_read_in_peace()
    {
        var answered = In(ConsultState.Answered, Urgency.Emergency);
        answered.Consult.TellByPhone(NewCall(), answered.Advice, First, After(4), After(5));
        Assert.False(answered.Consult.NeedsReadBack);
        Assert.Equal((NextStepKind.Read, After(3) + ResponseTargets.ReadAfterCall), (answered.Consult.NextStep.Kind, answered.Consult.NextStep.Due));

        answered.Consult.ReadAdvice(answered.Advice, Requester, After(30));
        Assert.Equal(NextStepKind.Close, answered.Consult.NextStep.Kind);
        var said = SayBack(answered, 31); // who says it back all the same waits for a yes
        Assert.Equal(NextStepKind.ConfirmReadBack, answered.Consult.NextStep.Kind);
        answered.Consult.CorrectReadBack(said, First, After(32));
        answered.Consult.TellByPhone(NewCall(), answered.Advice, Second, After(33), After(33));
        Assert.False(answered.Consult.NeedsReadBack);
    }

    [Fact]
    public void A_call_can_be_the_first_response_at_the_time_when_they_spoke()
    {
        var waiting = Sent(Urgency.Emergency);
        waiting.Refuses("call.time", c => c.TellByPhone(NewCall(), null, First, After(11), After(10)));
        waiting.Refuses("call.time", c => c.TellByPhone(NewCall(), null, First, After(-1.1), After(10)));
        waiting.Consult.PostMessage(new MessageId(Guid.CreateVersion7()), First, fromService: true, After(6));

        waiting.Consult.TellByPhone(NewCall(), null, First, After(2), After(10)); // recorded when there was time
        Assert.Equal(After(2), waiting.Consult.FirstResponseAt);
        Assert.Equal(NextStepKind.Claim, waiting.Consult.NextStep.Kind); // a word on the phone takes no case

        waiting.Consult.TellByPhone(NewCall(), null, Second, After(-0.5), After(12)); // whole minutes: in the minute of the receipt
        Assert.Equal(Noon, waiting.Consult.FirstResponseAt);
    }

    [Fact]
    public void A_silence_in_the_loop_becomes_the_coordinators()
    {
        var read = In(ConsultState.Read, Urgency.Emergency);
        read.Consult.MarkOverdue(read.Consult.NextStep.Due);
        Assert.Equal((NextStepKind.ReadBack, true, Coordinator), (read.Consult.NextStep.Kind, read.Consult.NextStep.Overdue, read.Consult.NextStep.Who!.Value));

        SayBack(read, 30);
        Assert.False(read.Consult.NextStep.Overdue);
        read.Consult.MarkOverdue(read.Consult.NextStep.Due);
        Assert.Equal((NextStepKind.ConfirmReadBack, true, Coordinator), (read.Consult.NextStep.Kind, read.Consult.NextStep.Overdue, read.Consult.NextStep.Who!.Value));
    }

    [Fact]
    public void What_is_no_emergency_needs_no_saying_back_until_it_becomes_one()
    {
        var read = In(ConsultState.Read, Urgency.Urgent);
        Assert.Equal((false, NextStepKind.Close), (read.Consult.NeedsReadBack, read.Consult.NextStep.Kind));
        read.Consult.AmendIntake(Urgency.Emergency, Requester, After(20));
        Assert.Equal((true, NextStepKind.ReadBack), (read.Consult.NeedsReadBack, read.Consult.NextStep.Kind));
    }

    private static ReadBackId NewReadBack() => new(Guid.CreateVersion7());

    private static CallId NewCall() => new(Guid.CreateVersion7());

    private static ReadBackId SayBack(Case read, double at)
    {
        var said = NewReadBack();
        read.Consult.ReadBack(said, read.Advice, Requester, After(at));
        return said;
    }

    private static void Close(Consult consult, double at) => consult.Close("new", "avoided", null, null, Requester, After(at));
}
