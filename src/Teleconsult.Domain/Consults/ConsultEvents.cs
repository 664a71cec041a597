using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.Photos;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Domain.Consults;

/// <summary>What happened to a consult. Ids, codes, times and versions only: words are rows of their own, encrypted.</summary>
/// <param name="At">UTC instant, by the server's clock.</param>
public abstract record ConsultEvent(DateTimeOffset At);

/// <summary>The consult and its words are stored; photos may still be arriving.</summary>
/// <param name="SentAt">When the requester pressed send, by the phone's clock: evidence, never used for order or deadlines.</param>
/// <param name="FollowUpOf">The earlier case of the same patient that this one follows.</param>
/// <param name="Language">BCP 47 tag of the language in which it was sent.</param>
/// <param name="Wishes">Codes of what is wished of whoever answers, separated by spaces.</param>
public sealed record ConsultSubmitted(
    DateTimeOffset At, long Number, PatientId Patient, FacilityId Facility, PractitionerId Requester, ServiceId? Service,
    PractitionerId Coordinator, string Template, Urgency Urgency, DateTimeOffset SentAt,
    ConsultId? FollowUpOf = null, string? Language = null, string Wishes = "") : ConsultEvent(At);

public sealed record PhotoAnnounced(DateTimeOffset At, PhotoId Photo, string Slot, Laterality Laterality, RequestId? Answers) : ConsultEvent(At);

/// <summary>A photo's bytes are checked and stored. Raises the content version, except for a lost photo that came once more.</summary>
public sealed record PhotoStored(DateTimeOffset At, PhotoId Photo, string Slot) : ConsultEvent(At);

/// <summary>A photo's bytes could not be accepted. The requester sees why and takes it again.</summary>
public sealed record PhotoRefused(DateTimeOffset At, PhotoId Photo, string Slot, string Code) : ConsultEvent(At);

/// <summary>A stored photo is gone from the store, or damaged: its phone is asked for the same bytes again. The content version stays.</summary>
public sealed record PhotoLost(DateTimeOffset At, PhotoId Photo, string Slot, PhotoLoss Why) : ConsultEvent(At);

/// <summary>As <see cref="PhotoLost"/>, of an original. Its grading copy stands.</summary>
public sealed record OriginalLost(DateTimeOffset At, PhotoId Photo, string Slot, PhotoLoss Why) : ConsultEvent(At);

/// <summary>The original of a photo whose grading copy is known. It is the same picture: the content version stays.</summary>
public sealed record OriginalStored(DateTimeOffset At, PhotoId Photo, string Slot) : ConsultEvent(At);

/// <summary>The original could not be accepted. Its grading copy stands; nobody has to do anything.</summary>
public sealed record OriginalRefused(DateTimeOffset At, PhotoId Photo, string Slot, string Code) : ConsultEvent(At);

/// <summary>A coordinator gave the consult to a service, or moved it.</summary>
public sealed record ConsultAllocated(DateTimeOffset At, PractitionerId By, ServiceId? From, ServiceId To) : ConsultEvent(At);

/// <summary>The specialist passed it on: to another service, or to the coordinator where none is named. The clock goes on.</summary>
public sealed record ConsultRedirected(DateTimeOffset At, PractitionerId By, ServiceId From, ServiceId? To) : ConsultEvent(At);

/// <summary>The routing policy chose who is asked first; everybody of the service may still take it.</summary>
public sealed record ConsultOffered(DateTimeOffset At, PractitionerId To, IReadOnlyList<RoutingReason> Reasons) : ConsultEvent(At);

/// <summary>First opened by somebody of the answering service. Delivered is not seen.</summary>
public sealed record ConsultSeen(DateTimeOffset At, PractitionerId By) : ConsultEvent(At);

public sealed record ConsultClaimed(DateTimeOffset At, PractitionerId By, DateTimeOffset LeaseEnds) : ConsultEvent(At);

/// <param name="Undone">Taken back within moments, before anything was done: as if it had not been claimed.</param>
public sealed record ClaimReleased(DateTimeOffset At, PractitionerId By, bool Undone = false) : ConsultEvent(At);

public sealed record ClaimLapsed(DateTimeOffset At, PractitionerId Holder) : ConsultEvent(At);

/// <param name="FromService">By somebody who answers, not by a coordinator who chases: only then it can be the first response.</param>
public sealed record MessagePosted(DateTimeOffset At, MessageId Message, PractitionerId By, bool FromRequester, bool FromService = true) : ConsultEvent(At);

/// <summary>A question to the requester, or the retake of one slot where <paramref name="Slot"/> is named.</summary>
public sealed record InformationRequested(DateTimeOffset At, RequestId Request, PractitionerId By, string? Slot) : ConsultEvent(At);

/// <summary>The requester answered a request. Raises the content version unless a photo did so already.</summary>
public sealed record InformationGiven(DateTimeOffset At, RequestId Request, PractitionerId By, bool ByPhoto) : ConsultEvent(At);

/// <summary>The requester amended the intake answers. Raises the content version.</summary>
/// <param name="Wishes">What is wished of whoever answers now, as in <see cref="ConsultSubmitted"/>; null: as before.</param>
public sealed record IntakeAmended(DateTimeOffset At, PractitionerId By, string? Wishes = null) : ConsultEvent(At);

/// <summary>A red flag raised the urgency. Promises count from the time of receipt, as ever.</summary>
public sealed record UrgencyRaised(DateTimeOffset At, Urgency From, Urgency To) : ConsultEvent(At);

/// <summary>Advice was sent; it can be taken back until <paramref name="ReleasesAt"/>, or until it is signed.</summary>
/// <param name="NeedsSignature">Its author is in training: a colleague signs it before it goes out, in an emergency after.</param>
public sealed record AdviceSent(
    DateTimeOffset At, AdviceId Advice, PractitionerId By, long SeenContentVersion, Disposition Disposition, Adequacy Adequacy,
    int Actions, DateTimeOffset ReleasesAt, bool NeedsSignature = false) : ConsultEvent(At);

public sealed record AdviceTakenBack(DateTimeOffset At, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>A colleague stands behind the advice of somebody in training.</summary>
public sealed record AdviceCountersigned(DateTimeOffset At, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>A colleague gave it back to its author instead. The words are stored beside, encrypted.</summary>
public sealed record AdviceReturned(DateTimeOffset At, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>The holder handed the case to a colleague of the service, by name. The clock goes on.</summary>
public sealed record ConsultHandedOver(DateTimeOffset At, PractitionerId By, PractitionerId To, DateTimeOffset LeaseEnds) : ConsultEvent(At);

/// <summary>The requester can read it from now on.</summary>
public sealed record AdviceReleased(DateTimeOffset At, AdviceId Advice) : ConsultEvent(At);

/// <summary>Its author changed an advice that had gone out; the requester reads anew. Both stay.</summary>
public sealed record AdviceAmended(
    DateTimeOffset At, AdviceId Advice, AdviceId Replaces, PractitionerId By, long SeenContentVersion, Disposition Disposition, Adequacy Adequacy,
    int Actions) : ConsultEvent(At);

/// <summary>A colleague of the service was asked for a second opinion.</summary>
/// <param name="Wish">The requester's wish to hear another specialist, which this meets.</param>
/// <param name="Reasons">Why the routing policy chose them; null: a person did.</param>
public sealed record OpinionAsked(
    DateTimeOffset At, OpinionId Opinion, PractitionerId By, PractitionerId Of, OpinionId? Wish = null, IReadOnlyList<RoutingReason>? Reasons = null) : ConsultEvent(At);

/// <summary>The requester was answered and wants to hear another specialist as well. Their words are stored beside, encrypted.</summary>
public sealed record AnotherWished(DateTimeOffset At, PractitionerId By, OpinionId Wish) : ConsultEvent(At);

/// <summary>A second opinion was given: advice of another author. It goes out at once; the requester reads it once the case is answered.</summary>
public sealed record OpinionGiven(
    DateTimeOffset At, OpinionId Opinion, AdviceId Advice, PractitionerId By, long SeenContentVersion, Disposition Disposition, Adequacy Adequacy,
    int Actions) : ConsultEvent(At);

/// <summary>The colleague could not give one.</summary>
public sealed record OpinionDeclined(DateTimeOffset At, OpinionId Opinion, PractitionerId By) : ConsultEvent(At);

/// <summary>Two advices differed; who answered the case said which stands. The reason is stored beside, encrypted.</summary>
public sealed record ConflictResolved(DateTimeOffset At, PractitionerId By, AdviceId Stands) : ConsultEvent(At);

/// <summary>The requester confirmed the patient and opened the advice.</summary>
public sealed record AdviceRead(DateTimeOffset At, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>The requester said back what they will do, so that nothing is misheard. The words are stored beside, encrypted.</summary>
public sealed record ReadBackGiven(DateTimeOffset At, ReadBackId ReadBack, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>Somebody of the answering service found it right: the loop is closed.</summary>
public sealed record ReadBackConfirmed(DateTimeOffset At, ReadBackId ReadBack, PractitionerId By) : ConsultEvent(At);

/// <summary>Somebody of the answering service found it wrong and said what is meant; the requester says it back anew.</summary>
public sealed record ReadBackCorrected(DateTimeOffset At, ReadBackId ReadBack, PractitionerId By) : ConsultEvent(At);

/// <summary>"Done by phone": a specialist spoke with the other side. What was said, and to whom, is stored beside, encrypted.</summary>
/// <param name="Advice">The advice that was told and said back in the call; null for a call before there is one.</param>
/// <param name="SpokeAt">When they spoke, as the specialist says it; never before the case was received nor after <paramref name="At"/>.</param>
public sealed record ToldByPhone(DateTimeOffset At, CallId Call, PractitionerId By, AdviceId? Advice, DateTimeOffset SpokeAt) : ConsultEvent(At);

/// <summary>"Calling you now": whoever answers is phoning the other side. They have not spoken yet.</summary>
public sealed record CallAnnounced(DateTimeOffset At, CallId Call, PractitionerId By) : ConsultEvent(At);

/// <summary>The call that was announced reached nobody.</summary>
public sealed record CallMissed(DateTimeOffset At, CallId Call, PractitionerId By) : ConsultEvent(At);

/// <param name="Line">Zero-based line of the advice's actions.</param>
public sealed record ActionMarked(DateTimeOffset At, AdviceId Advice, int Line, ActionOutcome Outcome, PractitionerId By) : ConsultEvent(At);

/// <summary>Closed with the close-out questions: codes of the two answers.</summary>
/// <param name="Questions">Which were asked; null in an event of before there were several: Champlain's.</param>
public sealed record ConsultClosed(
    DateTimeOffset At, PractitionerId By, string Outcome, string Referral, int? Value, bool? FeltRespected, CloseOut? Questions = null) : ConsultEvent(At);

/// <summary>Words and photos were given up for erasing: unreadable from this event on.</summary>
/// <param name="WasOpen">Nobody had closed it: its requester is told that no answer will come.</param>
public sealed record ConsultErased(DateTimeOffset At, PractitionerId By, ErasureReason Reason, bool WasOpen) : ConsultEvent(At);

/// <summary>Nobody has taken the case: its ladder has come to another rung, and those it names are alerted.</summary>
/// <param name="Round">How often the case had become free.</param>
/// <param name="Rung">From 2; of several that were missed the highest.</param>
/// <param name="Of">How many rungs the ladder has.</param>
/// <param name="Next">When the next one is reached; after the last one, by when the coordinator acts.</param>
/// <param name="NextWho">Whom that alerts; null: a whole team.</param>
/// <param name="IsLast">Coordinator and requester are told that nobody has answered; an incident opens.</param>
public sealed record RungReached(DateTimeOffset At, int Round, int Rung, int Of, DateTimeOffset Next, PractitionerId? NextWho, bool IsLast) : ConsultEvent(At);

/// <summary>Somebody who was alerted has seen it, as their reply says.</summary>
public sealed record AlertAcknowledged(DateTimeOffset At, PractitionerId By, int Rung) : ConsultEvent(At);

/// <summary>The requester's phone has the advice. Delivered is not read.</summary>
public sealed record AdviceDelivered(DateTimeOffset At, AdviceId Advice, PractitionerId By) : ConsultEvent(At);

/// <summary>The patient is sent on: by the advice, or afterwards. Where to in words is stored beside, encrypted.</summary>
/// <param name="Advice">The advice that it follows from; null where it was made by itself.</param>
/// <param name="AttendBy">By when the patient is to be seen. UTC.</param>
public sealed record ReferralMade(
    DateTimeOffset At, ReferralId Referral, PractitionerId By, AdviceId? Advice, Urgency Urgency, ReferralReason Reason, ServiceId? Service, FacilityId? Place,
    DateTimeOffset AttendBy) : ConsultEvent(At);

/// <summary>Somebody said where to, why or by when, or changed it.</summary>
public sealed record ReferralDirected(
    DateTimeOffset At, ReferralId Referral, PractitionerId By, Urgency Urgency, ReferralReason Reason, ServiceId? Service, FacilityId? Place,
    DateTimeOffset AttendBy) : ConsultEvent(At);

/// <summary>The patient knows, and has an appointment or a day to go.</summary>
public sealed record ReferralBooked(DateTimeOffset At, ReferralId Referral, PractitionerId By, DateTimeOffset On) : ConsultEvent(At);

/// <summary>The patient was seen.</summary>
/// <param name="On">When, as whoever follows it says. UTC.</param>
public sealed record ReferralAttended(DateTimeOffset At, ReferralId Referral, PractitionerId By, DateTimeOffset On) : ConsultEvent(At);

/// <summary>The patient was not seen.</summary>
public sealed record ReferralMissed(DateTimeOffset At, ReferralId Referral, PractitionerId By, MissedReason Why) : ConsultEvent(At);

/// <summary>The place's report came back: the loop is closed. Its words are stored beside, encrypted.</summary>
public sealed record ReferralReported(DateTimeOffset At, ReferralId Referral, PractitionerId By) : ConsultEvent(At);

/// <summary>It is followed no further.</summary>
public sealed record ReferralEnded(DateTimeOffset At, ReferralId Referral, PractitionerId By, ReferralEnd Why) : ConsultEvent(At);

/// <summary>The time of a referral's step passed. The coordinator has until <paramref name="CoverBy"/>.</summary>
/// <param name="Round">1 for the first time this step was late, then 2, 3 ...</param>
public sealed record ReferralOverdue(DateTimeOffset At, ReferralId Referral, ReferralStep Late, int Round, DateTimeOffset CoverBy) : ConsultEvent(At);

/// <summary>What the case's service promises for it, where that is not the default: said when it comes to a service or an urgency.</summary>
/// <param name="InServiceHours">Claim and advice count in the service's opening hours; <paramref name="AdviseBy"/> then has the rests.</param>
/// <param name="Rested">Open time spent waiting for the requester so far.</param>
public sealed record ConsultPromised(
    DateTimeOffset At, TimeSpan Claim, TimeSpan Advice, TimeSpan Read, TimeSpan Information, bool InServiceHours, DateTimeOffset ClaimBy,
    DateTimeOffset AdviseBy, TimeSpan Rested) : ConsultEvent(At);

/// <summary>A promised time passed. The coordinator was told and has until <paramref name="CoverBy"/>.</summary>
/// <param name="Round">1 for the first time this step was late, then 2, 3 ...</param>
public sealed record StepOverdue(DateTimeOffset At, NextStepKind Step, int Round, DateTimeOffset CoverBy) : ConsultEvent(At);
