using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

// What comes next, by when, and who does it.
public sealed partial class Consult
{
    /// <summary>The timers that must stand for this consult: each kind at most once. UTC.</summary>
    public IEnumerable<(ConsultTimer Kind, DateTimeOffset At)> DueTimers()
    {
        if (State is ConsultState.Claimed && LeaseEnds is { } lease)
        {
            yield return (ConsultTimer.ClaimLease, lease);
        }

        if (OpenReferrals.MinBy(r => r.StepDue) is { } referral)
        {
            yield return (ConsultTimer.Referral, referral.StepDue);
        }

        if (StepKind is NextStepKind.ReleaseAdvice)
        {
            yield return (ConsultTimer.AdviceRelease, StepDue);
        }
        else if (StepKind is not NextStepKind.None)
        {
            yield return (ConsultTimer.Step, StepDue);
        }
    }

    /// <summary>
    /// Plans what comes next. The promise counts from the time of receipt: no hand-over, redirect or lapse starts it anew.
    /// A promise that is past already is due at once, so that the timer records the lateness.
    /// </summary>
    private void PlanNextStep(DateTimeOffset now)
    {
        var target = Target;
        var pending = Advices.LastOrDefault(a => a.TakenBackAt is null && a.ReleasedAt is null);
        var newest = Shown.MaxBy(a => a.ReleasedAt);
        (NextStepKind Kind, DateTimeOffset Target, PractitionerId? Who) plan = State switch
        {
            ConsultState.Unallocated => (NextStepKind.Allocate, ReceivedAt + ResponseTargets.Default(Urgency).Claim / 2, Coordinator),
            ConsultState.Waiting => (NextStepKind.Claim, ClaimDue, null),
            ConsultState.Claimed => (NextStepKind.Advise, AdviceDue, Holder),
            ConsultState.NeedsRequester => (NextStepKind.GiveInformation, Requests.Last(r => r.IsOpen).AskedAt + target.Information, Requester),
            ConsultState.AdvicePending when pending!.WaitsForSignature => (NextStepKind.Countersign, AdviceDue, null),
            ConsultState.AdvicePending => (NextStepKind.ReleaseAdvice, pending!.ReleasesAt, Holder),
            ConsultState.Answered or ConsultState.Read when IsInConflict => (NextStepKind.ResolveConflict, ConflictSince + target.Read, Owner ?? Coordinator),
            ConsultState.Answered when AnotherSince is not null => AnotherStep,
            ConsultState.Answered => (NextStepKind.Read, newest!.ReleasedAt!.Value + (IsTold(newest) ? ResponseTargets.ReadAfterCall : target.Read), Requester),
            ConsultState.Read when NeedsReadBack => LoopStep(newest!, target),
            ConsultState.Read when AnotherSince is not null => AnotherStep,
            ConsultState.Read => (NextStepKind.Close, (newest!.ReadAt ?? ReadAt!.Value) + ResponseTargets.Close, Requester),
            _ => (NextStepKind.None, DateTimeOffset.MaxValue, null),
        };

        if (plan.Kind == StepKind && plan.Target == StepTarget && (IsFree || StepRound > 0 || plan.Who == StepWho))
        {
            return; // of a free case the ladder says when and who
        }

        var ladder = State is ConsultState.Unallocated ? DefaultLadders.Unallocated(Urgency) : DefaultLadders.Of(Urgency);
        var due = IsFree ? ReceivedAt + ladder[2].After : plan.Target; // until its own ladder is looked at, in the same transaction
        StepKind = plan.Kind;
        StepTarget = plan.Target;
        StepDue = due > now ? due : now;
        StepWho = plan.Who;
        StepRound = 0;
    }
}

/// <summary>What a timer of a consult does when it is due.</summary>
public enum ConsultTimer
{
    /// <summary>The next step's time passed.</summary>
    Step = 1,

    /// <summary>The claim's lease ended.</summary>
    ClaimLease = 2,

    /// <summary>Sent advice can no longer be taken back and goes to the requester.</summary>
    AdviceRelease = 3,

    /// <summary>The time of a referral's step passed; also after the case was closed.</summary>
    Referral = 4,
}
