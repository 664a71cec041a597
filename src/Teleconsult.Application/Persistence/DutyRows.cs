using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Persistence;

/// <summary>A row that decides who answers for what, and by when: changing it changes its network's <see cref="DutyStampRow"/>.</summary>
internal interface IDecidesDuty
{
    NetworkId Network { get; }
}

/// <summary>
/// One row a network, with another stamp after each change of an <see cref="IDecidesDuty"/>. Whoever keeps a copy of these asks for the stamp:
/// one small read tells that it still holds, on every node.
/// </summary>
public sealed class DutyStampRow
{
    public NetworkId Network { get; set; }

    /// <summary>Never used twice: a counter could show the same number for two transactions that overlap.</summary>
    public Guid Stamp { get; set; }
}

/// <summary>When a service is open. A service without one always is.</summary>
public sealed class CalendarRow : IDecidesDuty
{
    public ServiceId Service { get; set; }
    public NetworkId Network { get; set; }

    /// <summary>IANA name of the zone in which the service's people tell the time.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary>As <see cref="WeeklyHours.ToString"/> writes it.</summary>
    public string Hours { get; set; } = "";
    public bool ClosedOnHolidays { get; set; }
}

/// <summary>A public holiday of a network, or a day on which one service alone is closed.</summary>
public sealed class HolidayRow : IDecidesDuty
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public NetworkId Network { get; set; }
    public ServiceId? Service { get; set; }
    public DateOnly Date { get; set; }
    public string Name { get; set; } = "";
}

/// <summary>A service's roster: what is being written, and what was published of it.</summary>
public sealed class RosterRow : IDecidesDuty
{
    public ServiceId Service { get; set; }
    public NetworkId Network { get; set; }

    /// <summary>A <see cref="RosterPlan"/> as JSON.</summary>
    public string Draft { get; set; } = "";

    /// <summary>The plan that counts, as JSON; null: none does, and everybody who answers for the service is on duty.</summary>
    public string? Published { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public PractitionerId? PublishedBy { get; set; }

    /// <summary>Raised by each change, of the draft too.</summary>
    public long Version { get; set; }
}

/// <summary>A time in which a person is away. Why, is nobody's business here.</summary>
public sealed class LeaveRow : IDecidesDuty
{
    public LeaveId Id { get; set; }
    public NetworkId Network { get; set; }
    public PractitionerId Person { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset To { get; set; }
    public PractitionerId EnteredBy { get; set; }
    public DateTimeOffset EnteredAt { get; set; }
}

public enum SwapState
{
    Asked = 1,
    Accepted = 2,
    Declined = 3,
    Withdrawn = 4,
}

/// <summary>A swap, from being asked for to its end. Rows stay: they are the log of swaps.</summary>
public sealed class SwapRow : IDecidesDuty
{
    public SwapId Id { get; set; }
    public NetworkId Network { get; set; }
    public ServiceId Service { get; set; }
    public ShiftId Shift { get; set; }
    public DateOnly Day { get; set; }

    /// <summary>Whose shift it is.</summary>
    public PractitionerId From { get; set; }

    /// <summary>Who is to take it.</summary>
    public PractitionerId To { get; set; }
    public SwapState State { get; set; }
    public PractitionerId AskedBy { get; set; }
    public DateTimeOffset AskedAt { get; set; }
    public PractitionerId? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
}

public sealed class ContactPointRow
{
    public ContactId Id { get; set; }
    public PractitionerId Person { get; set; }
    public ContactChannel Channel { get; set; }
    public string Address { get; set; } = "";
    public int Order { get; set; }
}

public sealed class QuietHoursRow
{
    public PractitionerId Person { get; set; }
    public TimeOnly From { get; set; }
    public TimeOnly To { get; set; }
    public string Zone { get; set; } = "UTC";
}

/// <summary>What a service promises for one urgency, where it is not the default.</summary>
public sealed class TargetRow : IDecidesDuty
{
    public ServiceId Service { get; set; }
    public Urgency Urgency { get; set; }
    public NetworkId Network { get; set; }
    public TimeSpan Claim { get; set; }
    public TimeSpan Advice { get; set; }
    public TimeSpan Read { get; set; }
    public TimeSpan Information { get; set; }

    /// <summary>Whether claim and advice count in the service's opening hours; never for Emergency.</summary>
    public bool InServiceHours { get; set; }
}
