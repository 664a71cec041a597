namespace Teleconsult.Domain.Consults;

public enum NextStepKind
{
    /// <summary>Nothing is due: the case is closed.</summary>
    None = 0,

    /// <summary>A coordinator finds the right service.</summary>
    Allocate = 1,

    /// <summary>Somebody of the service takes the case.</summary>
    Claim = 2,

    /// <summary>The holder answers.</summary>
    Advise = 3,

    /// <summary>The requester gives what the specialist asked for.</summary>
    GiveInformation = 4,

    /// <summary>Advice goes out when the time to take it back has passed.</summary>
    ReleaseAdvice = 5,

    /// <summary>The requester reads the advice.</summary>
    Read = 6,

    /// <summary>The requester acts and closes the case.</summary>
    Close = 7,

    /// <summary>Emergency: the requester says back what they will do.</summary>
    ReadBack = 8,

    /// <summary>Emergency: the answering service says whether it was understood.</summary>
    ConfirmReadBack = 9,

    /// <summary>Two authors differ: who answered the case says which advice stands.</summary>
    ResolveConflict = 10,

    /// <summary>Somebody of the service signs what a colleague in training has written.</summary>
    Countersign = 11,

    /// <summary>Another specialist, whom the requester wished to hear, answers beside the first one.</summary>
    GiveOpinion = 12,

    /// <summary>The requester wishes to hear another specialist, and nobody was found: a coordinator finds one.</summary>
    FindAnother = 13,
}

/// <summary>
/// What happens next, by when, and who does it. Every open consult has one (DESIGN §5 rule 2).
/// </summary>
/// <param name="Due">UTC instant, by the server's clock.</param>
/// <param name="Who">The person, if one is responsible: the holder, the requester, the network's coordinator, or whom the next rung alerts.</param>
/// <param name="Overdue">
/// The promised time passed. While nobody has the case its ladder goes on; else the coordinator (<paramref name="Who"/>) was told and has
/// until <paramref name="Due"/>.
/// </param>
public sealed record NextStep(NextStepKind Kind, DateTimeOffset Due, PractitionerId? Who, bool Overdue)
{
    /// <summary>The rung of the ladder that is reached at <see cref="Due"/>; null where no ladder runs.</summary>
    public int? Rung { get; init; }

    public static readonly NextStep Nothing = new(NextStepKind.None, DateTimeOffset.MaxValue, null, false);
}
