using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Alerts;

public enum IncidentKind
{
    /// <summary>A ladder ran out: nobody took the case.</summary>
    Unanswered = 1,

    /// <summary>A rung named nobody.</summary>
    EmptyRung = 2,

    /// <summary>The requester was asked more often than the clock rests for.</summary>
    AskedOften = 3,

    /// <summary>A worker of a node stood still. It belongs to no case.</summary>
    WorkerStopped = 4,

    /// <summary>The trial case did not come through its ladder. It belongs to no case of anybody's.</summary>
    CanaryStopped = 5,
}

/// <summary>Why a coordinator closes an incident.</summary>
public enum IncidentReason
{
    /// <summary>It was answered, though late.</summary>
    AnsweredLate = 1,

    /// <summary>The requester was reached another way, by phone say.</summary>
    HelpedOtherwise = 2,

    /// <summary>It should not have been sent, or was not needed any more.</summary>
    NotNeeded = 3,

    /// <summary>Roster, contacts or ladder were mended.</summary>
    Mended = 4,

    /// <summary>Looked at: it could not be answered with less.</summary>
    Reviewed = 5,
}

/// <summary>Something that must not happen and did: a coordinator looks at it and closes it with a reason. One of a kind a case.</summary>
public sealed class IncidentRow
{
    public const int LongestDetail = 400;

    public ConsultId Consult { get; set; }
    public IncidentKind Kind { get; set; }
    public NetworkId Network { get; set; }
    public ServiceId? Service { get; set; }
    public long Number { get; set; }
    public Urgency Urgency { get; set; }

    /// <summary>The rung that was reached, or that named nobody.</summary>
    public int Rung { get; set; }

    /// <summary>Which workers of which nodes, or which parts of the way (<see cref="Watch.CanaryPart"/>, with commas); null where it is about a case.</summary>
    public string? Detail { get; set; }

    /// <summary>When it was seen to work again, of what stood still; null: not yet, or it is about a case. UTC.</summary>
    public DateTimeOffset? RecoveredAt { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public PractitionerId? ClosedBy { get; set; }
    public IncidentReason? Reason { get; set; }
}
