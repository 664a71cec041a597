using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.Tests.Consults;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Ladders;

/// <summary>Rungs of an emergency: 0, 3, 5, 10, 15 minutes.</summary>
public sealed class ClimbTests
{
    private static readonly Ladder Steps = new(Urgency.Emergency,
    [
        new(TimeSpan.Zero, [RungWhom.Pool, RungWhom.OnCall], [AlertChannel.Push]), new(TimeSpan.FromMinutes(3), [RungWhom.OnCall], [AlertChannel.Sms]),
        new(TimeSpan.FromMinutes(5), [RungWhom.Backup], [AlertChannel.Push]), new(TimeSpan.FromMinutes(10), [RungWhom.Lead], [AlertChannel.Push]),
        new(TimeSpan.FromMinutes(15), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Push]),
    ]);

    [Fact]
    public void To_become_free_is_the_first_rung_and_no_event()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        var version = consult.Version;

        Assert.Equal((1, 1), Climb(consult, 0));

        Assert.Equal((version, 1, 2, After(3), First), (consult.Version, consult.Rung, consult.NextStep.Rung!.Value, consult.NextStep.Due, consult.NextStep.Who!.Value));
        Assert.Null(Climb(consult, 2.9));
    }

    [Fact]
    public void Each_rung_is_decided_once_and_the_last_one_leaves_it_to_the_coordinator()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);
        foreach (var (minute, rung) in new[] { (3.0, 2), (5, 3), (10, 4), (15, 5) })
        {
            Assert.Equal((rung, rung), Climb(consult, minute));
            Assert.Null(Climb(consult, minute));
            Assert.Equal(minute >= 5, consult.NextStep.Overdue); // promised to be taken within five minutes
        }

        Assert.True(consult.IsUnanswered);
        Assert.Equal((Coordinator, After(20), null, After(15)), (consult.NextStep.Who, consult.NextStep.Due, consult.NextStep.Rung, consult.UnansweredAt));
        consult.MarkOverdue(After(20));
        Assert.Equal((Coordinator, After(25)), (consult.NextStep.Who, consult.NextStep.Due)); // again and again
    }

    [Fact]
    public void What_was_missed_is_one_rung_the_highest()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);

        Assert.Equal((2, 4), Climb(consult, 12));

        Assert.Equal(4, Assert.Single(consult.PendingEvents.OfType<RungReached>()).Rung);
        Assert.Equal(After(15), consult.NextStep.Due);
    }

    [Fact]
    public void It_stops_at_the_claim_and_goes_on_from_where_time_stands()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);
        consult.ClaimBy(First, After(1));
        Assert.Null(Climb(consult, 9));

        consult.LapseClaim(After(11));

        Assert.Equal((1, 4), Climb(consult, 11)); // the pool hears again that it is free, the lead for the first time
        Assert.Equal((After(15), 2), (consult.NextStep.Due, consult.LadderRound));
    }

    [Fact]
    public void A_redirect_does_not_start_it_anew_and_tells_the_new_team_at_once()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);
        consult.ClaimBy(First, After(2));
        consult.RedirectTo(Eyes, First, After(6));

        Assert.Equal((1, 3), Climb(consult, 6));
        Assert.Equal(After(10), consult.NextStep.Due);
    }

    [Fact]
    public void Raised_urgency_stands_where_the_time_since_receipt_puts_it()
    {
        var consult = Sent(Urgency.Urgent).Consult;
        consult.Climb(DefaultLadders.Of(Urgency.Urgent), _ => null, After(0));
        consult.AmendIntake(Urgency.Emergency, Requester, After(7));

        Assert.Equal((1, 3), Climb(consult, 7));
        Assert.True(consult.NextStep.Overdue);
    }

    [Fact]
    public void A_clock_that_jumps_back_decides_nothing_twice_and_one_that_jumps_ahead_loses_nothing()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);
        Assert.Equal((2, 4), Climb(consult, 12)); // jumped ahead
        foreach (var minute in new[] { -60.0, 0, 3, 5, 10, 14.9 })
        {
            Assert.Null(Climb(consult, minute)); // and back
        }

        Assert.Equal((5, 5), Climb(consult, 15));
    }

    [Fact]
    public void A_promise_that_ends_between_two_rungs_is_late_at_its_own_time()
    {
        var slow = new Ladder(Urgency.Emergency,
        [
            new(TimeSpan.Zero, [RungWhom.Pool], [AlertChannel.Live]),
            new(TimeSpan.FromMinutes(20), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Push]),
        ]);
        var consult = Sent(Urgency.Emergency).Consult;
        consult.Climb(slow, _ => null, After(0));
        Assert.Equal(After(5), consult.NextStep.Due);

        Assert.Null(consult.Climb(slow, _ => null, After(5)));

        Assert.Equal((true, After(20), 2), (consult.NextStep.Overdue, consult.NextStep.Due, consult.NextStep.Rung!.Value));
        Assert.IsType<StepOverdue>(consult.PendingEvents[^1]);
    }

    [Fact]
    public void A_shorter_ladder_published_meanwhile_still_ends_with_coordinator_and_requester()
    {
        var consult = Sent(Urgency.Emergency).Consult;
        Climb(consult, 0);
        Climb(consult, 10);
        var shorter = new Ladder(Urgency.Emergency, [Steps[1], new(TimeSpan.FromMinutes(8), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Push])]);

        Assert.Equal((2, 2), consult.Climb(shorter, _ => null, After(15)));
        Assert.True(consult.IsUnanswered);
    }

    private static (int First, int Last)? Climb(Consult consult, double minute) => consult.Climb(Steps, _ => First, After(minute));
}
