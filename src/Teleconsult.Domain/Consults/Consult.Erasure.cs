namespace Teleconsult.Domain.Consults;

/// <summary>Why a consult's words and photos are erased.</summary>
public enum ErasureReason
{
    /// <summary>The patient, or who speaks for the patient, asked for it.</summary>
    PatientRequest = 1,

    /// <summary>The time for which records of this kind must be kept is over.</summary>
    RetentionEnded = 2,

    /// <summary>It should never have been sent: a double, a trial.</summary>
    SentInError = 3,

    /// <summary>It shows another patient than it names.</summary>
    WrongPatient = 4,

    /// <summary>A court or an authority ordered it.</summary>
    LegalOrder = 5,
}

public sealed partial class Consult
{
    /// <summary>When its words and photos were given up; null while they stand. UTC.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>
    /// Gives up words and photos for good. An open case waits for an answer, so it is erased only where it should never have been sent;
    /// any other is answered and closed first.
    /// </summary>
    /// <exception cref="RuleViolation"><c>erasure.case-open</c>; <c>erasure.done</c>: it was erased before.</exception>
    public void Erase(ErasureReason reason, PractitionerId by, DateTimeOffset now)
    {
        if (State is ConsultState.Erased)
        {
            throw new RuleViolation("erasure.done");
        }

        var open = State is not ConsultState.Closed;
        if (open && reason is not (ErasureReason.SentInError or ErasureReason.WrongPatient))
        {
            throw new RuleViolation("erasure.case-open");
        }

        Record(new ConsultErased(now, by, reason, open));
    }
}
