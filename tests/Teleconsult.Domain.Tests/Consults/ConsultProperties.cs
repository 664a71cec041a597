using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Domain.Routing;
using Teleconsult.Tests;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>What must hold of a consult whatever people do, in whatever order: thousands of drawn stories, each by its seed.</summary>
public sealed class ConsultProperties
{
    private static readonly int Stories = FullRun.Or(1_500, 60_000);
    private const int Verbs = 40;

    private static readonly ServiceCalendar Weekdays = new(
        TimeZoneInfo.Utc, WeeklyHours.Parse("mon 08:00-16:00, tue 08:00-12:00 13:00-16:00, fri 20:00-26:00"), new Dictionary<DateOnly, string>());

    [Fact]
    public void Whatever_happens_the_rules_hold()
    {
        for (var seed = 0; seed < Stories; seed++)
        {
            try
            {
                Tell(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Story {seed} breaks a rule.", e);
            }
        }
    }

    private static void Tell(Random draw)
    {
        var story = Sent((Urgency)draw.Next(4), sure: draw.Next(3) > 0, photos: draw.Next(3));
        var now = Noon;
        for (var i = 0; i < Verbs; i++)
        {
            now += draw.Next(4) switch { 0 => TimeSpan.Zero, 1 => TimeSpan.FromSeconds(draw.Next(20)), 2 => TimeSpan.FromMinutes(draw.Next(90)), _ => TimeSpan.FromHours(draw.Next(48)) };
            var before = Snapshot(story.Consult);
            var urgency = story.Consult.Urgency;
            try
            {
                Act(story, draw, now);
            }
            catch (RuleViolation)
            {
                Assert.Equal(before, Snapshot(story.Consult)); // a refusal changes nothing
            }

            Assert.True(story.Consult.Urgency >= urgency);
            Follow(story.Consult, draw, now); // as the pipeline does after each command
            Check(story.Consult, now);
        }
    }

    private static void Follow(Consult c, Random draw, DateTimeOffset now)
    {
        var own = new ServicePromise(new ResponseTarget(TimeSpan.FromHours(1 + draw.Next(9)), TimeSpan.FromHours(10 + draw.Next(90)), TimeSpan.FromHours(9), TimeSpan.FromHours(9)), draw.Next(2) == 0);
        c.MakePromise(draw.Next(3) == 0 ? null : own, Weekdays, now);
        var (promise, free) = (c.Promise, c.IsFree);
        c.Offer(new RoutingDecision(draw.Next(4) == 0 ? [] : draw.Next(2) == 0 ? [First, Second] : [Second], [RoutingReason.OnDuty]), now);
        c.AskNext(new OpinionId(Guid.CreateVersion7()), new RoutingDecision(draw.Next(3) == 0 ? [] : [Second], [RoutingReason.OnDuty]), now);
        Climb(c, now);
        Assert.False(c.NeedsPromise || c.NeedsOffer); // each is decided once
        Assert.True(c.Promise is not { InServiceHours: true } hours || (Weekdays.IsOpen(hours.AdviseBy.AddTicks(-1)) && hours.AdviseBy >= hours.ClaimBy));
        Assert.True(c.OfferedTo is null || c.OfferedTo != Requester);
        Assert.Equal((promise, free), (c.Promise, c.IsFree));
    }

    private static object Snapshot(Consult c) => (
        c.Version, c.ContentVersion, c.State, c.Urgency, c.Holder, c.LeaseEnds, (c.StepKind, c.StepDue, c.StepWho, c.StepRound), c.PausedSince, c.PausedTotal,
        (c.Photos.Count, c.Requests.Count(r => r.IsOpen), c.Advices.Count, c.PendingEvents.Count), (c.ReadBacks.Count, c.Calls.Count, c.FirstResponseAt),
        string.Join(' ', c.Referrals.Select(r => (r.Step, r.StepDue, r.StepRound, r.BookedFor, r.AttendedOn, r.TimesMissed, r.ReportedAt, r.EndedAt, r.AttendBy).ToString())));

    private static void Act(Case story, Random draw, DateTimeOffset now)
    {
        var c = story.Consult;
        PractitionerId[] people = [First, Second, Requester, Coordinator];
        var who = people[draw.Next(draw.Next(2) == 0 ? 1 : 4)];
        var photo = c.Photos.Count == 0 ? new PhotoId(Guid.CreateVersion7()) : c.Photos[draw.Next(c.Photos.Count)].Id;
        var request = c.Requests.Count == 0 ? NewRequest() : c.Requests[draw.Next(c.Requests.Count)].Id;
        var advice = c.Advices.Count == 0 ? new AdviceId(Guid.CreateVersion7()) : c.Advices[draw.Next(c.Advices.Count)].Id;
        var said = c.ReadBacks.Count == 0 ? new ReadBackId(Guid.CreateVersion7()) : c.ReadBacks[draw.Next(c.ReadBacks.Count)].Id;
        Action verb = draw.Next(30) switch
        {
            0 or 1 => () => c.ClaimBy(who, now),
            2 => () => c.ReleaseBy(who, now),
            3 => () => c.RedirectTo(draw.Next(2) == 0 ? null : Eyes, who, now),
            4 => () => c.AllocateTo(draw.Next(2) == 0 ? Skin : Eyes, Coordinator, now),
            5 => () => c.SeeBy(who, now),
            6 => () => c.LapseClaim(now),
            7 => () => Climb(c, draw.Next(8) == 0 ? now.AddHours(-draw.Next(30)) : now),
            8 => () => c.ReleaseAdvice(now),
            9 => () => c.AskForInformation(NewRequest(), who, now),
            10 => () => c.AskForRetake(NewRequest(), $"slot-{draw.Next(2)}", who, now),
            11 => () => c.GiveInformation(request, Requester, now),
            12 => () => c.AnnouncePhoto(Announcement($"slot-{draw.Next(2)}"), draw.Next(2) == 0 ? null : request, now),
            13 => () => story.StorePhoto(photo, now),
            14 => () => c.RefusePhoto(photo, "photo.damaged", now),
            15 => () => c.PostMessage(new MessageId(Guid.CreateVersion7()), who, who != Coordinator, now),
            16 => () => c.AmendIntake((Urgency)draw.Next(4), Requester, now, draw.Next(3) == 0 ? null : draw.Next(2) == 0 ? "female" : ""),
            17 => () => story.AnswerBy(who, now, c.ContentVersion - draw.Next(2)),
            18 => () => c.TakeBack(advice, who, now),
            19 => () => c.ReadAdvice(advice, Requester, now),
            20 => () => c.Amend(new AdviceId(Guid.CreateVersion7()), advice, who, c.ContentVersion - draw.Next(2), Disposition.ReferUrgent, Adequacy.Limited, 1, now),
            21 => () => c.ReadBack(new ReadBackId(Guid.CreateVersion7()), advice, Requester, now),
            22 => () => c.ConfirmReadBack(said, who, now),
            23 => draw.Next(2) == 0
                ? () => c.CorrectReadBack(said, who, now)
                : () => c.TellByPhone(new CallId(Guid.CreateVersion7()), draw.Next(2) == 0 ? null : advice, who, now.AddMinutes(draw.Next(-3, 2)), now),
            24 => () => c.HandOver(people[draw.Next(4)], who, now),
            25 => () => c.Advise(new AdviceId(Guid.CreateVersion7()), who, c.ContentVersion, Disposition.ManageLocally, Adequacy.Adequate, 1, now, needsSignature: true),
            28 => () => c.DeliverAdvice(advice, Requester, now),
            29 => Follow(c, draw, who, now),
            26 => draw.Next(3) == 0 ? () => c.ReturnUnsigned(advice, who, now) : () => c.Countersign(advice, people[draw.Next(4)], c.ContentVersion - draw.Next(2), now),
            _ => draw.Next(4) switch
            {
                3 => () => c.WishAnother(new OpinionId(Guid.CreateVersion7()), Requester, now),
                0 => () => c.Close("new", "avoided", 3, null, Requester, now),
                1 => () => c.MarkAction(advice, draw.Next(3), (ActionOutcome)(1 + draw.Next(2)), Requester, now),
                _ => () => c.ExtendLease(who, now),
            },
        };
        verb();
    }

    private static Action Follow(Consult c, Random draw, PractitionerId who, DateTimeOffset now)
    {
        var referral = c.Referrals.Count == 0 || draw.Next(4) == 0 ? new ReferralId(Guid.CreateVersion7()) : c.Referrals[draw.Next(c.Referrals.Count)].Id;
        var plan = new ReferralPlan((Urgency)draw.Next(4), ReferralReason.Test, null, null, now.AddDays(draw.Next(-1, 40)));
        return draw.Next(8) switch
        {
            0 => () => c.Refer(referral, plan, who, now),
            1 => () => c.DirectReferral(referral, plan, draw.Next(2) == 0, who, now),
            2 => () => c.BookReferral(referral, now.AddDays(draw.Next(-4, 20)), who, now),
            3 => () => c.AttendReferral(referral, now.AddDays(draw.Next(-3, 2)), who, now),
            4 => () => c.MissReferral(referral, MissedReason.Cost, who, now),
            5 => () => c.ReportReferral(referral, who, now),
            6 => () => c.EndReferral(referral, ReferralEnd.NotNeeded, who, now),
            _ => () => c.MarkReferralsOverdue(now),
        };
    }

    private static void Check(Consult c, DateTimeOffset now)
    {
        var replayed = Replayed.From(c.PendingEvents);
        Assert.Equal((replayed.Version, replayed.ContentVersion, replayed.State), (c.Version, c.ContentVersion, c.State));
        Assert.Equal((replayed.Urgency, replayed.Holder, replayed.Service), (c.Urgency, c.Holder, c.Service));
        CheckNextStep(c);
        CheckPause(c, now);

        var holds = c.State is ConsultState.Claimed or ConsultState.NeedsRequester or ConsultState.AdvicePending;
        Assert.True(!holds || c.Holder is not null);
        Assert.True(c.Holder is null || c.State is not (ConsultState.Waiting or ConsultState.Unallocated or ConsultState.Closed));
        Assert.Equal(c.State is ConsultState.NeedsRequester, holds && c.Requests.Exists(r => r.IsOpen));
        foreach (var slot in c.Photos.Where(p => p.Answers is not null).GroupBy(p => p.Slot))
        {
            Assert.True(c.Photos.Count(p => p.Slot == slot.Key && p.State is Domain.Photos.PhotoState.Superseded) <= c.Photos.Count(p => p.Slot == slot.Key) - 1);
        }
    }

    private static void CheckNextStep(Consult c)
    {
        if (c.State is ConsultState.Closed)
        {
            Assert.False(c.NeedsReadBack); // an emergency ends understood
            Assert.Equal(NextStep.Nothing, c.NextStep);
            Assert.DoesNotContain(c.DueTimers(), t => t.Kind is not ConsultTimer.Referral);
            CheckReferrals(c);
            return;
        }

        var step = c.NextStep;
        Assert.NotEqual(NextStepKind.None, step.Kind);
        Assert.True(step.Due < DateTimeOffset.MaxValue && step.Due >= Noon);
        Assert.True(step.Who is not null || (step.Kind is NextStepKind.Claim or NextStepKind.Countersign && c.Service is not null)); // a person, or a whole service
        Assert.Contains(c.DueTimers(), t => t.At == step.Due);
        Assert.Equal(c.DueTimers().Count(), c.DueTimers().Select(t => t.Kind).Distinct().Count());

        var target = ResponseTargets.Default(c.Urgency);
        var promised = step.Kind switch
        {
            NextStepKind.Allocate => c.ReceivedAt + target.Claim / 2,
            NextStepKind.Claim => c.Promise?.ClaimBy ?? c.ReceivedAt + target.Claim,
            NextStepKind.Advise or NextStepKind.Countersign => c.Promise is { InServiceHours: true } hours
                ? hours.AdviseBy
                : c.ReceivedAt + (c.Promise?.Target ?? target).Advice + c.PausedTotal,
            _ => c.StepTarget,
        };
        Assert.Equal(c.State is ConsultState.Read && c.NeedsReadBack, step.Kind is NextStepKind.ReadBack or NextStepKind.ConfirmReadBack);
        Assert.Equal(promised, c.StepTarget); // no hand-over, redirect or lapse starts it anew
        Assert.True(!step.Overdue || step.Who == c.Coordinator || step.Rung is not null);
        Assert.Equal(c.IsFree && !c.IsUnanswered, step.Rung is not null);
        CheckLadder(c);
        CheckReferrals(c);
    }

    /// <summary>Each is followed until its loop is closed or somebody gave it up: with a time, a name and a timer, whatever becomes of the case.</summary>
    private static void CheckReferrals(Consult c)
    {
        Assert.Equal(c.Referrals.Exists(r => r.IsOpen), c.DueTimers().Any(t => t.Kind is ConsultTimer.Referral));
        foreach (var r in c.Referrals)
        {
            Assert.Equal(r.IsOpen, r.ReportedAt is null && r.EndedAt is null);
            Assert.True(r.ReportedAt is null || r.AttendedOn is not null);
            Assert.Equal(r.IsOpen ? r.StepRound > 0 ? c.Coordinator : Requester : null, r.StepWho);
            Assert.True(!r.IsOpen || (r.StepDue >= r.MadeAt && r.StepDue < DateTimeOffset.MaxValue));
        }
    }

    /// <summary>Each rung of each round once, upwards, and after the last one nothing.</summary>
    private static void CheckLadder(Consult c)
    {
        foreach (var round in c.PendingEvents.OfType<RungReached>().GroupBy(r => r.Round))
        {
            var rungs = round.Select(r => r.Rung).ToList();
            Assert.Equal(rungs.Distinct().Order(), rungs);
            Assert.True(!round.Any(r => r.IsLast) || round.Last().IsLast);
        }
    }

    private static void Climb(Consult c, DateTimeOffset now)
    {
        c.MarkOverdue(now);
        var ladder = c.Service is null ? DefaultLadders.Unallocated(c.Urgency) : DefaultLadders.Of(c.Urgency, c.Target.Claim);
        c.Climb(ladder, rung => rung.Whom.Contains(RungWhom.Lead) ? Second : null, now, Weekdays);
    }

    private static void CheckPause(Consult c, DateTimeOffset now)
    {
        Assert.True(c.PausedSince is null || (c.State is ConsultState.NeedsRequester && c.Urgency is not Urgency.Emergency));
        Assert.True(c.PausedTotal >= TimeSpan.Zero && c.PausedTotal <= now - c.ReceivedAt);
    }
}
