import type { Answers } from './answers';
import type {
  Age, Consult, Consent, Id, Identifier, Instant, KeptReason, Laterality, MissedReason, NextStep, NotTaken, Original, ReferralEnd, ReferralForm, ReferralStep, Sex, Submission,
  Urgency,
} from './wire';

export type * from './answers';
export type * from './wire';

/** What is known of the patient so far. */
export interface PatientDraft {
  readonly id: Id;
  readonly initials: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly age: Age | null;
  readonly sex: Sex | null;
  readonly identifiers: readonly Identifier[];
  readonly phone: string;
  readonly language: string;
}

export type PhotoPolicy = 'skin' | 'retina';

/** A photo that lies on this phone, already without metadata; its bytes are in a store of their own. */
export interface LocalPhoto {
  readonly id: Id;
  readonly slot: string;
  readonly laterality: Laterality;
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly takenAt: Instant;
  readonly preview: string;
  /** As captured, where these bytes are the grading copy of it; its own bytes lie here under its own id. */
  readonly original?: Original;
  /** What was measured of it; stays on this phone. */
  readonly look?: PhotoLook;
  /** Why the worker kept it although something was found wanting. */
  readonly kept?: { readonly reason: KeptReason; readonly words: string | null };
}

/** What the phone measures of a picture (`photo/measure.ts`). */
export interface PhotoLook {
  readonly sharp: number;
  readonly light: number;
  readonly glare: number;
  readonly washed: number;
  readonly ruler: number;
  readonly megapixels: number;
  readonly hash: string;
}

/** A photo that is here and in no slot yet. The file's name stays on this device: it may name the patient. */
export interface TrayPhoto extends Omit<LocalPhoto, 'slot' | 'laterality' | 'kept'> {
  readonly name: string;
}

/** A case that has not been sent. Kept after every change. */
export interface Draft {
  readonly id: Id;
  readonly startedAt: Instant;
  readonly changedAt: Instant;
  readonly template: string;
  readonly service: Id | null;
  readonly patient: PatientDraft;
  /** What the requester chose; red flags may raise what is sent. */
  readonly urgency: Urgency | null;
  readonly answers: Answers;
  readonly consent: Consent;
  readonly photos: readonly LocalPhoto[];
  readonly notTaken: readonly NotTaken[];
  /** Photos that were chosen many at once and are in no slot: they are not sent. */
  readonly tray?: readonly TrayPhoto[];
  /** Ids of photos that came out of the tray: their sides are checked before sending. */
  readonly placed?: readonly Id[];
  /** What `sidesOf` gave when the worker last said that the sides are right. */
  readonly sidesChecked?: string;
  /** Where the worker was, so that a killed app opens there again. The screens own its meaning. */
  readonly step: string;
  /** The earlier case that this one follows; absent in a first case. */
  readonly followUpOf?: Id;
}

export type OutboxKind =
  | 'submission' | 'retake' | 'photo' | 'original' | 'message' | 'answer' | 'read' | 'mark' | 'close' | 'readBack' | 'report' | 'another' | 'amend' | 'referral';

export type OutboxState = 'waiting' | 'refused' | 'stored';

/** One request that waits to be sent, as the screens see it; its exact bytes stay in the store. */
export interface OutboxLine {
  readonly key: Id;
  readonly consult: Id;
  readonly kind: OutboxKind;
  readonly state: OutboxState;
  readonly at: Instant;
  readonly bytes: number;
  /** Bytes the server has confirmed; never a guess. */
  readonly confirmed: number;
  readonly photo: Id | null;
  /** Why the server refused it. */
  readonly code: string | null;
  readonly arguments: Readonly<Record<string, string | number>>;
  /** For lines in the thread: what was written, and to which request. */
  readonly text: string | null;
  readonly subject: Id | null;
  /** For a mark on an action line: which, and how it went. */
  readonly mark: { readonly line: number; readonly outcome: 'done' | 'notDone' } | null;
  /** For what is said of a referral, which is the `subject`; its words are the `text`. Absent for everything else. */
  readonly referral?: ReferralMark;
}

/** What a worker says of a referral. */
export type ReferralMark =
  | { readonly did: 'directed'; readonly form: ReferralForm }
  | { readonly did: 'booked' | 'attended'; readonly on: Instant }
  | { readonly did: 'missed'; readonly why: MissedReason }
  | { readonly did: 'reported' }
  | { readonly did: 'ended'; readonly why: ReferralEnd };

/** What pressing send made: kept until 7 days after the server has stored it. */
export interface SealedCase {
  readonly id: Id;
  readonly sealedAt: Instant;
  readonly submission: Submission;
  readonly draft: Draft;
  /** From the server's answer; null until it has stored the submission. */
  readonly storedAt: Instant | null;
  readonly number: number | string | null;
  /** What the server promised when it stored the case; replaced by the consult as soon as that is here. */
  readonly nextStep: NextStep | null;
}

/** All that this phone knows of one case. At least one of the three is set. */
export interface LocalCase {
  readonly id: Id;
  readonly draft: Draft | null;
  readonly sealed: SealedCase | null;
  readonly consult: Consult | null;
  /** What this phone still has to send for this case, in the order it goes. */
  readonly outbox: readonly OutboxLine[];
}

/** What the sending is doing right now. */
export type Flight =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly key: Id; readonly consult: Id }
  | { readonly kind: 'waiting'; readonly reason: WaitReason; readonly retryAt: number | null };

export type WaitReason = 'offline' | 'unreachable' | 'signed-out' | 'server-busy';

/** Whether this phone hears the server. */
export interface Link {
  /** What the browser says about the network. */
  readonly online: boolean;
  /** Whether the server answered when last asked. */
  readonly reachable: boolean;
  /** Whether live news flow. */
  readonly live: boolean;
  /** Since when there is no contact; null while there is. */
  readonly since: Instant | null;
  /** The last moment (phone's clock, corrected) at which this phone knew all the server knew. */
  readonly lastHeard: Instant | null;
  /** Server minus phone, in milliseconds; shown when it is more than two minutes. */
  readonly clockOffset: number;
}

export interface PhotoProgress {
  readonly stored: number;
  readonly expected: number;
  /** Number of the photo on its way, from 1; null when none is. */
  readonly current: number | null;
  /** Of the photos' bytes, confirmed by the server. */
  readonly percent: number;
}

/** What is promised next: until when and by whom. */
export interface Promised {
  readonly until: Instant | null;
  readonly who: string | null;
  /** That somebody takes the case by then, which is no answer yet. */
  readonly taken?: boolean;
}

export type SavedWhy = 'next' | 'offline' | 'unreachable' | 'signed-out' | 'server-busy';

/** The one true line of a case (DESIGN §5 rule 3). Delivered is not seen; seen is not claimed. */
export type CaseState = {
  readonly photos: PhotoProgress | null;
  readonly silent: Silence | null;
  /** Of a read or closed case: the referral that has to be looked after next. */
  readonly referral?: { readonly kind: ReferralStep; readonly due: Instant | null; readonly late: boolean; readonly who: string };
} & (
  | { readonly kind: 'draft'; readonly at: Instant }
  | { readonly kind: 'saved'; readonly why: SavedWhy; readonly at: Instant; readonly retryAt: number | null }
  | { readonly kind: 'sending'; readonly percent: number; readonly photo: number | null; readonly of: number }
  | { readonly kind: 'stored'; readonly at: Instant; readonly promise: Promised }
  | { readonly kind: 'complete'; readonly at: Instant; readonly promise: Promised }
  | { readonly kind: 'seen'; readonly at: Instant; readonly service: string | null; readonly promise: Promised }
  | { readonly kind: 'claimed'; readonly at: Instant | null; readonly who: string | null; readonly promise: Promised }
  | { readonly kind: 'needsYou'; readonly need: Need; readonly promise: Promised }
  | { readonly kind: 'answered'; readonly at: Instant; readonly who: string; readonly advice: Id; readonly disposition: string; readonly conflict: boolean; readonly changed: boolean }
  | { readonly kind: 'read'; readonly at: Instant; readonly done: number; readonly of: number }
  /** An emergency's advice was said back; the answering side has not said yet whether that is right. */
  | { readonly kind: 'saidBack'; readonly at: Instant; readonly who: string | null }
  /** Read; the worker waits to hear another specialist as well. */
  | { readonly kind: 'another'; readonly who: string | null; readonly promise: Promised }
  | { readonly kind: 'late'; readonly due: Instant | null; readonly toldAt: Instant | null; readonly who: string | null; readonly holder: string | null; readonly climbs?: boolean }
  | { readonly kind: 'closed'; readonly at: Instant; readonly askAgain: Instant | null }
);

export type CaseStateKind = CaseState['kind'];

/** Something only the requester can do. */
export type Need =
  | { readonly kind: 'photo'; readonly request: Id; readonly slot: string; readonly by: string; readonly text: string }
  | { readonly kind: 'question'; readonly request: Id; readonly by: string; readonly text: string }
  /** An emergency: what the worker will do has to be said back, or said anew. */
  | { readonly kind: 'readBack'; readonly advice: Id; readonly by: string; readonly corrected: boolean }
  | { readonly kind: 'refused'; readonly key: Id; readonly what: OutboxKind; readonly code: string; readonly arguments: Readonly<Record<string, string | number>> }
  | { readonly kind: 'photoRefused'; readonly photo: Id; readonly slot: string; readonly code: string };

/** Nothing was heard since before the promised time: whether there is an answer is not known. */
export interface Silence {
  readonly since: Instant | null;
  readonly due: Instant;
}
