namespace Teleconsult.Domain;

// Ids are UUIDv7: made by whoever creates the thing (often a phone without network), sortable by time of creation.

/// <summary>One question about one patient. Made on the phone.</summary>
public readonly record struct ConsultId(Guid Value);

/// <summary>A patient of a network. Made on the phone.</summary>
public readonly record struct PatientId(Guid Value);

/// <summary>A photo. Made on the phone; the upload's URL follows from it.</summary>
public readonly record struct PhotoId(Guid Value);

/// <summary>A line in the thread.</summary>
public readonly record struct MessageId(Guid Value);

/// <summary>A specialist's request for more: a question, or the retake of one slot.</summary>
public readonly record struct RequestId(Guid Value);

/// <summary>One structured answer.</summary>
public readonly record struct AdviceId(Guid Value);

/// <summary>A second opinion that was asked of a colleague.</summary>
public readonly record struct OpinionId(Guid Value);

/// <summary>What a requester said back of an advice. Made on the phone.</summary>
public readonly record struct ReadBackId(Guid Value);

/// <summary>A telephone call that a specialist recorded.</summary>
public readonly record struct CallId(Guid Value);

/// <summary>A patient sent on to be seen elsewhere. Made by whoever refers; one that follows from an advice has the advice's.</summary>
public readonly record struct ReferralId(Guid Value);

/// <summary>A person with an account: requester, specialist, coordinator or administrator.</summary>
public readonly record struct PractitionerId(Guid Value);

/// <summary>A programme, the unit of partition.</summary>
public readonly record struct NetworkId(Guid Value);

/// <summary>A hospital, clinic or health post.</summary>
public readonly record struct FacilityId(Guid Value);

/// <summary>A team that answers.</summary>
public readonly record struct ServiceId(Guid Value);

/// <summary>A phone or browser that a person signed in on.</summary>
public readonly record struct DeviceId(Guid Value);

/// <summary>A shift of a roster, or a pattern of shifts that recur.</summary>
public readonly record struct ShiftId(Guid Value);

/// <summary>A person's wish that a colleague takes one of their shifts.</summary>
public readonly record struct SwapId(Guid Value);

/// <summary>A time in which a person is away.</summary>
public readonly record struct LeaveId(Guid Value);

/// <summary>One way of reaching a person.</summary>
public readonly record struct ContactId(Guid Value);
