namespace Teleconsult.Domain.Consults;

// "Calling you now": one press tells the requester of an emergency that the phone beside them will ring. It says that somebody has seen the
// case and acts; the first response is the moment when they spoke, which the recorded call tells (see TellByPhone).
public sealed partial class Consult
{
    /// <summary>For how long "calling you now" holds by itself: longer than a phone rings twice over. A design choice.</summary>
    public static readonly TimeSpan CallingLasts = TimeSpan.FromMinutes(5);

    /// <summary>The call that was announced and of which nobody has said yet what came of it.</summary>
    public CallId? Calling { get; private set; }

    public PractitionerId? CallingBy { get; private set; }

    /// <summary>When it was announced. UTC.</summary>
    public DateTimeOffset? CallingSince { get; private set; }

    /// <summary>Who has the case, or has answered it, is phoning now. Again: nothing; another one takes its place.</summary>
    /// <exception cref="RuleViolation">
    /// <c>call.not-emergency</c>: a call is announced in an emergency alone; <c>call.not-yours</c>: neither holder nor author;
    /// <c>read-back.own</c>; <c>consult.closed</c>.
    /// </exception>
    public void AnnounceCall(CallId call, PractitionerId by, DateTimeOffset now)
    {
        if (Calling == call)
        {
            return;
        }

        RefuseIfClosed();
        RefuseOwn(by);
        if (Urgency is not Urgency.Emergency)
        {
            throw new RuleViolation("call.not-emergency");
        }

        if (Holder != by && !StandingAdvice.Any(a => a.Author == by))
        {
            throw new RuleViolation("call.not-yours");
        }

        Record(new CallAnnounced(now, call, by));
        ExtendLease(by, now);
    }

    /// <summary>They were not reached. Of a call that is over already: nothing.</summary>
    /// <exception cref="RuleViolation"><c>call.not-yours</c>: somebody else is calling.</exception>
    public void MissCall(CallId call, PractitionerId by, DateTimeOffset now)
    {
        if (Calling != call)
        {
            return;
        }

        if (CallingBy != by)
        {
            throw new RuleViolation("call.not-yours");
        }

        Record(new CallMissed(now, call, by));
        ExtendLease(by, now);
    }

    private void ApplyCalling(ConsultEvent happened) => (Calling, CallingBy, CallingSince) = happened switch
    {
        CallAnnounced e => (e.Call, e.By, e.At),
        CallMissed or ToldByPhone or ConsultClosed or ConsultErased => (null, null, null),
        _ => (Calling, CallingBy, CallingSince),
    };
}
