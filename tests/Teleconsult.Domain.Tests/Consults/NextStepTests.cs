using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

public sealed class NextStepTests
{
    [Theory]
    [InlineData(ConsultState.Unallocated, NextStepKind.Allocate)]
    [InlineData(ConsultState.Waiting, NextStepKind.Claim)]
    [InlineData(ConsultState.Claimed, NextStepKind.Advise)]
    [InlineData(ConsultState.NeedsRequester, NextStepKind.GiveInformation)]
    [InlineData(ConsultState.AdvicePending, NextStepKind.ReleaseAdvice)]
    [InlineData(ConsultState.Answered, NextStepKind.Read)]
    [InlineData(ConsultState.Read, NextStepKind.Close)]
    [InlineData(ConsultState.Closed, NextStepKind.None)]
    public void Each_state_has_its_next_step(ConsultState state, NextStepKind step) => Assert.Equal(step, In(state).Consult.NextStep.Kind);

    [Fact]
    public void A_step_that_nobody_takes_becomes_the_coordinators_again_and_again()
    {
        var consult = In(ConsultState.Claimed, Urgency.Urgent).Consult;
        for (var round = 1; round <= 4; round++)
        {
            var due = consult.NextStep.Due;
            consult.MarkOverdue(due.AddTicks(-1));
            Assert.Equal(round - 1, consult.StepRound);

            consult.MarkOverdue(due);

            Assert.Equal((round, true, Coordinator), (consult.StepRound, consult.NextStep.Overdue, consult.NextStep.Who!.Value));
            Assert.Equal(due + ResponseTargets.Default(Urgency.Urgent).Claim, consult.NextStep.Due);
        }
    }

    [Fact]
    public void Lateness_is_forgotten_when_the_step_is_done_and_comes_back_at_once_when_the_case_does()
    {
        var consult = Sent(Urgency.Urgent).Consult;
        Climb(consult, 0);
        Climb(consult, 30);
        Assert.True(consult.NextStep.Overdue);
        consult.ClaimBy(First, After(31));
        Assert.False(consult.NextStep.Overdue);

        consult.ReleaseBy(First, After(40));
        Assert.Equal(After(40), consult.NextStep.Due); // the promise passed long ago: due now, not in another half hour
        Climb(consult, 40);
        Assert.True(consult.NextStep.Overdue);
    }

    [Fact]
    public void Handing_over_does_not_start_the_promise_anew()
    {
        var consult = In(ConsultState.Claimed).Consult;
        var advice = consult.NextStep.Due;
        consult.RedirectTo(Eyes, First, After(30));
        Assert.Equal(Noon + ResponseTargets.Default(Urgency.Routine).Claim, consult.StepTarget);
        consult.ClaimBy(Second, After(60));
        Assert.Equal(advice, consult.NextStep.Due);
        consult.LapseClaim(After(200));
        consult.ClaimBy(First, After(300));
        Assert.Equal(advice, consult.NextStep.Due);
    }

    [Fact]
    public void A_closed_case_is_never_overdue() => In(ConsultState.Closed).RecordsNothing(c => c.MarkOverdue(DateTimeOffset.MaxValue));

    [Fact]
    public void The_timers_are_the_step_and_the_lease()
    {
        var held = In(ConsultState.Claimed).Consult;
        Assert.Equal(
            [(ConsultTimer.ClaimLease, held.LeaseEnds!.Value), (ConsultTimer.Step, held.NextStep.Due)], held.DueTimers());
        var pending = In(ConsultState.AdvicePending).Consult;
        Assert.Equal([(ConsultTimer.AdviceRelease, pending.NextStep.Due)], pending.DueTimers());
    }

    [Theory]
    [InlineData(Urgency.Emergency)]
    [InlineData(Urgency.Urgent)]
    [InlineData(Urgency.Soon)]
    public void The_more_urgent_the_sooner(Urgency urgency)
    {
        var (sooner, later) = (ResponseTargets.Default(urgency), ResponseTargets.Default(urgency - 1));
        Assert.True(sooner.Claim < later.Claim && sooner.Advice < later.Advice && sooner.Read < later.Read && sooner.Information < later.Information);
        Assert.True(sooner.Claim < sooner.Advice);
        Assert.True(ResponseTargets.ClaimLease(urgency) <= ResponseTargets.ClaimLease(urgency - 1));
    }

    private static void Climb(Consult consult, double minute) => consult.Climb(DefaultLadders.Of(consult.Urgency), _ => null, After(minute));
}
