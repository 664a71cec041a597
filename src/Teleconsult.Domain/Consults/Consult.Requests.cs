using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

public sealed partial class Consult
{
    /// <summary>Adds a line to the thread. Its words are stored beside, encrypted.</summary>
    /// <param name="fromService">Whether <paramref name="by"/> answers for the consult's service.</param>
    /// <exception cref="RuleViolation"><c>consult.closed</c></exception>
    public void PostMessage(MessageId message, PractitionerId by, bool fromService, DateTimeOffset now)
    {
        RefuseIfClosed();
        Record(new MessagePosted(now, message, by, by == Requester, fromService));
        ExtendLease(by, now);
    }

    /// <summary>The holder asks the requester for more. The clock rests until it is given, except for Emergency.</summary>
    /// <exception cref="RuleViolation"><c>consult.not-held</c>, <c>consult.held</c>, <c>consult.answered</c>.</exception>
    public void AskForInformation(RequestId request, PractitionerId by, DateTimeOffset now)
    {
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        Record(new InformationRequested(now, request, by, null));
    }

    /// <summary>The holder asks for one slot's photo again.</summary>
    /// <exception cref="RuleViolation">
    /// As <see cref="AskForInformation"/>; <c>photo.retake-asked</c>: that slot is asked for already.
    /// </exception>
    public void AskForRetake(RequestId request, string slot, PractitionerId by, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(slot);
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        if (Requests.Any(r => r.IsOpen && r.Slot == slot))
        {
            throw new RuleViolation("photo.retake-asked", ("slot", slot));
        }

        Record(new InformationRequested(now, request, by, slot));
    }

    /// <summary>The requester answers a question. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation"><c>request.unknown</c>; <c>request.wants-photo</c>; <c>consult.closed</c>.</exception>
    public void GiveInformation(RequestId request, PractitionerId by, DateTimeOffset now)
    {
        RefuseIfClosed();
        var open = Requests.SingleOrDefault(r => r.Id == request) ?? throw new RuleViolation("request.unknown");
        if (open.Slot is not null)
        {
            throw new RuleViolation("request.wants-photo", ("slot", open.Slot));
        }

        if (open.GivenAt is null)
        {
            Record(new InformationGiven(now, request, by, ByPhoto: false));
        }
    }

    /// <summary>
    /// The requester changed intake answers; the words are stored as a new version, the earlier ones kept. Another wish of the patient has a case that nobody has
    /// offered anew. Raised to an emergency, advice that waits goes out at once: for a signature, which follows then, or to be taken back.
    /// </summary>
    /// <param name="floor">The least urgency that the new answers' red flags allow: it raises, never lowers.</param>
    /// <param name="wishes">As in <see cref="Submit"/>; null: as before.</param>
    /// <exception cref="RuleViolation"><c>consult.closed</c></exception>
    public void AmendIntake(Urgency floor, PractitionerId by, DateTimeOffset now, string? wishes = null)
    {
        RefuseIfClosed();
        Record(new IntakeAmended(now, by, wishes == Wishes ? null : wishes));
        if (floor > Urgency)
        {
            Record(new UrgencyRaised(now, Urgency, floor));
            if (Urgency is Urgency.Emergency && State is ConsultState.AdvicePending)
            {
                Record(new AdviceReleased(now, Advices.Last(a => a.TakenBackAt is null && a.ReleasedAt is null).Id));
            }
        }
    }

    private void ApplyRequest(ConsultEvent happened)
    {
        switch (happened)
        {
            case InformationRequested e:
                Requests.Add(new InformationRequest { Id = e.Request, Consult = Id, By = e.By, AskedAt = e.At, Slot = e.Slot });
                FirstResponseAt ??= e.At;
                RestForRequester(e.At);
                State = ConsultState.NeedsRequester;

                break;
            case InformationGiven e:
                var request = Requests.Single(r => r.Id == e.Request);
                request.GivenAt = e.At;
                if (!e.ByPhoto)
                {
                    ContentVersion++;
                }

                if (State is ConsultState.NeedsRequester && !Requests.Exists(r => r.IsOpen))
                {
                    EndPause(e.At);
                    State = ConsultState.Claimed;
                    LeaseEnds = e.At + ResponseTargets.ClaimLease(Urgency);
                }

                break;
        }
    }

    private void Drop(RequestId? but)
    {
        foreach (var request in Requests.Where(r => r.IsOpen && r.Id != but))
        {
            request.Dropped = true;
        }
    }

    private void EndPause(DateTimeOffset now)
    {
        if (PausedSince is { } since)
        {
            PausedTotal += now - since;
            _rested = Promise is { InServiceHours: true } ? (since, now) : null;
            PausedSince = null;
        }
    }
}
