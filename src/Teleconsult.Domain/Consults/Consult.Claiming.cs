using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

public sealed partial class Consult
{
    /// <summary>Somebody of the answering service opened the case. Only the first time is recorded.</summary>
    public void SeeBy(PractitionerId specialist, DateTimeOffset now)
    {
        if (SeenAt is null && Service is not null)
        {
            Record(new ConsultSeen(now, specialist));
        }
    }

    /// <summary>Takes responsibility for answering. To claim what one holds already changes nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>consult.held</c>: another specialist holds it. <c>consult.answered</c>: it needs no answer any more.
    /// <c>consult.unallocated</c>: a coordinator has to find a service first.
    /// </exception>
    public void ClaimBy(PractitionerId specialist, DateTimeOffset now)
    {
        RefuseIfAnswered();
        if (State is ConsultState.Unallocated)
        {
            throw new RuleViolation("consult.unallocated");
        }

        if (Holder == specialist)
        {
            return;
        }

        if (Holder is { } holder && HeldAt(now))
        {
            throw new RuleViolation("consult.held", ("holder", holder.Value), ("until", LeaseEnds!.Value));
        }

        if (Holder is { } late)
        {
            Record(new ClaimLapsed(now, late));
        }

        Record(new ConsultClaimed(now, specialist, now + ResponseTargets.ClaimLease(Urgency)));
    }

    /// <summary>
    /// Whether the claim stands. While the requester has to give something it does not lapse: the holder waits too.
    /// </summary>
    public bool HeldAt(DateTimeOffset now) => Holder is not null && (State is not ConsultState.Claimed || now < LeaseEnds);

    /// <summary>The holder is active: the lease moves, without event or version (DESIGN §3). Others are ignored.</summary>
    /// <returns>True when the lease moved.</returns>
    public bool ExtendLease(PractitionerId by, DateTimeOffset now)
    {
        var ends = now + ResponseTargets.ClaimLease(Urgency);
        if (Holder != by || State is not ConsultState.Claimed || ends <= LeaseEnds)
        {
            return false;
        }

        LeaseEnds = ends;
        return true;
    }

    /// <summary>Gives it back to the service.</summary>
    /// <exception cref="RuleViolation"><c>consult.not-held</c>: <paramref name="by"/> does not hold it.</exception>
    public void ReleaseBy(PractitionerId by, DateTimeOffset now)
    {
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        Record(new ClaimReleased(now, by));
    }

    /// <summary>
    /// Takes back a claim of moments ago: a slip of the finger. Whoever it was offered to is asked still, and it counts as nobody's acknowledgement.
    /// </summary>
    /// <exception cref="RuleViolation">
    /// <c>consult.not-held</c>, <c>consult.held</c>, <c>consult.answered</c>; <c>claim.too-late</c>: it has been held for too long, or the requester was asked.
    /// </exception>
    public void UndoClaim(PractitionerId by, DateTimeOffset now)
    {
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        if (State is not ConsultState.Claimed || HeldSince is not { } since || now - since > ResponseTargets.ClaimUndo)
        {
            throw new RuleViolation("claim.too-late");
        }

        Record(new ClaimReleased(now, by, Undone: true));
    }

    /// <summary>The holder hands it to a colleague of the service, by name, at the end of a shift say. The clock goes on; the lease begins anew.</summary>
    /// <exception cref="RuleViolation">
    /// <c>consult.not-held</c>, <c>consult.held</c>, <c>consult.answered</c>; <c>handover.self</c>: to oneself, or to who asked.
    /// </exception>
    public void HandOver(PractitionerId to, PractitionerId by, DateTimeOffset now)
    {
        RefuseIfAnswered();
        if (Holder == to && by != to)
        {
            return; // they have it already
        }

        RefuseUnlessHeldBy(by);
        if (to == by || to == Requester)
        {
            throw new RuleViolation("handover.self");
        }

        Record(new ConsultHandedOver(now, by, to, now + ResponseTargets.ClaimLease(Urgency)));
    }

    /// <summary>A timer found the lease over. Nothing happens if the holder was active meanwhile.</summary>
    public void LapseClaim(DateTimeOffset now)
    {
        if (State is ConsultState.Claimed && Holder is { } holder && now >= LeaseEnds)
        {
            Record(new ClaimLapsed(now, holder));
        }
    }

    /// <summary>A coordinator gives the consult to a service, or moves one that nobody holds.</summary>
    /// <exception cref="RuleViolation"><c>consult.held</c>, <c>consult.answered</c>.</exception>
    public void AllocateTo(ServiceId service, PractitionerId coordinator, DateTimeOffset now)
    {
        RefuseIfAnswered();
        if (Holder is { } holder)
        {
            throw new RuleViolation("consult.held", ("holder", holder.Value));
        }

        if (Service != service)
        {
            Record(new ConsultAllocated(now, coordinator, Service, service));
        }
    }

    /// <summary>Passes the consult on, to a service or (null) to the coordinator. The clock goes on.</summary>
    /// <exception cref="RuleViolation">
    /// <c>consult.not-held</c>, <c>consult.answered</c>; <c>consult.same-service</c>: it is there already.
    /// </exception>
    public void RedirectTo(ServiceId? service, PractitionerId by, DateTimeOffset now)
    {
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        if (service == Service)
        {
            throw new RuleViolation("consult.same-service");
        }

        Record(new ConsultRedirected(now, by, Service!.Value, service));
    }

    /// <summary>
    /// A timer found the next step's time passed: records it and gives the coordinator a time of their own. While a ladder runs, that decides
    /// (<see cref="Climb"/>).
    /// </summary>
    public void MarkOverdue(DateTimeOffset now)
    {
        if (StepKind is NextStepKind.None or NextStepKind.ReleaseAdvice || (IsFree && !LadderDone) || now < StepDue)
        {
            return;
        }

        // The coordinator gets as long as the claim was promised to take, at most a day: short where minutes count.
        Record(new StepOverdue(now, StepKind, StepRound + 1, now + Cover));
    }

    private TimeSpan Cover => ResponseTargets.Default(Urgency).Claim;

    private void RefuseIfAnswered()
    {
        if (State is ConsultState.AdvicePending or ConsultState.Answered or ConsultState.Read or ConsultState.Closed)
        {
            throw new RuleViolation("consult.answered");
        }
    }

    private void RefuseUnlessHeldBy(PractitionerId by)
    {
        if (Holder != by)
        {
            throw Holder is { } holder
                ? new RuleViolation("consult.held", ("holder", holder.Value))
                : new RuleViolation("consult.not-held");
        }
    }

    private void RefuseIfClosed()
    {
        if (State is ConsultState.Closed)
        {
            throw new RuleViolation("consult.closed");
        }
    }
}
