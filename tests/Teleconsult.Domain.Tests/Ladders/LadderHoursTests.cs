using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Domain.Tests.Consults;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Ladders;

/// <summary>A promise in opening hours: the ladder counts as the promise does.</summary>
public sealed class LadderHoursTests
{
    private static readonly TimeSpan Claim = TimeSpan.FromHours(8);

    // The case comes on a Friday at noon: one hour is open still, then Monday begins at eight.
    private static readonly ServiceCalendar Calendar = new(
        TimeZoneInfo.Utc, WeeklyHours.Parse("mon 08:00-16:00, tue 08:00-16:00, fri 08:00-13:00"), new Dictionary<DateOnly, string>());

    private static readonly DateTimeOffset Monday = Noon.AddHours(-12).AddDays(3);

    [Fact]
    public void Nobody_hears_that_nobody_has_answered_before_the_promise_ends()
    {
        var consult = Promised(Urgency.Routine);
        var ladder = DefaultLadders.Of(Urgency.Routine, consult.Target.Claim);

        Assert.Equal((1, 1), consult.Climb(ladder, _ => null, Noon, Calendar));
        Assert.Equal(Monday.AddHours(11), consult.NextStep.Due);
        Assert.Null(consult.Climb(ladder, _ => null, Noon.AddHours(30), Calendar)); // by the wall clock it would be at its end
        Assert.Equal((2, 2), consult.Climb(ladder, _ => null, Monday.AddHours(11), Calendar));
        Assert.Equal((3, 3), consult.Climb(ladder, _ => null, Monday.AddHours(13), Calendar));
        Assert.False(consult.NextStep.Overdue);
        Assert.Equal((4, 4), consult.Climb(ladder, _ => null, Monday.AddHours(15), Calendar));
        Assert.True(consult.NextStep.Overdue);
        Assert.False(consult.IsUnanswered);
        Assert.Equal(Monday.AddDays(1).AddHours(11), consult.NextStep.Due); // only then, twelve open hours after it came
    }

    [Fact]
    public void Urgency_raised_to_emergency_counts_by_the_wall_clock_at_once()
    {
        var consult = Promised(Urgency.Routine);
        consult.Climb(DefaultLadders.Of(Urgency.Routine, Claim), _ => null, Noon, Calendar);
        consult.AmendIntake(Urgency.Emergency, Requester, After(120));
        consult.MakePromise(null, Calendar, After(120));

        Assert.Equal((1, 6), consult.Climb(DefaultLadders.Of(Urgency.Emergency), _ => null, After(120), Calendar));
        Assert.True(consult.IsUnanswered);
    }

    [Fact]
    public void Without_a_promise_in_opening_hours_the_wall_clock_counts()
    {
        var consult = Sent(Urgency.Routine).Consult;

        consult.Climb(DefaultLadders.Of(Urgency.Routine), _ => null, Noon, Calendar);

        Assert.Equal(Noon.AddHours(12), consult.NextStep.Due);
    }

    private static Consult Promised(Urgency urgency)
    {
        var consult = Sent(urgency).Consult;
        var @default = ResponseTargets.Default(urgency);
        consult.MakePromise(new ServicePromise(@default with { Claim = Claim }, InServiceHours: true), Calendar, Noon);
        return consult;
    }
}
