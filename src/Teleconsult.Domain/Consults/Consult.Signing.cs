namespace Teleconsult.Domain.Consults;

// Advice of somebody in training goes out when a colleague of the service has signed it. In an emergency it goes out at once, and is signed after.
public sealed partial class Consult
{
    /// <summary>The advice that waits for a colleague's signature and is not out; null: none does.</summary>
    public AdviceRecord? WaitsForSigner =>
        State is ConsultState.AdvicePending ? Advices.LastOrDefault(a => a.TakenBackAt is null && a.ReleasedAt is null && a.WaitsForSignature) : null;

    /// <summary>A colleague has read the case and the advice, and stands behind it: it goes out at once. Signing again changes nothing.</summary>
    /// <param name="seenContentVersion">The content version that the colleague had on the screen.</param>
    /// <exception cref="RuleViolation">
    /// <c>advice.unknown</c>: no such advice; <c>advice.taken-back</c>: its author has taken it back; <c>advice.own-signature</c>: nobody signs their own;
    /// <c>consult.content-changed</c>: newer clinical data arrived, which who signs has to read first.
    /// </exception>
    public void Countersign(AdviceId advice, PractitionerId by, long seenContentVersion, DateTimeOffset now)
    {
        var sent = Waiting(advice, by);
        if (sent is null)
        {
            return;
        }

        if (seenContentVersion != ContentVersion)
        {
            throw new RuleViolation("consult.content-changed", ("seen", seenContentVersion), ("current", ContentVersion));
        }

        Record(new AdviceCountersigned(now, advice, by));
        if (sent.ReleasedAt is null)
        {
            Record(new AdviceReleased(now, advice));
            ReferAsAdvised(advice, now);
        }
    }

    /// <summary>A colleague gives it back to its author, with words; the author has the case as before. Of what is out already nothing can be given back.</summary>
    /// <exception cref="RuleViolation">As <see cref="Countersign"/>; <c>advice.released</c>: it is out.</exception>
    public void ReturnUnsigned(AdviceId advice, PractitionerId by, DateTimeOffset now)
    {
        if (Waiting(advice, by) is not { } sent || sent.ReleasedAt is not null)
        {
            throw new RuleViolation("advice.released");
        }

        Record(new AdviceReturned(now, advice, by));
    }

    private AdviceRecord? Waiting(AdviceId advice, PractitionerId by)
    {
        var sent = Advices.SingleOrDefault(a => a.Id == advice) ?? throw new RuleViolation("advice.unknown");
        if (sent.TakenBackAt is not null)
        {
            throw new RuleViolation("advice.taken-back");
        }

        if (sent.Author == by)
        {
            throw new RuleViolation("advice.own-signature");
        }

        return sent.WaitsForSignature ? sent : null;
    }

    private void ApplySigning(ConsultEvent happened)
    {
        switch (happened)
        {
            case AdviceCountersigned e:
                var signed = Advices.Single(a => a.Id == e.Advice);
                (signed.SignedAt, signed.SignedBy) = (e.At, e.By);
                break;
            case AdviceReturned e:
                Advices.Single(a => a.Id == e.Advice).TakenBackAt = e.At;
                State = ConsultState.Claimed;
                LeaseEnds = e.At + ResponseTimes.ResponseTargets.ClaimLease(Urgency);
                break;
        }
    }
}
