using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Domain.ResponseTimes;

/// <summary>A stretch in which the specialist waited for the requester.</summary>
/// <param name="From">UTC, and likewise <paramref name="To"/>; null: they still wait.</param>
public sealed record Pause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>
/// The times of one case, read from its log and from nothing else: the same events always say the same. All instants are UTC, by the server's
/// clock, but for <see cref="SentAt"/>. Immutable.
/// </summary>
/// <remarks>
/// The rules are the domain brief's §4.3. Two clocks run: the wall clock, and the service's own hours. Both start at receipt and nothing starts
/// them anew: no redirect, allocation, release, lapse or edit. They rest only while the requester was asked for something, at most
/// <see cref="FreePauses"/> times, and never in an emergency, where the wall clock alone counts. What took place before the urgency was
/// raised is measured by the raised one, from the original receipt.
/// </remarks>
public sealed record ResponseClock
{
    /// <summary>How often waiting for the requester stops the clock; after that a coordinator looks at the case (domain brief §4.3).</summary>
    public const int FreePauses = 2;

    /// <summary>When the requester pressed send, by the phone's clock: evidence only.</summary>
    public DateTimeOffset SentAt { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>When it was given to the service that has it: receipt itself where it was sent there.</summary>
    public DateTimeOffset? AllocatedAt { get; private init; }

    public DateTimeOffset? SeenAt { get; private init; }

    public DateTimeOffset? ClaimedAt { get; private init; }

    /// <summary>The first words of a human being who answers: a message, a question, advice, a call. An automatic receipt is none.</summary>
    public DateTimeOffset? FirstResponseAt { get; private init; }

    /// <summary>When the first advice was with the requester.</summary>
    public DateTimeOffset? AdvisedAt { get; private init; }

    /// <summary>When the requester's phone first had the first advice; at the latest when it was read.</summary>
    public DateTimeOffset? DeliveredAt { get; private init; }

    public DateTimeOffset? ReadAt { get; private init; }

    /// <summary>When the first line of the advice was marked as done, or as not done.</summary>
    public DateTimeOffset? ActedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private init; }

    /// <summary>What was said at the closing, in codes.</summary>
    public ConsultClosed? CloseOut { get; private init; }

    public Urgency Urgency { get; private init; }

    public ServiceId? Service { get; private init; }

    public FacilityId Facility { get; private init; }

    /// <summary>Canonical of the form, which tells the pathway.</summary>
    public string Template { get; private init; } = "";

    public PractitionerId Requester { get; private init; }

    public PractitionerId? SeenBy { get; private init; }

    public PractitionerId? ClaimedBy { get; private init; }

    /// <summary>The claim that stands, or stood last: one that is undone acknowledged nothing.</summary>
    private DateTimeOffset? LastClaim { get; init; }

    public PractitionerId? FirstResponseBy { get; private init; }

    public PractitionerId? AdvisedBy { get; private init; }

    /// <summary>All stretches of waiting for the requester, in order; also those that stop no clock.</summary>
    public IReadOnlyList<Pause> Pauses { get; private init; } = [];

    /// <summary>What the case's service promised for it, as it was said last; null: the default for its urgency.</summary>
    public ConsultPromised? Promise { get; private init; }

    /// <summary>What is asked and not yet given: the requester is waited for until nothing is left.</summary>
    private IReadOnlyList<RequestId> Asked { get; init; } = [];

    /// <summary>Whether the advice named anything to do: only then there is something to act on.</summary>
    public bool HasActions { get; private init; }

    /// <summary>The first time that the patient was sent on; null: never, or it turned out not to be needed.</summary>
    public ReferralLoop? Loop { get; private init; }

    /// <summary>Why it counts in no figure: it was taken back while open (a double, a trial, withdrawn), so nobody failed to keep a promise. Null: it counts.</summary>
    public ErasureReason? Excluded { get; private init; }

    public bool IsExcluded => Excluded is not null;

    /// <summary>
    /// From pressing send to receipt: the network's time, not a person's. Null where the phone's clock says that it was received before it was sent.
    /// </summary>
    public TimeSpan? TransportDelay => ReceivedAt >= SentAt ? ReceivedAt - SentAt : null;

    /// <summary>How long the requester was waited for, up to <paramref name="now"/>.</summary>
    public TimeSpan RequesterTurn(DateTimeOffset now) => Pauses.Aggregate(TimeSpan.Zero, (sum, p) => sum + Positive((p.To ?? now) - p.From));

    /// <summary>The stretches in which the clocks rest.</summary>
    public IEnumerable<Pause> Rests => Urgency is Urgency.Emergency ? [] : Pauses.Take(FreePauses);

    /// <summary>Asked more often than the clock rests for: a coordinator should look at it.</summary>
    public bool NeedsReview => Urgency is not Urgency.Emergency && Pauses.Count > FreePauses;

    /// <param name="log">The events of one case in their order, from the first.</param>
    /// <exception cref="ArgumentException">The log does not begin with the submission.</exception>
    public static ResponseClock Of(IEnumerable<ConsultEvent> log)
    {
        ResponseClock? clock = null;
        foreach (var happened in log)
        {
            clock = happened is ConsultSubmitted submitted
                ? Start(submitted)
                : (clock ?? throw new ArgumentException("A log begins with the submission.", nameof(log))).After(happened);
        }

        return clock ?? throw new ArgumentException("The log is empty.", nameof(log));
    }

    /// <summary>From receipt to <paramref name="at"/> by the wall clock, with everything that was waited for.</summary>
    public TimeSpan Wall(DateTimeOffset at) => Positive(at - ReceivedAt);

    /// <summary>From receipt to <paramref name="at"/> as the service answers for it: its open hours, less the rests. In an emergency the wall clock.</summary>
    public TimeSpan Elapsed(DateTimeOffset at, ServiceCalendar calendar)
    {
        if (Urgency is Urgency.Emergency)
        {
            return Wall(at);
        }

        return Rests.Aggregate(calendar.OpenTimeBetween(ReceivedAt, at), (left, p) => left - calendar.OpenTimeBetween(p.From, Earlier(p.To ?? at, at)));
    }

    /// <summary>
    /// When the promise ends, rests left out: the first instant at which the clock shows <paramref name="promised"/>. Null while it rests.
    /// </summary>
    public DateTimeOffset? Due(TimeSpan promised, ServiceCalendar calendar)
    {
        if (Urgency is Urgency.Emergency)
        {
            return ReceivedAt + promised;
        }

        var (from, left) = (ReceivedAt, promised);
        foreach (var rest in Rests)
        {
            var ran = calendar.OpenTimeBetween(from, rest.From);
            if (ran >= left)
            {
                break; // due before they began to wait
            }

            if (rest.To is not { } end)
            {
                return null;
            }

            (from, left) = (end, left - ran);
        }

        return calendar.AddOpenTime(from, left);
    }

    private static ResponseClock Start(ConsultSubmitted e) => new()
    {
        SentAt = e.SentAt,
        ReceivedAt = e.At,
        AllocatedAt = e.Service is null ? null : e.At,
        Urgency = e.Urgency,
        Service = e.Service,
        Facility = e.Facility,
        Template = e.Template,
        Requester = e.Requester,
    };

    private ResponseClock After(ConsultEvent happened) => happened switch
    {
        ConsultAllocated e => this with { Service = e.To, AllocatedAt = AllocatedAt ?? e.At },
        ConsultRedirected e => Resume(e.At) with { Service = e.To ?? Service },
        ConsultSeen e => Seen(e.At, e.By),
        ConsultClaimed e => Seen(e.At, e.By) with { ClaimedAt = ClaimedAt ?? e.At, ClaimedBy = ClaimedBy ?? e.By, LastClaim = e.At },
        ClaimReleased { Undone: true } when ClaimedAt == LastClaim => this with { ClaimedAt = null, ClaimedBy = null },
        ClaimReleased e => Resume(e.At),
        MessagePosted { FromRequester: false, FromService: true } e => Responded(e.At, e.By),
        InformationRequested e => Responded(e.At, e.By).Rest(e.At) with { Asked = [.. Asked.Where(r => r != e.Request), e.Request] },
        InformationGiven e => this with { Asked = [.. Asked.Where(r => r != e.Request)] } is var left && left.Asked.Count == 0 ? left.Resume(e.At) : left,
        ToldByPhone e => FirstResponseAt is { } first && first <= e.SpokeAt ? this : this with { FirstResponseAt = e.SpokeAt, FirstResponseBy = e.By },
        UrgencyRaised e => this with { Urgency = e.To },
        ConsultPromised e => this with { Promise = e },
        AdviceSent e => Resume(e.At) with { AdvisedBy = AdvisedAt is null ? e.By : AdvisedBy, HasActions = AdvisedAt is null ? e.Actions > 0 : HasActions },
        AdviceReleased e => this with
        {
            AdvisedAt = AdvisedAt ?? e.At,
            FirstResponseAt = FirstResponseAt ?? e.At,
            FirstResponseBy = FirstResponseAt is null ? AdvisedBy : FirstResponseBy,
        },
        AdviceDelivered e => this with { DeliveredAt = DeliveredAt ?? e.At },
        AdviceRead e => this with { ReadAt = ReadAt ?? e.At, DeliveredAt = DeliveredAt ?? e.At },
        ReferralMade or ReferralDirected or ReferralAttended or ReferralReported or ReferralEnded => this with { Loop = ReferralLoop.After(Loop, happened) },
        ActionMarked e => this with { ActedAt = ActedAt ?? e.At },
        ConsultClosed e => Resume(e.At) with { ClosedAt = ClosedAt ?? e.At, CloseOut = e },
        ConsultErased e => Resume(e.At) with { Excluded = e.WasOpen ? e.Reason : Excluded },
        _ => this,
    };

    private ResponseClock Seen(DateTimeOffset at, PractitionerId by) => this with { SeenAt = SeenAt ?? at, SeenBy = SeenBy ?? by };

    private ResponseClock Responded(DateTimeOffset at, PractitionerId by) =>
        this with { FirstResponseAt = FirstResponseAt ?? at, FirstResponseBy = FirstResponseBy ?? by };

    private ResponseClock Rest(DateTimeOffset at) => Pauses is [.., { To: null }] ? this : this with { Pauses = [.. Pauses, new Pause(at, null)] };

    private ResponseClock Resume(DateTimeOffset at) => Pauses is [.., { To: null } open]
        ? this with { Pauses = [.. Pauses.SkipLast(1), open with { To = at }], Asked = [] }
        : this;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
