using Teleconsult.Domain.Consults;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>A patient who is sent on is followed until they were seen and the report came back, whatever becomes of the case.</summary>
public sealed class ReferralTests
{
    private static readonly DateTimeOffset Day = Noon.AddDays(1);

    [Theory]
    [InlineData(Disposition.ReferRoutine, Urgency.Routine, 28, 7 * 24)]
    [InlineData(Disposition.ReferUrgent, Urgency.Urgent, 7, 24)]
    [InlineData(Disposition.EmergencyTransfer, Urgency.Emergency, 1, 2)]
    public void Advice_that_sends_the_patient_on_makes_the_referral_as_it_goes_out(Disposition disposition, Urgency urgency, int days, int hours)
    {
        var made = In(ConsultState.Claimed);
        made.Consult.Advise(new AdviceId(Guid.CreateVersion7()), First, made.Consult.ContentVersion, disposition, Adequacy.Adequate, 1, After(3));
        Assert.Empty(made.Consult.Referrals); // it can still be taken back

        made.Consult.ReleaseAdvice(After(4));

        var referral = Assert.Single(made.Consult.Referrals);
        Assert.Equal((urgency, ReferralReason.AsAdvised, First, made.Advice), (referral.Urgency, referral.Reason, referral.By, referral.Advice!.Value));
        Assert.Equal((After(4).AddDays(days), After(4).AddHours(hours), Requester), (referral.AttendBy, referral.StepDue, referral.StepWho));
        Assert.Contains((ConsultTimer.Referral, referral.StepDue), made.Consult.DueTimers());
    }

    [Fact]
    public void Advice_that_keeps_the_patient_makes_none_and_neither_does_a_second_opinion()
    {
        var made = In(ConsultState.Claimed);
        made.Consult.AskOpinion(new OpinionId(Guid.CreateVersion7()), First, Second, After(2));
        made.Consult.Advise(new AdviceId(Guid.CreateVersion7()), First, made.Consult.ContentVersion, Disposition.ManageLocally, Adequacy.Adequate, 1, After(3));
        made.Consult.ReleaseAdvice(After(4));
        made.Consult.GiveOpinion(
            made.Consult.Opinions[0].Id, new AdviceId(Guid.CreateVersion7()), Second, made.Consult.ContentVersion, Disposition.ReferUrgent, Adequacy.Adequate, 1, After(5));

        Assert.Empty(made.Consult.Referrals);
    }

    [Fact]
    public void Changed_advice_that_sends_the_patient_on_makes_one_unless_one_is_open()
    {
        var (made, referral) = Referred();
        made.Consult.Amend(new AdviceId(Guid.CreateVersion7()), made.Advice, First, made.Consult.ContentVersion, Disposition.ReferRoutine, Adequacy.Adequate, 1, After(9));
        Assert.Single(made.Consult.Referrals);

        made.Consult.EndReferral(referral, ReferralEnd.NotNeeded, First, After(10));
        made.Consult.Amend(new AdviceId(Guid.CreateVersion7()), made.Advice, First, made.Consult.ContentVersion, Disposition.ReferUrgent, Adequacy.Adequate, 1, After(11));
        Assert.Equal(2, made.Consult.Referrals.Count);
    }

    [Fact]
    public void It_is_followed_from_the_day_to_the_report_and_outlives_the_case()
    {
        var (made, id) = Referred();
        made.Consult.ReadAdvice(made.Advice, Requester, After(5));
        made.Consult.Close("new", "needed", 5, true, Requester, After(6));
        var referral = made.Consult.Referrals[0];
        Assert.Equal(ReferralStep.Arrange, referral.Step);
        Assert.Equal(NextStep.Nothing, made.Consult.NextStep);
        Assert.Equal([(ConsultTimer.Referral, referral.StepDue)], made.Consult.DueTimers());

        made.Consult.BookReferral(id, Day.AddDays(2), Requester, After(60));
        Assert.Equal((ReferralStep.Attend, Day.AddDays(3)), (referral.Step, referral.StepDue));

        made.Consult.AttendReferral(id, Day.AddDays(2), Requester, Day.AddDays(2).AddHours(5));
        Assert.Equal((ReferralStep.Report, Day.AddDays(9)), (referral.Step, referral.StepDue));

        made.Consult.ReportReferral(id, Requester, Day.AddDays(5));
        Assert.Equal((ReferralStep.None, Day.AddDays(5)), (referral.Step, referral.ReportedAt));
        Assert.Empty(made.Consult.DueTimers());
        Assert.Equal(ConsultState.Closed, made.Consult.State);
    }

    [Fact]
    public void A_patient_who_was_not_seen_gets_another_day()
    {
        var (made, id) = Referred();
        made.Consult.BookReferral(id, Day, Requester, After(60));
        made.Consult.MissReferral(id, MissedReason.Cost, Coordinator, Day.AddHours(30));

        var referral = made.Consult.Referrals[0];
        Assert.Equal((ReferralStep.Arrange, MissedReason.Cost, 1), (referral.Step, referral.Missed, referral.TimesMissed));
        Assert.Null(referral.BookedFor);
        Assert.Equal(Day.AddHours(54), referral.StepDue); // urgent: within a day

        made.Consult.BookReferral(id, Day.AddDays(4), Requester, Day.AddHours(31));
        Assert.Equal(ReferralStep.Attend, referral.Step);
    }

    [Fact]
    public void A_report_says_that_the_patient_was_seen_and_closes_what_was_given_up()
    {
        var (made, id) = Referred();
        made.Consult.EndReferral(id, ReferralEnd.NotReached, Coordinator, Day);
        made.Consult.ReportReferral(id, First, Day.AddDays(1));

        var referral = made.Consult.Referrals[0];
        Assert.Equal((Day.AddDays(1), Day.AddDays(1)), (referral.AttendedOn, referral.ReportedAt));
        Assert.Null(referral.Ended);
        made.RecordsNothing(c => c.ReportReferral(id, First, Day.AddDays(2)));
        made.Refuses("referral.reported", c => c.EndReferral(id, ReferralEnd.NotNeeded, First, Day.AddDays(2)));
    }

    [Fact]
    public void What_is_late_is_the_coordinators_again_and_again_and_ever_more_rarely()
    {
        var (made, id) = Referred();
        var referral = made.Consult.Referrals[0];
        made.RecordsNothing(c => c.MarkReferralsOverdue(referral.StepDue.AddTicks(-1)));

        var at = referral.StepDue;
        foreach (var days in (int[])[1, 2, 4, 8, 16, 16])
        {
            made.Consult.MarkReferralsOverdue(at);
            Assert.Equal((at.AddDays(days), Coordinator), (referral.StepDue, referral.StepWho!.Value));
            at = referral.StepDue;
        }

        Assert.Equal(6, referral.StepRound);
        made.Consult.BookReferral(id, at.AddDays(1), Coordinator, at); // done: the next step is the requester's again
        Assert.Equal((0, Requester), (referral.StepRound, referral.StepWho!.Value));
    }

    [Fact]
    public void Nobody_refers_before_there_is_an_answer_nor_to_a_day_that_cannot_be()
    {
        var plan = new ReferralPlan(Urgency.Soon, ReferralReason.Test, null, null, Day);
        In(ConsultState.Claimed).Refuses("referral.no-advice", c => c.Refer(NewReferral(), plan, First, After(9)));

        var (made, id) = Referred();
        made.Refuses("referral.by-when", c => c.Refer(NewReferral(), plan with { AttendBy = Noon }, First, After(9)));
        made.Refuses("referral.by-when", c => c.DirectReferral(id, plan with { AttendBy = Noon.AddDays(400) }, false, First, After(9)));
        made.Refuses("referral.day", c => c.BookReferral(id, Noon.AddDays(-2), Requester, After(9)));
        made.Refuses("referral.day", c => c.AttendReferral(id, After(10), Requester, After(9)));
        made.Refuses("referral.unknown", c => c.AttendReferral(NewReferral(), After(9), Requester, After(9)));
    }

    [Fact]
    public void Where_and_by_when_can_be_said_until_the_patient_was_seen()
    {
        var (made, id) = Referred();
        var plan = new ReferralPlan(Urgency.Soon, ReferralReason.Operation, Eyes, null, Day.AddDays(3));
        made.Consult.DirectReferral(id, plan, false, Requester, After(9));
        made.RecordsNothing(c => c.DirectReferral(id, plan, false, Requester, After(10)));
        made.Consult.DirectReferral(id, plan, true, Requester, After(11)); // other words: others hear of it
        Assert.Equal(2, made.Consult.PendingEvents.OfType<ReferralDirected>().Count());
        Assert.Equal((Eyes, ReferralReason.Operation), (made.Consult.Referrals[0].Service, made.Consult.Referrals[0].Reason));

        made.Consult.AttendReferral(id, After(20), Requester, After(20));
        made.Refuses("referral.attended", c => c.DirectReferral(id, plan, true, Requester, After(30)));
        made.Refuses("referral.attended", c => c.MissReferral(id, MissedReason.Better, Requester, After(30)));
        made.RecordsNothing(c => c.AttendReferral(id, After(25), Requester, After(30)));
    }

    [Fact]
    public void A_specialist_can_send_on_after_an_answer_that_did_not_also_when_it_is_closed()
    {
        var made = In(ConsultState.Claimed);
        made.Consult.Advise(new AdviceId(Guid.CreateVersion7()), First, made.Consult.ContentVersion, Disposition.NoAction, Adequacy.Adequate, 0, After(3));
        made.Consult.ReleaseAdvice(After(4));
        made.Consult.ReadAdvice(made.Advice, Requester, After(5));
        made.Consult.Close("new", "needed", 5, true, Requester, After(6));
        var id = NewReferral();
        var plan = new ReferralPlan(Urgency.Routine, ReferralReason.Examination, null, null, Day.AddDays(20));

        made.Consult.Refer(id, plan, Second, After(9));
        made.RecordsNothing(c => c.Refer(id, plan with { Reason = ReferralReason.Test }, Second, After(9)));

        Assert.Equal(Second, Assert.Single(made.Consult.OpenReferrals).By);
    }

    [Fact]
    public void Of_an_erased_case_nothing_is_followed()
    {
        var (made, _) = Referred();
        made.Consult.Erase(ErasureReason.SentInError, Coordinator, After(9));
        Assert.Empty(made.Consult.OpenReferrals);
        Assert.Empty(made.Consult.DueTimers());
    }

    [Fact]
    public void The_first_phone_that_has_the_advice_says_so_once_and_who_reads_it_has_it()
    {
        var made = In(ConsultState.Answered);
        made.Consult.DeliverAdvice(made.Advice, Requester, After(5));
        made.RecordsNothing(c => c.DeliverAdvice(made.Advice, Requester, After(6)));
        Assert.Equal(After(5), made.Consult.Advices[0].DeliveredAt);
        Assert.Equal(ConsultState.Answered, made.Consult.State); // delivered is not read

        var other = In(ConsultState.Read);
        Assert.Equal(After(5), other.Consult.Advices[0].DeliveredAt);
        other.RecordsNothing(c => c.DeliverAdvice(other.Advice, Requester, After(9)));
        In(ConsultState.AdvicePending).Refuses("advice.unknown", c => c.DeliverAdvice(c.Advices[0].Id, Requester, After(9)));
    }

    private static ReferralId NewReferral() => new(Guid.CreateVersion7());

    /// <summary>An answered case whose advice sends the patient on urgently, from minute 4.</summary>
    private static (Case Made, ReferralId Id) Referred()
    {
        var made = In(ConsultState.Answered);
        return (made, made.Consult.Referrals[0].Id);
    }
}
