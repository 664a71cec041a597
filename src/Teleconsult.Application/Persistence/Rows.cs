using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Persistence;

public enum StreamKind
{
    Consult = 1,
    Patient = 2,
}

/// <summary>One event of the log. Order is the id's; <see cref="Data"/> holds ids, codes, times and versions, never words.</summary>
public sealed class EventRow
{
    public long Id { get; set; }
    public NetworkId Network { get; set; }
    public StreamKind Kind { get; set; }
    public Guid Stream { get; set; }
    public long Version { get; set; }
    public long ContentVersion { get; set; }
    public string Type { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public PractitionerId? By { get; set; }

    /// <summary>The service that could see the consult before this event, where the event changed that.</summary>
    public ServiceId? ServiceBefore { get; set; }
    public string Data { get; set; } = "{}";
}

/// <summary>What kind of words a row holds. Part of what its encryption authenticates: never renumber.</summary>
public enum WordKind
{
    Patient = 1,
    Intake = 2,
    Preview = 3,
    Message = 4,
    Request = 5,
    RequestAnswer = 6,
    Advice = 7,
    ActionReason = 8,
    CloseOut = 9,
    Draft = 10,

    /// <summary>What a requester said back.</summary>
    ReadBack = 21,

    /// <summary>What is meant instead: the answering service's words on something said back.</summary>
    Correction = 22,

    /// <summary>A recorded call: what was said, and to whom.</summary>
    Call = 23,

    /// <summary>What a colleague is asked to look at.</summary>
    Opinion = 24,

    /// <summary>Why one of two advices stands.</summary>
    Resolution = 25,

    /// <summary>Why a colleague did not sign an advice.</summary>
    Return = 26,

    /// <summary>Why a reply was not OK: for coordinators alone.</summary>
    CourtesyReport = 27,

    /// <summary>Where a patient is sent, and what for.</summary>
    Referral = 40,

    /// <summary>Why a patient was not seen.</summary>
    ReferralMissed = 41,

    /// <summary>What the place reported.</summary>
    ReferralReport = 42,

    /// <summary>Why a referral is followed no further.</summary>
    ReferralEnd = 43,

    /// <summary>A view of the worklist that somebody kept; under a key of that person.</summary>
    SavedView = 60,

    /// <summary>What the phone found wanting in a photo, and why it was kept.</summary>
    PhotoCheck = 70,

    /// <summary>What a teaching card says, written anew by its author.</summary>
    TeachingCard = 71,

    /// <summary>A phrase that somebody kept for their answers; under a key of that person.</summary>
    Phrase = 61,
}

/// <summary>Words of a stream, encrypted with the stream's own key. A change adds a version; the earlier ones stay.</summary>
public sealed class WordRow
{
    public Guid Stream { get; set; }
    public WordKind Kind { get; set; }

    /// <summary>What the words belong to: a message, an advice, a photo, or the stream itself.</summary>
    public Guid Item { get; set; }
    public long Version { get; set; }
    public byte[] Sealed { get; set; } = [];
}

/// <summary>Half of a stream's key, wrapped by the master key. Worth nothing without the other half. Erasure deletes the row.</summary>
public sealed class StreamKeyRow
{
    public Guid Stream { get; set; }

    /// <summary>Where the other half lies (<see cref="Ports.IKeyShares"/>); empty for a key of before keys were halved, which is here whole.</summary>
    public string Share { get; set; } = "";
    public byte[] Wrapped { get; set; } = [];
}

/// <summary>A stream that was erased: what of it still has to be destroyed outside the database, and when that was done.</summary>
public sealed class ErasureRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public StreamKind Kind { get; set; }
    public Guid Stream { get; set; }
    public string Share { get; set; } = "";
    public DateTimeOffset At { get; set; }

    /// <summary>When the key's half was overwritten and the photos were removed; null while that is still to be done. UTC.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>A line of the thread, without its words.</summary>
public sealed class MessageRow
{
    public Guid Id { get; set; }
    public ConsultId Consult { get; set; }
    public DateTimeOffset At { get; set; }
    public PractitionerId By { get; set; }
    public bool FromRequester { get; set; }
}

/// <summary>A half-written advice.</summary>
public sealed class DraftRow
{
    public ConsultId Consult { get; set; }
    public PractitionerId Author { get; set; }
    public DateTimeOffset SavedAt { get; set; }
    public long ContentVersion { get; set; }

    /// <summary>Made by the window that saved it. A save that does not go on from this one is refused: another window has written meanwhile.</summary>
    public Guid Revision { get; set; }
    public byte[] Sealed { get; set; } = [];
}

/// <summary>The outcome of a write under its key, kept 180 days.</summary>
public sealed class IdempotencyRow
{
    public Guid User { get; set; }
    public Guid Key { get; set; }
    public byte[] BodyHash { get; set; } = [];
    public string Result { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

/// <summary>Who did or read what, when. Codes and ids only.</summary>
public sealed class AuditRow
{
    public long Id { get; set; }
    public NetworkId Network { get; set; }
    public Guid User { get; set; }
    public Guid? Device { get; set; }
    public DateTimeOffset At { get; set; }
    public string Action { get; set; } = "";
    public Guid? Subject { get; set; }

    /// <summary>Why, or from what to what, in codes and numbers; null where the action says all.</summary>
    public string? Detail { get; set; }
}

/// <summary>Something that must happen at a time. Claimed with a lease and a fencing token, so that any node may die.</summary>
public sealed class TimerRow
{
    public ConsultId Consult { get; set; }
    public ConsultTimer Kind { get; set; }
    public DateTimeOffset NextAt { get; set; }

    /// <summary>Of several that are due the most urgent one goes first.</summary>
    public Urgency Urgency { get; set; }

    /// <summary>Raised by every claim: an effect commits only with the token that it was given.</summary>
    public long Token { get; set; }
}

/// <summary>Where a durable reader of the log stands.</summary>
public sealed class ReaderRow
{
    public string Name { get; set; } = "";
    public long Position { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>A value of the database as a whole, for example the log's epoch.</summary>
public sealed class FactRow
{
    public string Name { get; set; } = "";
    public string Value { get; set; } = "";
}

/// <summary>An upload in flight that was cut, or is complete and not yet stored.</summary>
public sealed class UploadRow
{
    public PhotoId Photo { get; set; }
    public ConsultId Consult { get; set; }
    public PractitionerId Owner { get; set; }
    public long Length { get; set; }

    /// <summary>Bytes known to be there when the row was written; how many lie there is the truth (<c>IUploadParts</c>).</summary>
    public long Offset { get; set; }
    public string Sha256 { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Which node writes, and until when: another node may take over after that.</summary>
    public string? LockedBy { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}

public sealed record MessageWords(string Text, string? Language);

public sealed record CallWords(string ToWhom, string Said);
