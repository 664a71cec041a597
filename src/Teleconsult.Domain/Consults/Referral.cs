namespace Teleconsult.Domain.Consults;

/// <summary>Why the patient is to be seen elsewhere.</summary>
public enum ReferralReason
{
    /// <summary>The advice says why.</summary>
    AsAdvised = 1,
    Examination = 2,
    Test = 3,
    Treatment = 4,
    Operation = 5,
    Admission = 6,
    Other = 9,
}

/// <summary>Why the patient was not seen, as far as the requester knows.</summary>
public enum MissedReason
{
    Cost = 1,
    Distance = 2,
    Family = 3,

    /// <summary>The patient did not know of it, or too late.</summary>
    NotTold = 4,
    Better = 5,
    Refused = 6,

    /// <summary>The patient was there and was not seen.</summary>
    TurnedAway = 7,
    Other = 9,
}

/// <summary>Why a referral is followed no further.</summary>
public enum ReferralEnd
{
    /// <summary>The patient is well, or the advice has changed.</summary>
    NotNeeded = 1,
    Declined = 2,
    SeenElsewhere = 3,
    NotReached = 4,

    /// <summary>No place can do it.</summary>
    NoPlace = 5,
    Died = 6,
    Other = 9,
}

/// <summary>What happens next with an open referral.</summary>
public enum ReferralStep
{
    /// <summary>Nothing: the report came back, or it was given up.</summary>
    None = 0,

    /// <summary>The patient is told, and gets an appointment or a day to go.</summary>
    Arrange = 1,

    /// <summary>Whether the patient was seen.</summary>
    Attend = 2,

    /// <summary>The place's report comes back.</summary>
    Report = 3,
}

/// <summary>What a referral asks for.</summary>
/// <param name="Service">The team that is asked, if it is one of the network's; null: the words say where.</param>
/// <param name="Place">The hospital or clinic, if it is one of the network's; null: the words say where.</param>
/// <param name="AttendBy">By when the patient is to be seen. UTC.</param>
public sealed record ReferralPlan(Urgency Urgency, ReferralReason Reason, ServiceId? Service, FacilityId? Place, DateTimeOffset AttendBy);

/// <summary>A patient was sent on to be seen; followed until they were, and the report came back. Its words are encrypted rows.</summary>
public sealed class Referral
{
    public ReferralId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }

    /// <summary>The advice that it follows from; null where it was made by itself.</summary>
    public AdviceId? Advice { get; internal set; }
    public PractitionerId By { get; internal set; }
    public DateTimeOffset MadeAt { get; internal set; }
    public Urgency Urgency { get; internal set; }
    public ReferralReason Reason { get; internal set; }
    public ServiceId? Service { get; internal set; }
    public FacilityId? Place { get; internal set; }
    public DateTimeOffset AttendBy { get; internal set; }

    /// <summary>The appointment, or the day on which the patient goes. Null: none yet, or it was missed. UTC.</summary>
    public DateTimeOffset? BookedFor { get; internal set; }

    /// <summary>When the patient was seen, as the requester says it. UTC.</summary>
    public DateTimeOffset? AttendedOn { get; internal set; }

    /// <summary>When it was last said that the patient was not seen.</summary>
    public DateTimeOffset? MissedAt { get; internal set; }
    public MissedReason? Missed { get; internal set; }
    public int TimesMissed { get; internal set; }
    public DateTimeOffset? ReportedAt { get; internal set; }
    public DateTimeOffset? EndedAt { get; internal set; }
    public ReferralEnd? Ended { get; internal set; }

    public ReferralStep Step { get; internal set; }

    /// <summary>When somebody has to act next. UTC; meaningless where nothing is left to do.</summary>
    public DateTimeOffset StepDue { get; internal set; }

    /// <summary>The requester, and once it was late the coordinator.</summary>
    public PractitionerId? StepWho { get; internal set; }

    /// <summary>How often this step's time has passed.</summary>
    public int StepRound { get; internal set; }

    public ReferralPlan Plan => new(Urgency, Reason, Service, Place, AttendBy);

    public bool IsOpen => Step is not ReferralStep.None;
}
