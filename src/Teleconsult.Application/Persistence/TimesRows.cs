using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Persistence;

/// <summary>
/// The times of one consult as the <see cref="ResponseClock"/> reads them: written by a reader of the log. Instants are UTC; "service" times are
/// the service's open hours, less the rests, in ticks.
/// </summary>
public sealed class TimesRow
{
    public ConsultId Consult { get; set; }
    public NetworkId Network { get; set; }
    public FacilityId Facility { get; set; }
    public ServiceId? Service { get; set; }
    public Urgency Urgency { get; set; }
    public Pathway Pathway { get; set; }

    /// <summary>Canonical of the form.</summary>
    public string Template { get; set; } = "";
    public PractitionerId Requester { get; set; }

    /// <summary>By the phone's clock: evidence only.</summary>
    public DateTimeOffset SentAt { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public DateTimeOffset? AllocatedAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public PractitionerId? SeenBy { get; set; }
    public DateTimeOffset? ClaimedAt { get; set; }
    public PractitionerId? ClaimedBy { get; set; }
    public DateTimeOffset? FirstResponseAt { get; set; }
    public PractitionerId? FirstResponseBy { get; set; }
    public DateTimeOffset? AdvisedAt { get; set; }
    public PractitionerId? AdvisedBy { get; set; }
    public bool HasActions { get; set; }

    /// <summary>When the requester's phone first had the first advice.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    public DateTimeOffset? ActedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Which questions were asked at the closing, with the codes of the two answers.</summary>
    public CloseOut? CloseOut { get; set; }
    public string? Outcome { get; set; }
    public string? OutcomeReferral { get; set; }

    /// <summary>How often the requester was waited for, and since when they are; also those times that stop no clock.</summary>
    public int TimesAsked { get; set; }
    public DateTimeOffset? AskedSince { get; set; }

    /// <summary>How long the requester was waited for, without a stretch that still runs.</summary>
    public long RequesterTurnTicks { get; set; }
    public long? AllocatedServiceTicks { get; set; }
    public long? ClaimedServiceTicks { get; set; }
    public long? FirstResponseServiceTicks { get; set; }
    public long? AdvisedServiceTicks { get; set; }

    /// <summary>When somebody was to have it.</summary>
    public DateTimeOffset? ClaimDue { get; set; }

    /// <summary>What was promised for the advice.</summary>
    public long AdviceTargetTicks { get; set; }

    /// <summary>When advice was promised, rests added. Null while the clock rests: nothing is due then.</summary>
    public DateTimeOffset? AdviceDue { get; set; }

    /// <summary>When the patient was first sent on, and what became of it: by when the report should be back, when they were seen, when it was back.</summary>
    public DateTimeOffset? ReferredAt { get; set; }
    public DateTimeOffset? LoopDue { get; set; }
    public DateTimeOffset? AttendedAt { get; set; }
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>Why it counts in no figure; null: it counts.</summary>
    public ErasureReason? Excluded { get; set; }

    /// <summary>The published month in which it was counted, as year * 12 + month - 1; null: in none yet. A case counts in one month and never again.</summary>
    public int? CountedIn { get; set; }

    /// <summary>As <see cref="CountedIn"/>, for its referral: that is a matter of weeks, and counts in the month in which its report was due.</summary>
    public int? LoopCountedIn { get; set; }
}

/// <summary>What of a case was counted.</summary>
public enum CountedAs
{
    Case = 1,
    Referral = 2,
}

/// <summary>
/// That something of a case was counted in a published month: written with the month and never again. The times of a case can be made anew from its
/// log; in which month it was counted stands here alone.
/// </summary>
public sealed class CountedRow
{
    public ConsultId Consult { get; set; }
    public CountedAs What { get; set; }
    public NetworkId Network { get; set; }
    public int Month { get; set; }
}

/// <summary>A month whose figures were published. What was published never changes.</summary>
public sealed class PublishedMonthRow
{
    public NetworkId Network { get; set; }

    /// <summary>Year * 12 + month - 1, by the network's zone.</summary>
    public int Month { get; set; }
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>Nobody (the empty id): the calendar did.</summary>
    public PractitionerId PublishedBy { get; set; }
}

/// <summary>One published figure: a measure of a group in a month. Frozen, with the name that the group had.</summary>
public sealed class FigureRow
{
    public NetworkId Network { get; set; }
    public int Month { get; set; }
    public FigureTable Table { get; set; }

    /// <summary>What the group is, in ids and codes.</summary>
    public string Group { get; set; } = "";
    public Measure Measure { get; set; }

    /// <summary>The name of service or facility when it was published; empty for codes.</summary>
    public string Name { get; set; } = "";
    public Urgency? Urgency { get; set; }
    public Disclosed Disclosed { get; set; }

    /// <summary>Cases that came due in the month; 0 where it is withheld.</summary>
    public int Cases { get; set; }

    /// <summary>Those of them that had no advice when the month was published.</summary>
    public int Unanswered { get; set; }
    public int InTarget { get; set; }

    /// <summary>By the wall clock, whole minutes. Null: it is withheld, or longer than any that was known.</summary>
    public int? MedianMinutes { get; set; }
    public int? NinetiethMinutes { get; set; }

    /// <summary>By the service's hours, less the rests; null also for measures that have none.</summary>
    public int? ServiceMedianMinutes { get; set; }
    public int? ServiceNinetiethMinutes { get; set; }

    /// <summary>The promise where all cases of the group had the same one, in minutes.</summary>
    public int? TargetMinutes { get; set; }
}

/// <summary>How many of the cases of a pathway that were closed in a published month gave this answer to a close-out question. Frozen.</summary>
public sealed class OutcomeFigureRow
{
    public NetworkId Network { get; set; }
    public int Month { get; set; }
    public Pathway Pathway { get; set; }
    public CloseOut Questions { get; set; }

    /// <summary>1 or 2; 0 for the row that says how many there were, or that they are withheld.</summary>
    public int Question { get; set; }

    /// <summary>Code of the answer; empty in the row of all.</summary>
    public string Answer { get; set; } = "";
    public Disclosed Disclosed { get; set; }
    public int Cases { get; set; }
}

/// <summary>A note on a month that was published: what is known by now. The figures stay.</summary>
public sealed class MonthNoteRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public int Month { get; set; }
    public DateTimeOffset At { get; set; }
    public PractitionerId By { get; set; }
    public string Text { get; set; } = "";
}

/// <summary>What a look at one person's figures may be for (domain brief §4.7).</summary>
public enum LookReason
{
    /// <summary>An emergency that nobody answered, or another harm that was near.</summary>
    Safety = 1,

    Complaint = 2,

    /// <summary>The person asked for it.</summary>
    AskedFor = 3,
}

/// <summary>Somebody looked at the figures of one person, who sees that, by whom and why.</summary>
public sealed class PersonLookRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public PractitionerId Person { get; set; }
    public PractitionerId By { get; set; }
    public DateTimeOffset At { get; set; }

    public LookReason Why { get; set; }

    /// <summary>In the words of who looked; never about a patient.</summary>
    public string Reason { get; set; } = "";
}
