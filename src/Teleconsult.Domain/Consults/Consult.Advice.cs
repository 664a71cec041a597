using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

public sealed partial class Consult
{
    /// <summary>The holder answers. The requester sees it when the time to take it back has passed (none for Emergency).</summary>
    /// <param name="seenContentVersion">The content version that the author had on the screen.</param>
    /// <param name="actions">Number of action lines, from 0 to 20.</param>
    /// <param name="needsSignature">The author is in training (<see cref="Countersign"/>).</param>
    /// <exception cref="RuleViolation">
    /// <c>consult.content-changed</c>: newer clinical data arrived, which the author has to read first;
    /// <c>consult.not-held</c>, <c>consult.held</c>, <c>consult.answered</c>.
    /// </exception>
    public void Advise(
        AdviceId advice, PractitionerId by, long seenContentVersion, Disposition disposition, Adequacy adequacy, int actions,
        DateTimeOffset now, bool needsSignature = false)
    {
        RefuseIfAnswered();
        RefuseUnlessHeldBy(by);
        if (seenContentVersion != ContentVersion)
        {
            throw new RuleViolation("consult.content-changed", ("seen", seenContentVersion), ("current", ContentVersion));
        }

        var takeBack = ResponseTargets.TakeBack(Urgency);
        Record(new AdviceSent(now, advice, by, seenContentVersion, disposition, adequacy, actions, now + takeBack, needsSignature));
        if (takeBack == TimeSpan.Zero)
        {
            Record(new AdviceReleased(now, advice));
            ReferAsAdvised(advice, now);
        }
    }

    /// <summary>
    /// The author changes advice that has gone out, also after the case was closed. It goes out at once: nobody must act on the
    /// earlier one a second longer. The earlier advice stays; the case is unread again until the new one is read.
    /// </summary>
    /// <param name="replaces">The author's newest advice that went out.</param>
    /// <exception cref="RuleViolation">
    /// <c>advice.unknown</c>: no such advice of this author went out; <c>advice.replaced</c>: a newer one stands already;
    /// <c>consult.content-changed</c>: newer clinical data arrived, which the author has to read first.
    /// </exception>
    public void Amend(
        AdviceId advice, AdviceId replaces, PractitionerId by, long seenContentVersion, Disposition disposition, Adequacy adequacy, int actions,
        DateTimeOffset now)
    {
        var earlier = Advices.SingleOrDefault(a => a.Id == replaces && a.Author == by && a.ReleasedAt is not null) ?? throw new RuleViolation("advice.unknown");
        if (IsReplaced(earlier))
        {
            throw new RuleViolation("advice.replaced");
        }

        if (seenContentVersion != ContentVersion)
        {
            throw new RuleViolation("consult.content-changed", ("seen", seenContentVersion), ("current", ContentVersion));
        }

        Record(new AdviceAmended(now, advice, replaces, by, seenContentVersion, disposition, adequacy, actions));
        ReferAsAdvised(advice, now);
    }

    /// <summary>Whether its author has sent newer advice that went out: the newest of each author stands.</summary>
    public bool IsReplaced(AdviceRecord advice)
    {
        ArgumentNullException.ThrowIfNull(advice);
        return Advices.SkipWhile(a => a != advice).Skip(1).Any(a => a.Author == advice.Author && a.ReleasedAt is not null);
    }

    /// <summary>The author takes it back before the requester could see it; the case is claimed as before.</summary>
    /// <exception cref="RuleViolation"><c>advice.released</c>: too late; <c>advice.unknown</c>.</exception>
    public void TakeBack(AdviceId advice, PractitionerId by, DateTimeOffset now)
    {
        var sent = Advices.SingleOrDefault(a => a.Id == advice && a.Author == by) ?? throw new RuleViolation("advice.unknown");
        if (sent.TakenBackAt is not null)
        {
            return;
        }

        if (sent.ReleasedAt is not null || (now >= sent.ReleasesAt && !sent.WaitsForSignature))
        {
            throw new RuleViolation("advice.released");
        }

        Record(new AdviceTakenBack(now, advice, by));
    }

    /// <summary>A timer found the time to take it back passed.</summary>
    public void ReleaseAdvice(DateTimeOffset now)
    {
        var pending = Advices.LastOrDefault(a => a.TakenBackAt is null && a.ReleasedAt is null);
        if (State is ConsultState.AdvicePending && pending is { WaitsForSignature: false } && now >= pending.ReleasesAt)
        {
            Record(new AdviceReleased(now, pending.Id));
            ReferAsAdvised(pending.Id, now);
        }
    }

    /// <summary>The requester's phone has it. Only the first phone's first word is recorded.</summary>
    /// <exception cref="RuleViolation"><c>advice.unknown</c></exception>
    public void DeliverAdvice(AdviceId advice, PractitionerId by, DateTimeOffset now)
    {
        if (Released(advice).DeliveredAt is null)
        {
            Record(new AdviceDelivered(now, advice, by));
        }
    }

    /// <summary>The requester confirmed the patient and read the advice. Only the first time is recorded.</summary>
    /// <exception cref="RuleViolation"><c>advice.unknown</c></exception>
    public void ReadAdvice(AdviceId advice, PractitionerId by, DateTimeOffset now)
    {
        if (Released(advice).ReadAt is null)
        {
            Record(new AdviceRead(now, advice, by));
        }
    }

    /// <summary>The requester says what became of one action line. Marking again replaces it.</summary>
    /// <exception cref="RuleViolation"><c>advice.unknown</c>; <c>advice.no-such-line</c>.</exception>
    public void MarkAction(AdviceId advice, int line, ActionOutcome outcome, PractitionerId by, DateTimeOffset now)
    {
        var released = Released(advice);
        if (line < 0 || line >= released.Actions)
        {
            throw new RuleViolation("advice.no-such-line");
        }

        if (released.Marks.SingleOrDefault(m => m.Line == line)?.Outcome != outcome)
        {
            Record(new ActionMarked(now, advice, line, outcome, by));
        }
    }

    /// <summary>The requester closes the case after reading the advice. Closing again changes nothing.</summary>
    /// <param name="outcome">Code of the first close-out question.</param>
    /// <param name="referral">Code of the second.</param>
    /// <param name="value">Overall value, 1 to 5, or null: not asked.</param>
    /// <param name="questions">Which were asked.</param>
    /// <exception cref="RuleViolation">
    /// <c>advice.unread</c>: the advice has to be read first; <c>advice.not-read-back</c>: in an emergency it has to be understood first.
    /// </exception>
    public void Close(string outcome, string referral, int? value, bool? feltRespected, PractitionerId by, DateTimeOffset now, CloseOut questions = CloseOut.Champlain)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outcome);
        ArgumentException.ThrowIfNullOrWhiteSpace(referral);
        if (State is ConsultState.Closed)
        {
            return;
        }

        if (State is not ConsultState.Read)
        {
            throw new RuleViolation("advice.unread");
        }

        if (NeedsReadBack)
        {
            throw new RuleViolation("advice.not-read-back");
        }

        Record(new ConsultClosed(now, by, outcome, referral, value, feltRespected, questions));
    }

    private AdviceRecord Released(AdviceId advice) =>
        Advices.SingleOrDefault(a => a.Id == advice && a.ReleasedAt is not null) ?? throw new RuleViolation("advice.unknown");

    private void ApplyAdvice(ConsultEvent happened)
    {
        switch (happened)
        {
            case AdviceSent e:
                Advices.Add(new AdviceRecord
                {
                    Id = e.Advice,
                    Consult = Id,
                    Author = e.By,
                    ContentVersion = e.SeenContentVersion,
                    Disposition = e.Disposition,
                    Adequacy = e.Adequacy,
                    Actions = e.Actions,
                    SentAt = e.At,
                    ReleasesAt = e.ReleasesAt,
                    NeedsSignature = e.NeedsSignature,
                });
                Drop(null);
                EndPause(e.At);
                State = ConsultState.AdvicePending;
                break;
            case AdviceAmended e:
                Advices.Add(new AdviceRecord
                {
                    Id = e.Advice,
                    Consult = Id,
                    Opinion = Advices.Single(a => a.Id == e.Replaces).Opinion,
                    Author = e.By,
                    ContentVersion = e.SeenContentVersion,
                    Disposition = e.Disposition,
                    Adequacy = e.Adequacy,
                    Actions = e.Actions,
                    SentAt = e.At,
                    ReleasesAt = e.At,
                    ReleasedAt = e.At,
                });
                Stands = null;
                State = AdvisedAt is null ? State : ConsultState.Answered; // a second opinion may be changed before there is an answer
                break;
            case AdviceTakenBack e:
                Advices.Single(a => a.Id == e.Advice).TakenBackAt = e.At;
                State = ConsultState.Claimed;
                LeaseEnds = e.At + ResponseTargets.ClaimLease(Urgency);
                break;
            case AdviceReleased e:
                Advices.Single(a => a.Id == e.Advice).ReleasedAt = e.At;
                AdvisedAt ??= e.At;
                FirstResponseAt ??= e.At;
                State = ConsultState.Answered;
                break;
            case AdviceDelivered e:
                Advices.Single(a => a.Id == e.Advice).DeliveredAt = e.At;
                break;
            case AdviceRead e:
                var read = Advices.Single(a => a.Id == e.Advice);
                read.ReadAt = e.At;
                read.DeliveredAt ??= e.At; // what was read was there
                ReadAt ??= e.At;
                if (State is ConsultState.Answered && IsAllRead)
                {
                    State = ConsultState.Read;
                }

                break;
            case ActionMarked e:
                var marks = Advices.Single(a => a.Id == e.Advice).Marks;
                marks.RemoveAll(m => m.Line == e.Line);
                marks.Add(new ActionMark { Advice = e.Advice, Line = e.Line, Outcome = e.Outcome, At = e.At });
                break;
        }
    }
}
