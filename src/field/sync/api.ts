import type { ReadonlySignal } from '@preact/signals';
import type { EffectiveUrgency, FormProblem, NotGiven, Template } from '../intake/template';
import type {
  CaseState, CloseOut, Digest, Draft, ErasedCase, Finding, Flight, Id, Instant, Laterality, Link, LocalCase, LocalPhoto, Me, NotTaken, OwnFigures, Patient, Problem,
  QuestionnaireResponse, ReferralMark, Urgency, WaitReason,
} from '../shared/model';
import type { HeldBy } from './roomy';
import type { PushState } from './push';

/** Who uses this phone now. */
export type Session =
  /** Not looked up yet: show the shell, nothing else. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'out' }
  /** `expired`: the server wants the password again. Everything stays usable; what is written waits on this phone. */
  | { readonly kind: 'in'; readonly user: Me; readonly expired: boolean };

export type SignInResult = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

/** A person who has signed in on this phone before. Their cases stay locked until they sign in again. */
export interface KnownUser {
  readonly id: Id;
  readonly name: string;
  readonly userName: string;
  /** Requests of theirs that still wait to be sent. */
  readonly waiting: number;
}

export type CaseGroup = 'todo' | 'way' | 'done';

/** A photo of a case, wherever it is now. */
export interface PhotoView {
  readonly id: Id;
  readonly slot: string;
  readonly laterality: Laterality;
  readonly where: 'phone' | 'sending' | 'arriving' | 'stored' | 'refused' | 'superseded';
  /** The server had it and has lost it. */
  readonly lost?: boolean;
  readonly bytes: number;
  readonly confirmed: number;
  readonly takenAt: Instant | null;
  readonly storedAt: Instant | null;
  readonly code: string | null;
  readonly answers: Id | null;
}

/** A line of the conversation, the phone's own unsent lines included. */
export interface ThreadLine {
  readonly id: Id;
  readonly at: Instant;
  readonly by: string;
  readonly mine: boolean;
  readonly text: string;
  readonly state: 'waiting' | 'refused' | 'stored';
  readonly code: string | null;
}

/** One case as list and case screen show it. */
export interface CaseView {
  readonly id: Id;
  readonly state: CaseState;
  readonly group: CaseGroup;
  readonly number: number | string | null;
  readonly urgency: Urgency;
  /** Title of the template is in the file; this is its canonical. */
  readonly template: string;
  readonly patient: { readonly initials: string; readonly age: { readonly value: number; readonly unit: 'a' | 'mo' } | null; readonly sex: 'female' | 'male' | 'unknown' };
  readonly question: string;
  readonly service: string | null;
  readonly photos: readonly PhotoView[];
  readonly thread: readonly ThreadLine[];
  readonly startedAt: Instant;
  readonly case: LocalCase;
}

/** The banner "2 cases waiting to go". */
export interface Waiting {
  readonly cases: number;
  readonly requests: number;
  readonly bytes: number;
  readonly why: WaitReason | 'next' | null;
  readonly retryAt: number | null;
}

/** What the check-and-send screen says before Send. */
export interface Review {
  /** Form problems, and gaps outside the form. Empty: may be sent. */
  readonly problems: readonly ReviewProblem[];
  readonly notGiven: readonly NotGiven[];
  readonly urgency: EffectiveUrgency | null;
  /** Bytes of the words with their previews: they go first. */
  readonly words: number;
  readonly photos: readonly { readonly id: Id; readonly slot: string; readonly bytes: number }[];
  /** By the wall clock from now; null when no target is known. */
  readonly answerBy: Instant | null;
  /** Opening hours of the team instead; null where the clock tells. */
  readonly answerInHours: number | null;
}

export type ReviewProblem =
  | ({ readonly kind: 'form' } & FormProblem)
  | { readonly kind: 'patient'; readonly field: 'initials' | 'age' | 'sex' }
  | { readonly kind: 'consent' }
  | { readonly kind: 'sides' }
  | { readonly kind: 'urgency' };

export type AddPhotoResult = { readonly ok: true; readonly photo: Id } | AddPhotoRefusal;

/** Nothing that was there before is lost. */
export interface AddPhotoRefusal {
  readonly ok: false;
  /** Words: `refusal.<code>`. */
  readonly code: string;
  /** What the sentence needs. */
  readonly arguments?: Readonly<Record<string, string>>;
}

/** Room on this phone. */
export interface Room {
  readonly used: number;
  readonly quota: number;
  /** The browser promised not to clear it by itself. */
  readonly persisted: boolean;
}

/** Everything the screens need. A screen never touches IndexedDB or fetch. Writes resolve once they are safe on this phone. */
export interface Field {
  readonly session: ReadonlySignal<Session>;
  readonly knownUsers: ReadonlySignal<readonly KnownUser[]>;
  /** Ordered as shown: for you to do, on the way, done; emergencies first in each, then the newest. */
  readonly cases: ReadonlySignal<readonly CaseView[]>;
  readonly patients: ReadonlySignal<readonly Patient[]>;
  /** Cases that the service erased and of which this person has not been told. */
  readonly erased: ReadonlySignal<readonly ErasedCase[]>;
  erasedSeen(id: Id): Promise<void>;
  readonly link: ReadonlySignal<Link>;
  readonly flight: ReadonlySignal<Flight>;
  readonly waiting: ReadonlySignal<Waiting>;
  /** A newer version of the app is here; it starts when the worker agrees. */
  readonly updateReady: ReadonlySignal<boolean>;
  readonly offlineReady: ReadonlySignal<boolean>;
  readonly room: ReadonlySignal<Room | null>;
  /** Originals of eye photos go over mobile data too; else they wait for a good network. */
  readonly originalsAnywhere: ReadonlySignal<boolean>;
  sendOriginalsAnywhere(on: boolean): Promise<void>;
  /** What holds originals back now; null: nothing does. */
  readonly originalsHeldBy: ReadonlySignal<HeldBy | null>;
  /** Push messages to this phone, as its person chose. */
  readonly push: ReadonlySignal<PushState>;
  takePush(on: boolean): Promise<void>;
  /** Where a notification that was pressed leads: the whole path. */
  readonly pressed: ReadonlySignal<string | null>;
  /** Who is typing now, by case; gone after a few seconds. */
  readonly typing: ReadonlySignal<ReadonlyMap<Id, string>>;

  /** Who else has a case open, by case; gone when they have left or nothing was heard of them. */
  readonly present: ReadonlySignal<ReadonlyMap<Id, readonly string[]>>;

  /** Opens the store and looks who is signed in. Call once, before the first screen. */
  open(): Promise<void>;
  signIn(userName: string, password: string, twoFactorCode?: string, newPassword?: string): Promise<SignInResult>;
  /** Locks the app for this user. Unsent work stays and goes when they sign in again. */
  signOut(): Promise<void>;

  template(canonical: string): Promise<Template>;
  /** Names and canonicals of all templates of this build, newest version each. */
  templates(): readonly { readonly name: string; readonly canonical: string }[];

  newDraft(template: string, service: Id | null): Promise<Draft>;
  /** Begins the case that follows a sent one: same patient, same form, last time's answers where they hold. A second press opens the same draft. */
  followUp(consult: Id): Promise<Draft | null>;
  /** Keeps the draft as given. Later calls win; each resolves when its state is safe on this phone. */
  updateDraft(draft: Draft): Promise<Draft>;
  /** Changes one thing of the newest draft: safer than `updateDraft` where two screens may write. */
  changeDraft(id: Id, change: (draft: Draft) => Draft): Promise<Draft>;
  dropDraft(id: Id): Promise<void>;
  review(draft: Draft): Promise<Review>;
  /** Seals the case: from here on the phone keeps the exact bytes until 7 days after the server has stored them. */
  send(draft: Draft): Promise<{ readonly ok: true } | { readonly ok: false; readonly problems: readonly ReviewProblem[] }>;

  /** Takes a new photo into the slot, in place of one that was there. `takenAt`: now for the camera, else the file's time. */
  addPhoto(draft: Id, slot: string, file: Blob, takenAt?: Instant): Promise<AddPhotoResult>;
  removePhoto(draft: Id, photo: Id): Promise<void>;
  /** Takes one of many files into the tray, where it is in no slot yet. What is there already is refused as `photo.twice`. */
  addToTray(draft: Id, file: File): Promise<AddPhotoResult>;
  /** Moves a photo between the tray and the slots; null: back into the tray. Nothing is lost by moving. */
  place(draft: Id, photo: Id, slot: string | null): Promise<void>;
  /** The worker has looked at all photos, each on its side. */
  sidesChecked(draft: Id): Promise<void>;
  /** Why this slot could not be photographed; null takes it back. */
  notTaken(draft: Id, slot: string, why: Omit<NotTaken, 'slot'> | null): Promise<void>;
  /** Why a photo was kept although something was found wanting; null takes it back. */
  keepPhoto(draft: Id, photo: Id, kept: LocalPhoto['kept'] | null): Promise<void>;
  /** What this phone finds wanting in a picture that would be sent for a case that was sent already; nothing is kept. */
  lookAt(consult: Id, request: Id, file: Blob): Promise<readonly Finding[]>;
  retakePhoto(consult: Id, request: Id, file: Blob, takenAt?: Instant, kept?: LocalPhoto['kept']): Promise<AddPhotoResult>;
  /** Object URL of a small picture; null when this phone has none and cannot fetch it now. Cached; do not revoke. */
  previewUrl(consult: Id, photo: Id): Promise<string | null>;
  photoUrl(consult: Id, photo: Id): Promise<string | null>;

  /** Half-written words (a message, an answer, the close-out), kept under a name of the screen's choice; '' removes them. */
  keepText(key: string, text: string): Promise<void>;
  keptText(key: string): Promise<string>;

  postMessage(consult: Id, text: string): Promise<void>;
  answerRequest(consult: Id, request: Id, text: string): Promise<void>;
  /** Only after the worker has confirmed that this is the patient. */
  markRead(consult: Id, advice: Id): Promise<void>;
  /** Says back what the worker will do, so that nothing is misheard. */
  readBack(consult: Id, advice: Id, text: string): Promise<void>;
  /** Goes to the network's coordinators alone; the reply's author does not learn of it. */
  reportReply(consult: Id, advice: Id, text: string, wantsAnother: boolean): Promise<void>;
  /** The next specialist of the team answers beside the first one; `text` is for them to read, and may be empty. */
  askAnother(consult: Id, text: string): Promise<void>;
  /** Changed answers of a sent case, a whole new version of them; `seen`: the content version that they go on from. */
  amendAnswers(consult: Id, answers: QuestionnaireResponse, seen: number): Promise<void>;
  markAction(consult: Id, advice: Id, line: number, outcome: 'done' | 'notDone', reason?: string): Promise<void>;
  /** Says what has become of a patient who was sent on. */
  followReferral(consult: Id, referral: Id, mark: ReferralMark, note: string | null): Promise<void>;
  closeCase(consult: Id, closeOut: CloseOut): Promise<void>;
  /** One's own figures as this phone last heard them; null: never. */
  keptFigures(): Promise<OwnFigures | null>;
  /** Asks for them anew and keeps them; null: not now. */
  askFigures(): Promise<OwnFigures | null>;

  /** What became of one's own patients in a month ("2026-11"; null: the last whole one); null: the server was not heard. */
  askDigest(month: string | null): Promise<Digest | null>;
  sayTyping(consult: Id): void;
  /** The case is on the screen: the others who have it open see that, until `leaveCase`. */
  openCase(consult: Id): void;
  leaveCase(consult: Id): void;
  /** Reads one case anew: how the messages about it fare is told by no event. */
  lookAgain(consult: Id): void;

  /** Sends a refused request again as it is. */
  sendAgain(consult: Id): Promise<void>;
  /** Turns a refused case back into a draft, with all its photos, to be mended. */
  mend(consult: Id): Promise<Draft>;
  /** Gives up one refused request that is not the case itself (a message, a mark). */
  giveUp(key: Id): Promise<void>;
  /** Sends and asks for news now. */
  tryNow(): Promise<void>;
  /** Starts the newer version; refuse it while a form is open. */
  applyUpdate(): void;
}
