using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

// The closed loop of an emergency (the domain brief, T12): advice counts as understood when the requester has said it back and the
// answering service has found that right, or when a specialist has told it by phone and says so.
public sealed partial class Consult
{
    /// <summary>How far before the receipt a recorded call may lie: a time is told in whole minutes.</summary>
    private static readonly TimeSpan WholeMinute = TimeSpan.FromMinutes(1);

    /// <summary>An emergency whose newest advice went out and was neither said back rightly nor told by phone.</summary>
    public bool NeedsReadBack => Urgency is Urgency.Emergency && NewestReleased is { } advice && !IsUnderstood(advice);

    private AdviceRecord? NewestReleased => Shown.LastOrDefault(a => Stands is null || a.Id == Stands);

    /// <summary>The requester says back what they will do. Again, as often as it takes: the newest counts. Repeating one changes nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>advice.unknown</c>; <c>read-back.advice-changed</c>: a newer one of its author stands; <c>advice.unread</c>: it has to be read first, beside the
    /// patient; <c>read-back.other-advice</c>: that id belongs to another advice; <c>consult.closed</c>.
    /// </exception>
    public void ReadBack(ReadBackId readBack, AdviceId advice, PractitionerId by, DateTimeOffset now)
    {
        if (ReadBacks.SingleOrDefault(r => r.Id == readBack) is { } known)
        {
            if (known.Advice != advice)
            {
                throw new RuleViolation("read-back.other-advice");
            }

            return;
        }

        RefuseIfClosed();
        if (Standing(advice).ReadAt is null)
        {
            throw new RuleViolation("advice.unread");
        }

        Record(new ReadBackGiven(now, readBack, advice, by));
    }

    /// <summary>Somebody of the answering service finds what was said back right. Again: nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>read-back.unknown</c>; <c>read-back.newer</c>: something newer was said back, which has to be looked at instead;
    /// <c>read-back.corrected</c>: it was found wrong, and the requester says it anew; <c>read-back.own</c>: nobody confirms their own
    /// words; <c>read-back.advice-changed</c>; <c>consult.closed</c>.
    /// </exception>
    public void ConfirmReadBack(ReadBackId readBack, PractitionerId by, DateTimeOffset now)
    {
        var said = SaidBack(readBack, by, r => r.ConfirmedAt is not null);
        if (said is null)
        {
            return;
        }

        if (said.CorrectedAt is not null)
        {
            throw new RuleViolation("read-back.corrected");
        }

        Record(new ReadBackConfirmed(now, readBack, by));
    }

    /// <summary>Somebody of the answering service finds it wrong, also after it was confirmed: the loop is open again. Again: nothing.</summary>
    /// <exception cref="RuleViolation">As <see cref="ConfirmReadBack"/>, but for <c>read-back.corrected</c>.</exception>
    public void CorrectReadBack(ReadBackId readBack, PractitionerId by, DateTimeOffset now)
    {
        if (SaidBack(readBack, by, r => r.CorrectedAt is not null) is not null)
        {
            Record(new ReadBackCorrected(now, readBack, by));
        }
    }

    /// <summary>
    /// A specialist records a call. With <paramref name="advice"/> it was told and said back in that call, which closes the loop. The first
    /// call, like the first message, can be the first response: at the time when they spoke.
    /// </summary>
    /// <param name="spokeAt">In whole minutes; at most a minute before the receipt, and not after <paramref name="now"/>.</param>
    /// <exception cref="RuleViolation">
    /// <c>call.time</c>: outside of that; <c>advice.unknown</c>, <c>read-back.advice-changed</c>, <c>consult.closed</c>;
    /// <c>read-back.own</c>: the requester cannot record a call with themselves.
    /// </exception>
    public void TellByPhone(CallId call, AdviceId? advice, PractitionerId by, DateTimeOffset spokeAt, DateTimeOffset now)
    {
        if (Calls.Exists(c => c.Id == call))
        {
            return;
        }

        RefuseIfClosed();
        RefuseOwn(by);
        if (spokeAt > now || spokeAt < ReceivedAt - WholeMinute)
        {
            throw new RuleViolation("call.time", ("from", ReceivedAt), ("until", now));
        }

        if (advice is { } told)
        {
            Standing(told);
        }

        Record(new ToldByPhone(now, call, by, advice, spokeAt < ReceivedAt ? ReceivedAt : spokeAt));
        ExtendLease(by, now);
    }

    private AdviceRecord Standing(AdviceId advice)
    {
        var released = Released(advice);
        return IsReplaced(released) ? throw new RuleViolation("read-back.advice-changed") : released;
    }

    /// <returns>What was said back; null where it is answered in this way already.</returns>
    private ReadBackRecord? SaidBack(ReadBackId readBack, PractitionerId by, Func<ReadBackRecord, bool> isDone)
    {
        var said = ReadBacks.SingleOrDefault(r => r.Id == readBack) ?? throw new RuleViolation("read-back.unknown");
        if (isDone(said))
        {
            return null;
        }

        RefuseIfClosed();
        RefuseOwn(by);
        Standing(said.Advice);
        return NewestSaidBack(said.Advice) == said ? said : throw new RuleViolation("read-back.newer");
    }

    private void RefuseOwn(PractitionerId by)
    {
        if (by == Requester)
        {
            throw new RuleViolation("read-back.own");
        }
    }

    private ReadBackRecord? NewestSaidBack(AdviceId advice) => ReadBacks.LastOrDefault(r => r.Advice == advice);

    private bool IsTold(AdviceRecord advice) => Calls.Exists(c => c.Advice == advice.Id);

    /// <summary>Found right; or told by phone since it was last said back or found wrong.</summary>
    private bool IsUnderstood(AdviceRecord advice)
    {
        var said = NewestSaidBack(advice.Id);
        return said is { ConfirmedAt: not null, CorrectedAt: null }
            || Calls.Exists(c => c.Advice == advice.Id && (said is null || c.At >= (said.CorrectedAt ?? said.At)));
    }

    private (NextStepKind Kind, DateTimeOffset Target, PractitionerId? Who) LoopStep(AdviceRecord advice, ResponseTarget target) =>
        NewestSaidBack(advice.Id) is { } said
            ? said.CorrectedAt is { } corrected
                ? (NextStepKind.ReadBack, corrected + target.Read, Requester)
                : (NextStepKind.ConfirmReadBack, said.At + target.Claim, advice.Author)
            : (NextStepKind.ReadBack, advice.ReleasedAt!.Value + target.Read, Requester);

    private void ApplyReadBack(ConsultEvent happened)
    {
        switch (happened)
        {
            case ReadBackGiven e:
                ReadBacks.Add(new ReadBackRecord { Id = e.ReadBack, Consult = Id, Advice = e.Advice, By = e.By, At = e.At });
                break;
            case ReadBackConfirmed e:
                var right = ReadBacks.Single(r => r.Id == e.ReadBack);
                (right.ConfirmedAt, right.ConfirmedBy) = (e.At, e.By);
                break;
            case ReadBackCorrected e:
                var wrong = ReadBacks.Single(r => r.Id == e.ReadBack);
                (wrong.CorrectedAt, wrong.CorrectedBy) = (e.At, e.By);
                break;
            case ToldByPhone e:
                Calls.Add(new PhoneCall { Id = e.Call, Consult = Id, By = e.By, At = e.At, SpokeAt = e.SpokeAt, Advice = e.Advice });
                FirstResponseAt = FirstResponseAt is { } first && first <= e.SpokeAt ? first : e.SpokeAt;
                break;
        }
    }
}
