using System.Text.Json;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

// What screens and clients show of a consult. Words are already decrypted: never log these, never put them in a URL.

public sealed record PersonName(Guid Id, string Name);

public sealed record Age(int Value, string Unit);

/// <summary>A patient as the reader may see them: specialists get initials, age and sex, the names stay null.</summary>
public sealed record PatientView(
    Guid Id, long Version, string Initials, string? GivenName, string? FamilyName, Age? Age, DateTimeOffset AgeAt, string Sex,
    IReadOnlyList<PatientIdentifier> Identifiers, string? Phone, string? Language);

public sealed record PatientIdentifier(string System, string Value);

/// <param name="Who">The name to show: a person, or the service or network that is responsible.</param>
public sealed record NextStepView(NextStepKind Kind, DateTimeOffset? Due, string? Who, bool Overdue)
{
    /// <summary>While nobody has the case: the rung of the ladder that is reached at <see cref="Due"/>, which alerts <see cref="Who"/>.</summary>
    public int? Rung { get; init; }

    /// <summary>What was promised for this step, which neither rungs nor lateness move; null from servers of before ladders.</summary>
    public DateTimeOffset? Promised { get; init; }
}

public sealed record PhotoView(
    Guid Id, string Slot, Laterality Laterality, PhotoState State, int Width, int Height, DateTimeOffset? TakenAt,
    DateTimeOffset? StoredAt, string? RefusalCode, Guid? Answers, DateTimeOffset AnnouncedAt, bool HasPreview)
{
    /// <summary>How far the original is, of which this photo is the grading copy; null: the photo is as captured.</summary>
    public PhotoState? Original { get; init; }

    /// <summary>Since when the store has lost it; its phone is asked for it again. Null: not lost.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>As <see cref="LostAt"/>, of the original.</summary>
    public DateTimeOffset? OriginalLostAt { get; init; }

    /// <summary>What the phone found wanting in it; null: nothing.</summary>
    public PhotoCheck? Check { get; init; }
}

public sealed record MessageView(Guid Id, DateTimeOffset At, PersonName By, bool Mine, bool FromRequester, string Text, string? Language);

public sealed record RequestView(
    Guid Id, DateTimeOffset At, PersonName By, string? Slot, string Text, DateTimeOffset? GivenAt, bool Dropped, string? Answer);

/// <summary>The words of an advice: what its author wrote.</summary>
/// <param name="Change">For changed advice: what is different from the earlier one, and why.</param>
public sealed record AdviceContent(
    Adequacy? Adequacy, string? AdequacyNote, string MostLikely, Confidence? Confidence, IReadOnlyList<string> Differentials,
    string? CannotExclude, IReadOnlyList<ActionLine> Actions, Disposition? Disposition, string? SafetyNet, ReviewInterval? Review,
    string? TeachingPoint, string? Reference, string? Change = null)
{
    /// <summary>The grade of each eye, where the form is one of retina photos and its author graded it.</summary>
    public EyeGrading? Grading { get; init; }

    /// <summary>What its author has drawn over the case's photos; null for nothing.</summary>
    public IReadOnlyList<PhotoMarks>? PhotoMarks { get; init; }
}

/// <summary>Both eyes as their author graded them. Right and left are never told apart by order, but by name.</summary>
/// <param name="Confirmed">Slots without a whole photo, of eyes that were graded nevertheless: each confirmed by the author.</param>
/// <param name="LessBecause">Why less is to happen than the table asks for.</param>
/// <param name="Outcome">What the table says; set by the server when the advice is sent.</param>
public sealed record EyeGrading(
    EyeGrade? Right, EyeGrade? Left, IReadOnlyList<string>? Confirmed = null, string? LessBecause = null, GradingOutcome? Outcome = null);

/// <param name="Table">Which table it was read from, with its version.</param>
public sealed record GradingOutcome(EyeRecall? Recall, IReadOnlyList<Laterality> NotJudged, Disposition Least, string Table);

/// <param name="Who">Who does it, for example "you" or "optician".</param>
/// <param name="By">By when, in the author's words.</param>
public sealed record ActionLine(string Text, string? Who, string? By);

/// <param name="Unit">UCUM: d, wk or mo.</param>
public sealed record ReviewInterval(int Value, string Unit);

/// <param name="Replaced">Its author has changed it: a newer one of theirs stands.</param>
public sealed record AdviceView(
    Guid Id, DateTimeOffset SentAt, DateTimeOffset? ReleasedAt, DateTimeOffset ReleasesAt, DateTimeOffset? ReadAt, PersonName By,
    long ContentVersion, AdviceContent Content, IReadOnlyList<ActionMarkView> Marks, bool Replaced)
{
    /// <summary>Its author is in training; null: it needs no signature.</summary>
    public SignatureView? Signature { get; init; }

    /// <summary>When the requester's phone first had it; null: not yet, as far as the server knows.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>It is the second opinion of a colleague who was asked, and not the answer itself.</summary>
    public bool IsOpinion { get; init; }
}

/// <summary>A colleague stands behind what somebody in training has written; nobody yet where <paramref name="By"/> is null.</summary>
public sealed record SignatureView(PersonName? By, DateTimeOffset? At);

/// <summary>Whom the case was offered to, and why. Everybody of the service may take it all the same.</summary>
public sealed record OfferView(PersonName To, DateTimeOffset At, IReadOnlyList<Teleconsult.Domain.Routing.RoutingReason> Reasons, bool IsMine);

/// <summary>Why a colleague did not sign the reader's advice.</summary>
public sealed record ReturnView(PersonName By, DateTimeOffset At, string Text);

/// <summary>A second opinion that was asked of a colleague; shown to the answering service alone.</summary>
public sealed record OpinionView(
    Guid Id, DateTimeOffset At, PersonName By, PersonName Of, string Text, DateTimeOffset? GivenAt, DateTimeOffset? DeclinedAt, bool IsMine)
{
    /// <summary>The requester wished to hear another specialist.</summary>
    public bool IsWished { get; init; }

    /// <summary>Why they were asked; empty where a person chose them.</summary>
    public IReadOnlyList<Teleconsult.Domain.Routing.RoutingReason> Reasons { get; init; } = [];
}

/// <summary>The requester waits to hear another specialist.</summary>
/// <param name="Asked">Who is asked; null: nobody was found, a coordinator looks for somebody.</param>
public sealed record AnotherView(DateTimeOffset Since, PersonName? Asked, DateTimeOffset? AskedAt);

/// <summary>The requester changed intake answers after sending.</summary>
/// <param name="At">When the change was received. UTC.</param>
/// <param name="Changed">The form's items whose answers it changed, by linkId.</param>
/// <param name="Before">The QuestionnaireResponse as it was before it.</param>
public sealed record AmendmentView(DateTimeOffset At, IReadOnlyList<string> Changed, string QuestionBefore, JsonElement Before);

/// <summary>Two authors want different things to happen.</summary>
/// <param name="Stands">Which advice stands, as who answered the case decided; null: nobody has decided yet.</param>
/// <param name="IsMine">The reader is who has to decide.</param>
public sealed record ConflictView(Guid? Stands, string? Reason, PersonName? By, bool IsMine);

public sealed record ActionMarkView(int Line, ActionOutcome Outcome, DateTimeOffset At, string? Reason);

/// <param name="Type">Name of the event, for example <c>consultClaimed</c>; the faces say it as <c>event.{type}</c>.</param>
public sealed record TimelineEntry(string Type, DateTimeOffset At, string? By, string? Detail);

/// <summary>One case whole, as its reader may see it.</summary>
/// <param name="Answers">The newest FHIR R4 QuestionnaireResponse.</param>
/// <param name="Draft">The reader's own unsent advice, if there is one.</param>
public sealed record ConsultView(
    Guid Id, long Number, long Version, long ContentVersion, ConsultState State, Urgency Urgency, string Template, string TemplateTitle,
    ServiceView? Service, string FacilityName, PersonName Requester, PatientView Patient, string Question, JsonElement Answers,
    ConsentView? Consent, IReadOnlyList<NotTaken> NotTaken, DateTimeOffset SentAt, DateTimeOffset ReceivedAt, DateTimeOffset? SeenAt, DateTimeOffset? ClaimedAt,
    DateTimeOffset? FirstResponseAt, DateTimeOffset? AdvisedAt, DateTimeOffset? ReadAt, DateTimeOffset? ClosedAt, PersonName? Holder,
    DateTimeOffset? LeaseEnds, NextStepView NextStep, IReadOnlyList<PhotoView> Photos, int PhotosExpected, int PhotosStored,
    IReadOnlyList<MessageView> Thread, IReadOnlyList<RequestView> Requests, IReadOnlyList<AdviceView> Advice,
    IReadOnlyList<TimelineEntry> Timeline, DraftView? Draft, bool IsMine)
{
    /// <summary>Unsent advice of others of the answering service, after a claim that lapsed say; empty for everybody else.</summary>
    public IReadOnlyList<DraftView> OthersDrafts { get; init; } = [];

    /// <summary>The case that this one follows; null also where the reader may not see it.</summary>
    public EarlierCase? Earlier { get; init; }

    /// <summary>The cases that follow this one, as far as the reader may see them; the oldest first.</summary>
    public IReadOnlyList<CaseLink> FollowUps { get; init; } = [];

    /// <summary>What was said back, the oldest first.</summary>
    public IReadOnlyList<ReadBackView> ReadBacks { get; init; } = [];

    /// <summary>Second opinions that were asked for, the oldest first; empty for everybody but the answering service.</summary>
    public IReadOnlyList<OpinionView> Opinions { get; init; } = [];

    /// <summary>Null: to the whole service, or no longer free.</summary>
    public OfferView? Offer { get; init; }

    /// <summary>The newest advice of the reader that was not signed, while nothing newer was sent; null for everybody else.</summary>
    public ReturnView? Returned { get; init; }

    /// <summary>The reader may sign what a colleague in training has written.</summary>
    public bool MaySign { get; init; }

    /// <summary>Null: the requester does not wait for another specialist.</summary>
    public AnotherView? Another { get; init; }

    /// <summary>What the requester changed after sending, the oldest first.</summary>
    public IReadOnlyList<AmendmentView> Amendments { get; init; } = [];

    /// <summary>When the reader read it last, before this time; null where nothing was changed since it was sent, or they never did. UTC.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Where the patient was sent on to, the oldest first.</summary>
    public IReadOnlyList<Referrals.ReferralView> Referrals { get; init; } = [];

    /// <summary>Null: nobody says differently.</summary>
    public ConflictView? Conflict { get; init; }

    /// <summary>Calls that the answering service recorded, the oldest first.</summary>
    public IReadOnlyList<CallView> Calls { get; init; } = [];

    /// <summary>Somebody is phoning the requester now, or was until nobody said any more; null: no call was announced.</summary>
    public CallingView? Calling { get; init; }

    /// <summary>An emergency whose newest advice was neither said back rightly nor told by phone.</summary>
    public bool NeedsReadBack { get; init; }

    /// <summary>Who was alerted and who is next; null in a case's earlier copies.</summary>
    public Ladders.LadderView? Ladder { get; init; }

    /// <summary>Where the requester is reached; null where nothing is known.</summary>
    public string? FacilityPhone { get; init; }

    /// <summary>IANA name of the zone in which the network tells the time.</summary>
    public string TimeZone { get; init; } = "UTC";
}

/// <param name="Correction">What is meant instead, where it was found wrong.</param>
public sealed record ReadBackView(
    Guid Id, Guid Advice, DateTimeOffset At, PersonName By, string Text, DateTimeOffset? ConfirmedAt, PersonName? ConfirmedBy,
    DateTimeOffset? CorrectedAt, PersonName? CorrectedBy, string? Correction);

/// <param name="Advice">The advice that was told and said back in the call; null for a call before there was one.</param>
/// <param name="At">When it was recorded; <paramref name="SpokeAt"/>: when they spoke.</param>
public sealed record CallView(Guid Id, Guid? Advice, DateTimeOffset At, DateTimeOffset SpokeAt, PersonName By, string ToWhom, string Said);

/// <param name="Until">By itself it holds until then. UTC.</param>
/// <param name="IsMine">The reader is the one who calls.</param>
public sealed record CallingView(Guid Id, PersonName By, DateTimeOffset At, DateTimeOffset Until, bool IsMine);

public sealed record CaseLink(Guid Id, long Number, DateTimeOffset ReceivedAt);

/// <summary>Last time, as much as stands beside the new case.</summary>
/// <param name="Photos">The newest usable photo of each slot.</param>
public sealed record EarlierCase(Guid Id, long Number, DateTimeOffset ReceivedAt, string Template, IReadOnlyList<PhotoView> Photos);

public sealed record ServiceView(Guid Id, string Name);

public sealed record ConsentView(bool Share, bool? Record, bool? Identifiable, bool? Teaching, bool? Research, bool? Contact, string How, DateTimeOffset At);

/// <summary>A slot that could not be photographed.</summary>
/// <param name="Reason">In the requester's words; beside a code they say nothing more.</param>
/// <param name="Code">Null from phones that knew words alone: as <see cref="NotTakenReason.Other"/>.</param>
public sealed record NotTaken(string Slot, string Reason, NotTakenReason? Code = null);

/// <param name="ContentVersion">The content version that the author had seen when the draft was last saved.</param>
public sealed record DraftView(AdviceContent Content, long ContentVersion, DateTimeOffset SavedAt)
{
    /// <summary>What a save has to go on from; see <see cref="SaveDraft"/>.</summary>
    public Guid Revision { get; init; }

    /// <summary>Whose it is; null for the reader's own.</summary>
    public PersonName? By { get; init; }
}
