using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Consults;

/// <summary>A photo as announced by the phone and, later, stored.</summary>
public sealed class ConsultPhoto
{
    public PhotoId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }

    /// <summary>The slot's code in the template, for example <c>R-mac</c>.</summary>
    public string Slot { get; internal set; } = "";
    public Laterality Laterality { get; internal set; }
    public PhotoState State { get; internal set; }

    /// <summary>Size of the bytes that the phone announced, from 1 to 25 MB.</summary>
    public long Bytes { get; internal set; }

    /// <summary>SHA-256 of those bytes, lower-case hexadecimal, 64 characters.</summary>
    public string Sha256 { get; internal set; } = "";

    /// <summary>Pixels as displayed, orientation applied; 0 until stored.</summary>
    public int Width { get; internal set; }
    public int Height { get; internal set; }

    /// <summary>By the phone's clock: evidence only.</summary>
    public DateTimeOffset? TakenAt { get; internal set; }
    public DateTimeOffset AnnouncedAt { get; internal set; }
    public DateTimeOffset? StoredAt { get; internal set; }

    /// <summary>Since when the store has lost it; null again when it has come once more.</summary>
    public DateTimeOffset? LostAt { get; internal set; }

    /// <summary>The retake request that it answers.</summary>
    public RequestId? Answers { get; internal set; }
    public string? RefusalCode { get; internal set; }

    /// <summary>Where its encrypted bytes lie in the photo store; null until stored.</summary>
    public string? StoreKey { get; internal set; }

    /// <summary>As captured, where these bytes are its grading copy; null where they are what was captured.</summary>
    public PhotoOriginal? Original { get; internal set; }
}

/// <summary>
/// The same picture as captured, of which a grading copy (full resolution, compressed) goes first. It is no second photo: it has
/// no slot, no preview and no state that anybody waits for, but a hash of its own.
/// </summary>
public sealed class PhotoOriginal
{
    /// <summary>Of its upload and its place in the store.</summary>
    public PhotoId Id { get; internal set; }
    public PhotoState State { get; internal set; }

    /// <summary>Size of the bytes that the phone announced, from 1 to 25 MB.</summary>
    public long Bytes { get; internal set; }

    /// <summary>SHA-256 of those bytes, lower-case hexadecimal, 64 characters.</summary>
    public string Sha256 { get; internal set; } = "";
    public DateTimeOffset? StoredAt { get; internal set; }

    /// <summary>Since when the store has lost it; null again when it has come once more.</summary>
    public DateTimeOffset? LostAt { get; internal set; }
    public string? RefusalCode { get; internal set; }
    public string? StoreKey { get; internal set; }
}

/// <summary>What the phone says of a photo before its bytes arrive.</summary>
public sealed record PhotoAnnouncement(
    PhotoId Id, string Slot, Laterality Laterality, long Bytes, string Sha256, DateTimeOffset? TakenAt, OriginalAnnouncement? Original = null);

/// <summary>What the phone says of the original that follows a grading copy.</summary>
public sealed record OriginalAnnouncement(PhotoId Id, long Bytes, string Sha256);

/// <summary>A specialist's open or answered request to the requester.</summary>
public sealed class InformationRequest
{
    public RequestId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }
    public PractitionerId By { get; internal set; }
    public DateTimeOffset AskedAt { get; internal set; }

    /// <summary>The slot to take again; null for a question.</summary>
    public string? Slot { get; internal set; }
    public DateTimeOffset? GivenAt { get; internal set; }

    /// <summary>The specialist went on without it.</summary>
    public bool Dropped { get; internal set; }

    public bool IsOpen => GivenAt is null && !Dropped;
}

/// <summary>One advice's life; its words are encrypted rows.</summary>
public sealed class AdviceRecord
{
    public AdviceId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }
    public PractitionerId Author { get; internal set; }

    /// <summary>The second opinion that it gives; null for the answer itself.</summary>
    public OpinionId? Opinion { get; internal set; }

    /// <summary>The content version that its author had seen: what the advice is about.</summary>
    public long ContentVersion { get; internal set; }
    public Disposition Disposition { get; internal set; }
    public Adequacy Adequacy { get; internal set; }
    public int Actions { get; internal set; }
    public DateTimeOffset SentAt { get; internal set; }
    public DateTimeOffset ReleasesAt { get; internal set; }
    public DateTimeOffset? ReleasedAt { get; internal set; }
    public DateTimeOffset? TakenBackAt { get; internal set; }

    /// <summary>Its author is in training: a colleague signs it.</summary>
    public bool NeedsSignature { get; internal set; }
    public DateTimeOffset? SignedAt { get; internal set; }
    public PractitionerId? SignedBy { get; internal set; }

    public bool WaitsForSignature => NeedsSignature && SignedAt is null;

    /// <summary>When the requester's phone first said that it has it.</summary>
    public DateTimeOffset? DeliveredAt { get; internal set; }
    public DateTimeOffset? ReadAt { get; internal set; }
    public List<ActionMark> Marks { get; private set; } = [];
}

/// <summary>What became of one action line; marking again replaces it.</summary>
public sealed class ActionMark
{
    public AdviceId Advice { get; internal set; }
    public int Line { get; internal set; }
    public ActionOutcome Outcome { get; internal set; }
    public DateTimeOffset At { get; internal set; }
}

/// <summary>What a requester said back of one advice; its words are encrypted rows. The newest of an advice counts.</summary>
public sealed class ReadBackRecord
{
    public ReadBackId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }
    public AdviceId Advice { get; internal set; }
    public PractitionerId By { get; internal set; }
    public DateTimeOffset At { get; internal set; }
    public DateTimeOffset? ConfirmedAt { get; internal set; }
    public PractitionerId? ConfirmedBy { get; internal set; }
    public DateTimeOffset? CorrectedAt { get; internal set; }
    public PractitionerId? CorrectedBy { get; internal set; }

    /// <summary>Nobody has said yet whether it is right.</summary>
    public bool IsOpen => ConfirmedAt is null && CorrectedAt is null;
}

/// <summary>A call that a specialist recorded; its words are encrypted rows.</summary>
public sealed class PhoneCall
{
    public CallId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }
    public PractitionerId By { get; internal set; }

    /// <summary>When it was recorded, by the server's clock.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>When they spoke, as the specialist says it.</summary>
    public DateTimeOffset SpokeAt { get; internal set; }

    /// <summary>The advice that was told and said back; null for a call before there is one.</summary>
    public AdviceId? Advice { get; internal set; }
}
