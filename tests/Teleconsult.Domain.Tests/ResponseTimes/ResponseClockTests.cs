using FsCheck;
using FsCheck.Fluent;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Tests;
using Xunit;

namespace Teleconsult.Domain.Tests.ResponseTimes;

/// <summary>The clock over the log of a case (domain brief §4.3).</summary>
public sealed class ResponseClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 27, 10, 0, 0, TimeSpan.Zero); // a Friday, 11:00 in Zurich
    private static readonly ServiceId Skin = new(Guid.NewGuid()), Wounds = new(Guid.NewGuid());
    private static readonly PractitionerId Worker = new(Guid.NewGuid()), Doctor = new(Guid.NewGuid()), Second = new(Guid.NewGuid());
    private static readonly TimeZoneInfo Zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");
    private static readonly ServiceCalendar Always = ServiceCalendar.Always(Zurich);

    // Split shifts from Monday to Friday; closed on Good Friday and Easter Monday.
    private static readonly ServiceCalendar Office = new(
        Zurich, WeeklyHours.Parse(string.Join(", ", new[] { "mon", "tue", "wed", "thu", "fri" }.Select(d => $"{d} 08:00-12:00 13:00-17:00"))),
        new Dictionary<DateOnly, string> { [new(2026, 4, 3)] = "Good Friday", [new(2026, 4, 6)] = "Easter Monday" });

    [Fact]
    public void What_the_network_needs_is_told_apart_from_what_people_need()
    {
        var clock = Of(Submitted(sent: TimeSpan.FromHours(-5)), new ConsultClaimed(At(0.5), Doctor, At(2)));
        Assert.Equal((TimeSpan.FromHours(5), TimeSpan.FromHours(0.5)), (clock.TransportDelay!.Value, clock.Wall(clock.ClaimedAt!.Value)));
        Assert.Null(Of(Submitted(sent: TimeSpan.FromHours(3))).TransportDelay); // the phone's clock goes ahead: nothing can be said
    }

    [Fact]
    public void The_clock_rests_only_while_the_requester_is_asked_and_both_clocks_say_what_they_count()
    {
        var clock = Of(Submitted(), Asked(1), Given(3), new AdviceSent(At(5), Advice, Doctor, 1, Disposition.ManageLocally, Adequacy.Adequate, 1, At(5)), new AdviceReleased(At(5), Advice));
        Assert.Equal(TimeSpan.FromHours(5), clock.Wall(clock.AdvisedAt!.Value));
        Assert.Equal(TimeSpan.FromHours(3), clock.Elapsed(clock.AdvisedAt!.Value, Always));
        Assert.Equal(TimeSpan.FromHours(2), clock.RequesterTurn(At(9)));
        Assert.Equal(At(8), clock.Due(TimeSpan.FromHours(6), Always));
        Assert.Equal(At(0.5), clock.Due(TimeSpan.FromHours(0.5), Always)); // was over before they were asked
    }

    [Fact]
    public void While_the_requester_is_asked_nothing_is_due()
    {
        var clock = Of(Submitted(), Asked(1));
        Assert.Null(clock.Due(TimeSpan.FromHours(6), Always));
        Assert.Equal(At(0.5), clock.Due(TimeSpan.FromHours(0.5), Always));
        Assert.Equal(TimeSpan.FromHours(1), clock.Elapsed(At(20), Always));
    }

    [Fact]
    public void The_third_question_stops_no_clock_and_asks_for_a_review()
    {
        var clock = Of(Submitted(), Asked(1), Given(2), Asked(3), Given(4), Asked(5), Given(8));
        Assert.True(clock.NeedsReview);
        Assert.Equal(TimeSpan.FromHours(10 - 2), clock.Elapsed(At(10), Always));
        Assert.Equal(TimeSpan.FromHours(5), clock.RequesterTurn(At(10)));
    }

    [Fact]
    public void The_clock_rests_until_all_that_was_asked_is_given()
    {
        var second = new RequestId(Guid.NewGuid());
        var clock = Of(Submitted(), Asked(1), Asked(2) with { Request = second }, Given(3), Given(5) with { Request = second });
        Assert.Equal([new Pause(At(1), At(5))], clock.Pauses);
    }

    [Fact]
    public void An_emergency_has_the_wall_clock_and_no_rest()
    {
        var clock = Of(Submitted(Urgency.Emergency), Asked(0.1), Given(0.3));
        Assert.Equal(At(0.5), clock.Due(TimeSpan.FromMinutes(30), Office));
        Assert.Equal(TimeSpan.FromHours(60), clock.Elapsed(At(60), Office)); // over the weekend
        Assert.False(clock.NeedsReview);
    }

    [Fact]
    public void Raised_urgency_is_measured_from_the_original_receipt()
    {
        var clock = Of(Submitted(), Asked(1), new UrgencyRaised(At(2), Urgency.Routine, Urgency.Emergency), Given(3));
        Assert.Equal(At(0.5), clock.Due(TimeSpan.FromMinutes(30), Office)); // late the moment it was raised, and says so
        Assert.Equal(TimeSpan.FromHours(4), clock.Elapsed(At(4), Office));
    }

    [Fact]
    public void Nothing_starts_the_clock_anew()
    {
        ConsultEvent[] moves =
        [
            Submitted(), new ConsultClaimed(At(1), Doctor, At(2)), new ClaimReleased(At(2), Doctor), new ConsultRedirected(At(3), Doctor, Skin, Wounds),
            new ConsultAllocated(At(4), Second, Wounds, Skin), new IntakeAmended(At(5), Worker), new ConsultClaimed(At(6), Second, At(7)), new ClaimLapsed(At(7), Second),
        ];
        var clock = Of(moves);
        Assert.Equal((At(0), At(0), At(1), Doctor), (clock.ReceivedAt, clock.AllocatedAt!.Value, clock.ClaimedAt!.Value, clock.ClaimedBy!.Value));
        Assert.Equal(At(6), clock.Due(TimeSpan.FromHours(6), Always));
    }

    [Fact]
    public void A_claim_that_was_undone_acknowledged_nothing()
    {
        ConsultEvent[] slip = [Submitted(), new ConsultClaimed(At(1), Doctor, At(2)), new ClaimReleased(At(1), Doctor, Undone: true)];
        Assert.Null(Of(slip).ClaimedAt);
        Assert.Equal((At(3), Second), (Of([.. slip, new ConsultClaimed(At(3), Second, At(4))]).ClaimedAt!.Value, Of([.. slip, new ConsultClaimed(At(3), Second, At(4))]).ClaimedBy!.Value));
        ConsultEvent[] second = [Submitted(), new ConsultClaimed(At(1), Doctor, At(2)), new ClaimReleased(At(2), Doctor), new ConsultClaimed(At(3), Second, At(4)), new ClaimReleased(At(3), Second, Undone: true)];
        Assert.Equal(At(1), Of(second).ClaimedAt); // the first one stands
    }

    [Fact]
    public void A_call_counts_when_they_spoke_and_a_coordinator_who_chases_does_not()
    {
        var clock = Of(
            Submitted(), new MessagePosted(At(1), new MessageId(Guid.NewGuid()), Second, FromRequester: false, FromService: false),
            new MessagePosted(At(4), new MessageId(Guid.NewGuid()), Doctor, FromRequester: false), new ToldByPhone(At(5), new CallId(Guid.NewGuid()), Second, null, At(2)));
        Assert.Equal((At(2), Second), (clock.FirstResponseAt!.Value, clock.FirstResponseBy!.Value));
        Assert.Null(clock.ClaimedAt); // a receipt or a message is no responsibility
    }

    [Fact]
    public void What_was_sent_in_error_counts_in_no_figure() =>
        Assert.Equal(ErasureReason.SentInError, Of(Submitted(), new ConsultErased(At(1), Second, ErasureReason.SentInError, WasOpen: true)).Excluded);

    [Fact]
    public void What_was_erased_after_it_was_closed_still_counts() =>
        Assert.False(Of(Submitted(), new ConsultErased(At(1), Second, ErasureReason.RetentionEnded, WasOpen: false)).IsExcluded);

    // Zurich goes to summer time on Sunday 29 March 2026 and back on Sunday 25 October 2026.
    [Theory]
    [InlineData("2026-03-27T10:00Z", 4, "2026-03-27T15:00Z")] // 11:00 to 12:00 and 13:00 to 16:00
    [InlineData("2026-03-27T15:00Z", 2, "2026-03-30T07:00Z")] // an hour on Friday, one on Monday, by summer time
    [InlineData("2026-10-23T14:00Z", 2, "2026-10-26T08:00Z")] // an hour on Friday, one on Monday, by winter time
    [InlineData("2026-04-02T14:00Z", 2, "2026-04-07T07:00Z")] // over Easter
    public void A_promise_in_service_hours_is_right_over_weekends_holidays_and_changing_clocks(string received, double hours, string due)
    {
        var clock = ResponseClock.Of([Submitted() with { At = DateTimeOffset.Parse(received, null) }]);
        Assert.Equal(DateTimeOffset.Parse(due, null), clock.Due(TimeSpan.FromHours(hours), Office));
        Assert.Equal(TimeSpan.FromHours(hours), clock.Elapsed(DateTimeOffset.Parse(due, null), Office));
    }

    private sealed record Story(ServiceCalendar Calendar, IReadOnlyList<ConsultEvent> Log, TimeSpan Promise);

    private static readonly Gen<Story> Stories =
        from office in Gen.Elements(Always, Office)
        from urgency in Gen.Elements(Urgency.Routine, Urgency.Soon, Urgency.Urgent, Urgency.Emergency)
        from begin in Gen.Choose(0, 400_000)
        from steps in Gen.Choose(0, 3_000).ListOf()
        from kinds in Gen.Choose(0, 4).ListOf()
        from promise in Gen.Choose(1, 6_000)
        select new Story(office, [.. Told(begin, urgency, steps, kinds)], TimeSpan.FromMinutes(promise));

    [Fact]
    public void When_it_is_due_the_clock_shows_the_promise_and_not_a_moment_earlier() => Holds(s =>
    {
        var clock = ResponseClock.Of(s.Log);
        return clock.Due(s.Promise, s.Calendar) is not { } due
            || (clock.Elapsed(due, s.Calendar) == s.Promise && clock.Elapsed(due.AddTicks(-1), s.Calendar) < s.Promise);
    });

    [Fact]
    public void The_clock_never_runs_backwards_nor_faster_than_the_wall() => Holds(s =>
    {
        var clock = ResponseClock.Of(s.Log);
        var times = Enumerable.Range(0, 40).Select(i => clock.ReceivedAt.AddHours(3 * i)).ToList();
        return times.Zip(times.Skip(1)).All(p => clock.Elapsed(p.First, s.Calendar) <= clock.Elapsed(p.Second, s.Calendar)
                && clock.Elapsed(p.Second, s.Calendar) - clock.Elapsed(p.First, s.Calendar) <= p.Second - p.First)
            && times.TrueForAll(t => clock.Elapsed(t, s.Calendar) >= TimeSpan.Zero);
    });

    [Fact]
    public void Moving_a_case_about_changes_no_promise() => Holds(s =>
    {
        var end = s.Log[^1].At;
        ConsultEvent[] moved = [.. s.Log, new ConsultAllocated(end, Second, Skin, Wounds), new ConsultClaimed(end, Doctor, end), new ClaimLapsed(end, Doctor), new IntakeAmended(end, Worker)];
        return ResponseClock.Of(moved).Due(s.Promise, s.Calendar) == ResponseClock.Of(s.Log).Due(s.Promise, s.Calendar);
    });

    private static void Holds(Func<Story, bool> property) =>
        Prop.ForAll(Arb.From(Stories), property).Check(Config.QuickThrowOnFailure.WithMaxTest(FullRun.Or(500, 10_000)));

    private static IEnumerable<ConsultEvent> Told(int begin, Urgency urgency, IEnumerable<int> steps, IEnumerable<int> kinds)
    {
        var at = Start.AddMinutes(begin);
        yield return Submitted(urgency) with { At = at };
        foreach (var (step, kind) in steps.Zip(kinds))
        {
            at = at.AddMinutes(step);
            yield return kind switch
            {
                0 => new InformationRequested(at, Request, Doctor, null),
                1 => new InformationGiven(at, Request, Worker, ByPhoto: false),
                2 => new ConsultClaimed(at, Doctor, at.AddHours(1)),
                3 => new ClaimReleased(at, Doctor),
                _ => new MessagePosted(at, new MessageId(Guid.Empty), Doctor, FromRequester: false),
            };
        }
    }

    private static readonly AdviceId Advice = new(Guid.NewGuid());
    private static readonly RequestId Request = new(Guid.NewGuid());

    private static DateTimeOffset At(double hours) => Start.AddHours(hours);

    private static ResponseClock Of(params ConsultEvent[] log) => ResponseClock.Of(log);

    private static InformationRequested Asked(double hours) => new(At(hours), Request, Doctor, null);

    private static InformationGiven Given(double hours) => new(At(hours), Request, Worker, ByPhoto: false);

    private static ConsultSubmitted Submitted(Urgency urgency = Urgency.Routine, TimeSpan sent = default) => new(
        At(0), 1001, new PatientId(Guid.NewGuid()), new FacilityId(Guid.NewGuid()), Worker, Skin, Second, "form|1", urgency, At(0) + sent);
}
