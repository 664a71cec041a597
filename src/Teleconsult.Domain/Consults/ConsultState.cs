namespace Teleconsult.Domain.Consults;

/// <summary>Where a consult stands. Receipt ("stored", "seen", "complete") is told by its times and photo counts, not by this.</summary>
public enum ConsultState
{
    /// <summary>Sent to "not sure": a coordinator allocates it to a service.</summary>
    Unallocated = 0,

    /// <summary>Offered to a service; nobody has taken it.</summary>
    Waiting = 1,

    /// <summary>A specialist holds it.</summary>
    Claimed = 2,

    /// <summary>The specialist needs more from the requester. The clock pauses, except for Emergency.</summary>
    NeedsRequester = 3,

    /// <summary>Advice was sent and can still be taken back for a few seconds. The requester does not see it yet.</summary>
    AdvicePending = 4,

    /// <summary>Advice is with the requester, unread.</summary>
    Answered = 5,

    /// <summary>The requester has read the advice, beside the patient's identity.</summary>
    Read = 6,

    /// <summary>Closed by the requester with the close-out questions.</summary>
    Closed = 7,

    /// <summary>Its words and photos were erased. Nobody sees it any more; its times stay for the figures.</summary>
    Erased = 8,
}
