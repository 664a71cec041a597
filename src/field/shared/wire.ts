/** What travels between this phone and the server. Names and shapes are the JSON API's (`/openapi/v1.json`). */

/** UUID, lower case with hyphens; made on the phone as UUIDv7 for what begins here. */
export type Id = string;
/** ISO 8601 in UTC, ending in Z. */
export type Instant = string;

export type Urgency = 'routine' | 'soon' | 'urgent' | 'emergency';
export type Laterality = 'right' | 'left' | 'none';
export type Sex = 'female' | 'male' | 'unknown';

export interface Age {
  readonly value: number;
  /** UCUM: years, or months for small children. */
  readonly unit: 'a' | 'mo';
}

export interface Identifier {
  readonly system: string;
  readonly value: string;
}

export interface Named {
  readonly id: Id;
  readonly name: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds from now. */
  readonly expiresIn: number;
}

export interface SpecialtyService extends Named {
  readonly hospital: string;
  /** Names of questionnaires this service answers, for example "general-dermatology". */
  readonly templates: readonly string[];
  /** What to say about its hours; null when nothing is known. */
  readonly open: string | null;
  /** Set where the team promises an answer in an emergency: who answers (nobody: only the phone is left), and its number. */
  readonly emergency?: EmergencyCover | null;
  /** How it stands now, from the duty book; after `until` it may be otherwise. */
  readonly now?: { readonly isOpen: boolean; readonly opensAt: string | null; readonly onDuty: readonly string[]; readonly until: string | null } | null;
  /** What it promises, where that is not the network's default. */
  readonly targets?: Readonly<Partial<Record<Urgency, Target>>>;
}

export interface EmergencyCover {
  readonly people: readonly string[];
  readonly phone: string | null;
}

export interface Target {
  readonly claimMinutes: number;
  readonly adviceMinutes: number;
  /** Minutes in which the team is open: no time of the clock can be said without its hours. */
  readonly inServiceHours?: boolean;
}

/** The signed-in person and what the phone must know offline. */
export interface Me extends Named {
  readonly userName: string;
  readonly roles: readonly string[];
  readonly facility: (Named & { readonly phone: string | null }) | null;
  readonly network: Named & {
    readonly emergencyNumber: string;
    readonly switchboard: string | null;
    readonly coordinator: { readonly name: string; readonly phone: string | null } | null;
    readonly protocol: string | null;
  };
  readonly services: readonly SpecialtyService[];
  readonly targets: Readonly<Record<Urgency, Target>>;
  readonly serverTime: Instant;
  /** How the network uses its forms, by name; absent from an older server. What is not named is on, in its newest version. */
  readonly forms?: Readonly<Record<string, FormUse>>;
}

export interface FormUse {
  /** No new case begins with it; what was begun still goes. */
  readonly off: boolean;
  readonly version: string | null;
  /** What holds for this form when nobody answers, before what the network says. */
  readonly protocol: string | null;
  readonly phone: string | null;
}

export type Measure =
  | 'transport' | 'allocation' | 'seen' | 'acknowledgement' | 'firstResponse' | 'advice' | 'requesterTurn' | 'readLag' | 'actionLag' | 'closure' | 'delivery' | 'attendance' | 'loopClosure';

/** One's own cases of a team and an urgency; all times in minutes, null where they fall among what is not done. */
export interface OwnGroup {
  readonly service: string;
  readonly urgency: Urgency;
  readonly cases: number;
  readonly due: number;
  readonly inTarget: number;
  readonly measures: readonly { readonly measure: Measure; readonly cases: number; readonly done: number; readonly median: number | null; readonly ninetieth: number | null }[];
}

/** What nobody else sees unless they say why. */
export interface OwnFigures {
  readonly at: Instant;
  readonly asked: readonly OwnGroup[];
  readonly answered: readonly OwnGroup[];
  readonly beside: readonly { readonly month: string; readonly group: string; readonly measure: Measure; readonly mine: number | null; readonly all: number | null }[];
  readonly looks: number;
}

/** What became of one's own patients in a month. */
export interface Digest {
  readonly month: string;
  readonly cases: readonly DigestEntry[];
}

export interface DigestEntry {
  readonly id: Id;
  readonly number: number;
  readonly form: string;
  readonly patient: string;
  readonly advisedAt: Instant | null;
  readonly actions: number;
  readonly done: number;
  readonly referredAt: Instant | null;
  readonly attendedAt: Instant | null;
  readonly reportedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly outcome: string | null;
  readonly outcomeReferral: string | null;
}

/** FHIR R4 QuestionnaireResponse; the intake engine reads and writes its items. */
export interface QuestionnaireResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly questionnaire: string;
  readonly status: 'completed' | 'in-progress' | 'amended';
  readonly item?: readonly unknown[];
}

export interface PatientWire {
  readonly id: Id;
  readonly initials: string;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly age: Age;
  readonly sex: Sex;
  readonly identifiers: readonly Identifier[];
  readonly phone?: string | null;
  readonly language?: string | null;
}

export interface Patient extends PatientWire {
  readonly version: number;
  /** When the age was told. */
  readonly ageAt: Instant;
}

/** true and false were said; null was not asked, and counts as no. */
export interface Consent {
  readonly share: boolean | null;
  readonly record: boolean | null;
  readonly identifiable: boolean | null;
  readonly teaching: boolean | null;
  readonly research: boolean | null;
  readonly contact: boolean | null;
  readonly how: 'spoken' | 'signed' | 'guardian' | 'emergency';
  readonly at: Instant;
}

export interface SubmittedPhoto {
  readonly id: Id;
  readonly slot: string;
  readonly laterality: Laterality;
  readonly bytes: number;
  /** Lower-case hex, of the bytes that will be uploaded. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly takenAt: Instant;
  /** Base64 of a JPEG of at most 16 KB. */
  readonly preview: string;
  /** The picture as captured, where the photo itself is its grading copy: it follows when the network is good. */
  readonly original?: Original;
  /** What the phone found wanting, and why it was kept all the same; absent where it found nothing. */
  readonly check?: PhotoCheck;
}

/** What the phone can find wanting in a photo. It advises, and never decides. */
export type Finding = 'blurry' | 'dark' | 'bright' | 'glare' | 'small' | 'noScale' | 'twice' | 'elsewhere';

/** Why a photo was kept as it is; `other` is said in words. */
export type KeptReason = 'noRuler' | 'scaleThere' | 'moves' | 'noLight' | 'hurts' | 'looksGood' | 'cannotRepeat' | 'other';

export interface PhotoCheck {
  readonly findings: readonly Finding[];
  /** null: nobody said. */
  readonly reason: KeptReason | null;
  readonly words: string | null;
}

export interface Original {
  readonly id: Id;
  readonly bytes: number;
  /** Lower-case hex, of the bytes that will be uploaded. */
  readonly sha256: string;
}

/** Why a slot could not be photographed; `other` is said in words. */
export type NotTakenCode = 'smallPupil' | 'mediaOpacity' | 'couldNotCooperate' | 'refused' | 'pain' | 'cameraFault' | 'other';

export interface NotTaken {
  readonly slot: string;
  /** In the worker's language; the code says it in every other. */
  readonly reason: string;
  /** Absent in a draft of an older app. */
  readonly code?: NotTakenCode;
}

/** The body of `PUT /api/consults/{id}`. */
export interface Submission {
  readonly patient: PatientWire;
  /** Canonical with version, for example ".../Questionnaire/general-dermatology|1.0.0". */
  readonly template: string;
  /** null: not sure; a coordinator finds the team. */
  readonly service: Id | null;
  readonly urgency: Urgency;
  readonly answers: QuestionnaireResponse;
  readonly consent: Consent;
  readonly photos: readonly SubmittedPhoto[];
  readonly notTaken: readonly NotTaken[];
  readonly startedAt: Instant;
  readonly sentAt: Instant;
  readonly appVersion: string;
  /** The earlier case of the same patient that this one follows. */
  readonly followUpOf?: Id;
}

export type NextStepKind = 'allocate' | 'claim' | 'advise' | 'giveInformation' | 'releaseAdvice' | 'read' | 'close' | 'readBack' | 'confirmReadBack' | 'resolveConflict' | 'giveOpinion' | 'findAnother' | 'none';

export interface NextStep {
  readonly kind: NextStepKind;
  readonly due: Instant | null;
  readonly who: string | null;
  readonly overdue: boolean;
  /** While nobody has the case: the rung of the ladder that is reached at `due`, which alerts `who`. Absent, like the promise, from an older server. */
  readonly rung?: number | null;
  /** What was promised, which no rung moves. */
  readonly promised?: Instant | null;
}

export type AlertChannel = 'live' | 'push' | 'sms' | 'mail';
export type AlertState = 'queued' | 'sent' | 'delivered' | 'failed' | 'dropped';

/** One message to one person, without its address. */
export interface Alert {
  readonly at: Instant;
  readonly rung: number;
  readonly who: string;
  readonly channel: AlertChannel;
  readonly state: AlertState;
  readonly since: Instant;
  readonly why: string | null;
  readonly acknowledged: boolean;
}

/** Who was alerted while nobody had the case, and who is next. */
export interface Ladder {
  readonly rung: number;
  readonly of: number;
  readonly nextAt: Instant | null;
  readonly nextWho: readonly string[];
  readonly runs: boolean;
  readonly unanswered: boolean;
  readonly alerts: readonly Alert[];
}

/** The server's answer to a submission. */
export interface Receipt {
  readonly id: Id;
  readonly number: number | string;
  readonly receivedAt: Instant;
  readonly version: number;
  readonly contentVersion: number;
  readonly nextStep: NextStep;
}

export type ConsultState =
  | 'unallocated'
  | 'waiting'
  | 'claimed'
  | 'needsRequester'
  | 'advicePending'
  | 'answered'
  | 'read'
  | 'closed';

export interface Photo {
  readonly id: Id;
  readonly slot: string;
  readonly laterality: Laterality;
  readonly state: 'arriving' | 'stored' | 'refused' | 'superseded';
  readonly width: number | null;
  readonly height: number | null;
  readonly takenAt: Instant | null;
  readonly storedAt: Instant | null;
  readonly refusalCode: string | null;
  /** The retake request that this photo answers. */
  readonly answers: Id | null;
  /** Since when the server's store has lost it: it arrives anew. */
  readonly lostAt?: Instant | null;
  /** As `lostAt`, of the original. */
  readonly originalLostAt?: Instant | null;
  readonly check?: PhotoCheck | null;
}

export interface Message {
  readonly id: Id;
  readonly at: Instant;
  readonly by: Named;
  readonly mine: boolean;
  readonly text: string;
  readonly language: string | null;
}

export interface InformationRequest {
  readonly id: Id;
  readonly at: Instant;
  readonly by: Named;
  /** Set: a new photo of this slot is asked; null: a question in words. */
  readonly slot: string | null;
  readonly text: string;
  readonly givenAt: Instant | null;
  readonly dropped: boolean;
  readonly answer: string | null;
}

export interface ActionLine {
  readonly text: string;
  readonly who: string | null;
  readonly by: string | null;
}

export interface ActionMark {
  readonly line: number;
  readonly outcome: 'done' | 'notDone';
  readonly at: Instant;
}

export interface Advice {
  readonly id: Id;
  readonly at: Instant;
  readonly by: Named & { readonly role: string | null };
  readonly contentVersion: number;
  readonly adequacy: string | null;
  readonly assessment: {
    readonly mostLikely: string | null;
    readonly confidence: string | null;
    readonly differentials: readonly string[];
    readonly cannotExclude: string | null;
  } | null;
  readonly actions: readonly ActionLine[];
  readonly disposition: string;
  readonly safetyNet: string | null;
  readonly review: { readonly value: number; readonly unit: 'd' | 'wk' | 'mo' } | null;
  readonly teachingPoint: string | null;
  readonly reference: string | null;
  /** For a changed answer: what is different from the earlier one, and why. */
  readonly change: string | null;
  /** Its author has changed it: a newer one of theirs stands. */
  readonly replaced: boolean;
  readonly readAt: Instant | null;
  /** When a phone of the requester first said that it has it; null: not yet. Absent from an older server, which must not be told. */
  readonly deliveredAt?: Instant | null;
  readonly marks: readonly ActionMark[];
  /** The grade of each eye; absent where none was given. */
  readonly grading?: EyeGrading | null;
  /** What its author has drawn over one's photos; absent where nothing is. */
  readonly photoMarks?: readonly PhotoMarks[] | null;
  /** Its author is in training: who of the team has signed it; `by` null: in an emergency it went out before. Absent for everybody else. */
  readonly signature?: { readonly by: Named | null; readonly at: Instant | null } | null;
}

export type Retinopathy = 'none' | 'mild' | 'moderate' | 'severe' | 'proliferative';
export type MacularOedema = 'none' | 'nonCentre' | 'centreInvolving' | 'notAssessable';
export type UngradableReason = 'smallPupil' | 'mediaOpacity' | 'blurred' | 'fieldMissing' | 'noPhoto' | 'noEye' | 'other';
export type EyeRecall = 'inAYear' | 'lookAgain' | 'inThreeToSixMonths' | 'now';

/** What the specialist said of one eye: graded, or why not. An eye that is not gradable is never one without retinopathy. */
export interface EyeGrade {
  readonly retinopathy?: Retinopathy | null;
  readonly macula?: MacularOedema | null;
  readonly ungradable?: UngradableReason | null;
  readonly note?: string | null;
}

/** Points are x and y in turn, in pixels of the photo as it is displayed. `size`: mm of a ruler, cm² of an outline, where the server could measure. */
export interface PhotoMark {
  readonly id: number;
  readonly kind: 'arrow' | 'outline' | 'ruler' | 'label';
  readonly points: readonly number[];
  readonly label?: string | null;
  readonly size?: number | null;
}

export interface PhotoMarks {
  readonly photo: Id;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly PhotoMark[];
}

export interface EyeGrading {
  readonly right?: EyeGrade | null;
  readonly left?: EyeGrade | null;
  readonly lessBecause?: string | null;
  readonly outcome?: { readonly recall?: EyeRecall | null; readonly notJudged?: readonly Laterality[] | null; readonly table: string } | null;
}

/** What was said back of an advice, so that nothing is misheard. The newest of an advice counts. */
export interface ReadBack {
  readonly id: Id;
  readonly advice: Id;
  readonly at: Instant;
  readonly text: string;
  readonly confirmedAt: Instant | null;
  readonly confirmedBy: Named | null;
  readonly correctedAt: Instant | null;
  readonly correctedBy: Named | null;
  /** What is meant instead. */
  readonly correction: string | null;
}

/** "Done by phone": a call that the answering side has recorded. */
export interface PhoneCall {
  readonly id: Id;
  /** The advice that was told and said back in it; null for a call before there was one. */
  readonly advice: Id | null;
  readonly at: Instant;
  readonly spokeAt: Instant;
  readonly by: Named;
  readonly toWhom: string;
  readonly said: string;
}

export type ReferralReason = 'asAdvised' | 'examination' | 'test' | 'treatment' | 'operation' | 'admission' | 'other';
export type MissedReason = 'cost' | 'distance' | 'family' | 'notTold' | 'better' | 'refused' | 'turnedAway' | 'other';
export type ReferralEnd = 'notNeeded' | 'declined' | 'seenElsewhere' | 'notReached' | 'noPlace' | 'died' | 'other';
export type ReferralStep = 'arrange' | 'attend' | 'report';

/** The patient was sent on, and is followed until they were seen and the report is back. */
export interface Referral {
  readonly id: Id;
  readonly by: Named;
  readonly at: Instant;
  readonly urgency: Urgency;
  readonly reason: ReferralReason;
  readonly service: Named | null;
  readonly place: Named | null;
  readonly where: string | null;
  readonly note: string | null;
  readonly attendBy: Instant;
  readonly bookedFor: Instant | null;
  readonly attendedOn: Instant | null;
  readonly missedAt: Instant | null;
  readonly missedWhy: MissedReason | null;
  readonly missedNote: string | null;
  readonly reportedAt: Instant | null;
  readonly report: string | null;
  readonly endedAt: Instant | null;
  readonly endedWhy: ReferralEnd | null;
  readonly endNote: string | null;
  /** Null: nothing is left to do. `due` null: said here, and the server has not planned it yet. */
  readonly next: { readonly kind: ReferralStep; readonly due: Instant | null; readonly who: string; readonly overdue: boolean } | null;
}

/** What is asked for when somebody says where to. */
export interface ReferralForm {
  readonly urgency: Urgency;
  readonly reason: ReferralReason;
  readonly service: Id | null;
  readonly place: Id | null;
  readonly where: string | null;
  readonly note: string | null;
  readonly attendBy: Instant;
}

export interface TimelineLine {
  readonly type: string;
  readonly at: Instant;
  readonly by: string | null;
}

export interface Consult {
  readonly id: Id;
  readonly number: number | string;
  readonly version: number;
  readonly contentVersion: number;
  readonly state: ConsultState;
  readonly urgency: Urgency;
  readonly template: string;
  readonly service: Named | null;
  readonly patient: Patient;
  readonly question: string;
  readonly answers: QuestionnaireResponse | null;
  readonly sentAt: Instant | null;
  readonly receivedAt: Instant;
  readonly seenAt: Instant | null;
  readonly claimedAt: Instant | null;
  readonly advisedAt: Instant | null;
  readonly readAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly holder: Named | null;
  readonly nextStep: NextStep;
  readonly photos: readonly Photo[];
  readonly photosExpected: number;
  readonly photosStored: number;
  readonly thread: readonly Message[];
  readonly requests: readonly InformationRequest[];
  readonly advice: readonly Advice[];
  readonly timeline: readonly TimelineLine[];
  readonly isMine: boolean;
  readonly ladder?: Ladder | null;
  /** Emergency: the advice is not understood yet. Absent, like the lists below, from an older server. */
  readonly needsReadBack?: boolean;
  readonly readBacks?: readonly ReadBack[];
  /** Two answers want different things to happen; `stands`: which one counts, as who answered has decided. */
  readonly conflict?: { readonly stands: Id | null; readonly reason: string | null; readonly by: Named | null } | null;
  /** The worker waits to hear another specialist; `asked` null: nobody was found yet, and a coordinator looks. */
  readonly another?: { readonly since: Instant; readonly asked: Named | null; readonly askedAt: Instant | null } | null;
  /** What the worker changed after sending, the oldest first; `changed`: the form's items. */
  readonly amendments?: readonly { readonly at: Instant; readonly changed: readonly string[] }[];
  readonly calls?: readonly PhoneCall[];
  readonly referrals?: readonly Referral[];
  /** Somebody is phoning this side now; by itself that holds until `until`. */
  readonly calling?: { readonly id: Id; readonly by: Named; readonly at: Instant; readonly until: Instant } | null;
  readonly facilityPhone?: string | null;
  /** The case that this one follows; null when there is none, or it is not ours to see. Absent from an older server. */
  readonly earlier?: { readonly id: Id; readonly number: number | string; readonly receivedAt: Instant } | null;
}

/** One line of the log, as sync and hub tell it: ids, codes and times, never words. */
export interface Notice {
  readonly cursor: string;
  readonly consult: Id;
  readonly number: number | string | null;
  readonly version: number;
  readonly contentVersion: number;
  readonly type: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly removed?: boolean;
}

/** A case whose words and photos the service has erased for good. */
export interface ErasedCase {
  readonly id: Id;
  readonly number: number | string;
  readonly at: Instant;
  readonly reason: 'patientRequest' | 'retentionEnded' | 'sentInError' | 'wrongPatient' | 'legalOrder';
  /** Nobody had closed it: no answer will come. */
  readonly wasOpen: boolean;
}

export interface SyncPage {
  readonly cursor: string;
  readonly more: boolean;
  readonly snapshot: boolean;
  readonly serverTime: Instant;
  readonly notices: readonly Notice[];
  readonly consults: readonly Consult[];
  readonly removed: readonly Id[];
  readonly patients: readonly Patient[];
  /** Those of `removed` that were erased: nothing of them stays on the phone. Absent from an older server. */
  readonly erased?: readonly ErasedCase[];
  readonly erasedPatients?: readonly Id[];
}

export type CloseOutQuestions = 'champlain' | 'emergency' | 'homeCare';

export interface CloseOut {
  /** Absent from a phone that asks Champlain's of every case. */
  readonly questions?: CloseOutQuestions;
  readonly outcome: 'confirmed' | 'new' | 'notUseful' | 'none' | 'inTime' | 'late' | 'tooLate';
  readonly referral:
    | 'avoided' | 'stillNeeded' | 'notNeeded' | 'initiated' | 'noBenefit' | 'other'
    | 'stayed' | 'transferAvoided' | 'transferred' | 'transferInitiated' | 'wentHome' | 'died'
    | 'homeAsBefore' | 'tripAvoided' | 'tripStillNeeded' | 'tripInitiated' | 'admitted';
  readonly value: number | null;
  readonly feltRespected: boolean | null;
  readonly comment?: string;
}

/** RFC 9457 problem details, with the stable code that the faces turn into a sentence. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly arguments?: Readonly<Record<string, string | number>>;
}
