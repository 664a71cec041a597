import { toResponse } from '../intake/response';
import type { Template } from '../intake/template';
import { effectiveUrgency, redFlags } from '../intake/urgency';
import type {
  CloseOut, Draft, Id, Instant, LocalPhoto, Original, OutboxKind, OutboxLine, PatientDraft, PatientWire, PhotoCheck, QuestionnaireResponse, ReferralMark, Submission,
  SubmittedPhoto,
} from '../shared/model';
import { newId } from '../shared/ids';
import type { NewEntry } from '../store/schema';

declare const __APP_VERSION__: string;

const encode = (body: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(body));

/** The body of a submission. The times are this phone's: evidence, not order. */
export function submissionOf(draft: Draft, template: Template, sentAt: Instant, checks?: ReadonlyMap<Id, PhotoCheck>): Submission {
  return {
    patient: patientOf(draft.patient),
    template: draft.template,
    service: draft.service,
    urgency: effectiveUrgency(draft.urgency ?? 'routine', redFlags(template, draft.answers)).urgency,
    answers: toResponse(template, draft.answers),
    consent: draft.consent,
    photos: draft.photos.map(({ look: _, kept: __, ...photo }) => ({ ...photo, ...(checks?.has(photo.id) && { check: checks.get(photo.id)! }) })),
    notTaken: draft.notTaken.filter((slot) => !draft.photos.some((photo) => photo.slot === slot.slot)),
    startedAt: draft.startedAt,
    sentAt,
    appVersion: __APP_VERSION__,
    ...(draft.followUpOf ? { followUpOf: draft.followUpOf } : {}),
  };
}

function patientOf(patient: PatientDraft): PatientWire {
  const said = (text: string) => text.trim() || null;
  return {
    id: patient.id, initials: patient.initials.trim(), givenName: said(patient.givenName), familyName: said(patient.familyName),
    age: patient.age ?? { value: 0, unit: 'a' }, sex: patient.sex ?? 'unknown',
    identifiers: patient.identifiers, phone: said(patient.phone), language: said(patient.language),
  };
}

/** The requests that carry a case: first the words with the previews, then each photo. */
export function caseEntries(id: Id, submission: Submission): NewEntry[] {
  const emergency = submission.urgency === 'emergency';
  const words = entry({ kind: 'submission', consult: id, key: id, method: 'PUT', path: `/api/consults/${id}`, body: submission, at: submission.sentAt, emergency });
  // The consult's id makes the submission repeatable, so it carries no key (a mended case has another body under the same id).
  const { 'Idempotency-Key': _, ...headers } = words.headers;
  return [{ ...words, after: null, headers }, ...submission.photos.flatMap((photo) => photoEntries(id, photo, id, submission.sentAt, emergency))];
}

/** A new photo that was asked for (`request`), or that takes the place of one the server refused (`instead`). */
export function retakeEntries({ consult, at, emergency }: Occasion, photo: LocalPhoto, request: Id | null, instead: Id | null, check: PhotoCheck | null = null): NewEntry[] {
  const { id, slot, laterality, bytes, sha256, takenAt, preview, original } = photo;
  const body = { slot, laterality, bytes, sha256, takenAt, preview, answers: request, ...(original && { original }), ...(check && { check }) };
  const announced = entry({ kind: 'retake', consult, method: 'PUT', path: `/api/consults/${consult}/photos/${id}`, body, at, emergency, subject: request ?? instead, photo: id });
  return [announced, ...photoEntries(consult, photo, announced.key, at, emergency)];
}

/** The photo, and after it its original where it is the grading copy of one. */
function photoEntries(consult: Id, photo: SubmittedPhoto, after: Id, at: Instant, emergency: boolean): NewEntry[] {
  const upload = (kind: 'photo' | 'original', { id, bytes, sha256 }: Original, behind: Id): NewEntry => {
    const base = entry({ kind, consult, key: id, method: 'POST', path: '/api/uploads', body: null, at, emergency: emergency && kind === 'photo', photo: id });
    return { ...base, headers: {}, after: behind, bytes, upload: { slot: photo.slot, sha256 } };
  };
  return [upload('photo', photo, after), ...(photo.original ? [upload('original', photo.original, photo.id)] : [])];
}

export interface Occasion {
  readonly consult: Id;
  readonly at: Instant;
  readonly emergency: boolean;
}

export function messageEntry(on: Occasion, text: string, language: string): NewEntry {
  const id = newId();
  return entry({ ...on, kind: 'message', method: 'POST', path: `/api/consults/${on.consult}/messages`, body: { id, text, language }, text, subject: id });
}

export const answerEntry = (on: Occasion, request: Id, text: string): NewEntry =>
  entry({ ...on, kind: 'answer', method: 'POST', path: `/api/consults/${on.consult}/requests/${request}/answer`, body: { text }, text, subject: request });

export const readEntry = (on: Occasion, advice: Id): NewEntry =>
  entry({ ...on, kind: 'read', method: 'POST', path: `/api/consults/${on.consult}/advice/${advice}/read`, body: { patientConfirmed: true }, subject: advice });

/** @param after The reading of that advice, where it still waits: the server takes them in this order alone. */
export function readBackEntry(on: Occasion, advice: Id, text: string, language: string, after: Id | null): NewEntry {
  const id = newId();
  const path = `/api/consults/${on.consult}/advice/${advice}/read-back`;
  const made = entry({ ...on, kind: 'readBack', key: id, method: 'POST', path, body: { id, text, language }, text, subject: advice });
  return { ...made, after: after ?? made.after };
}

/** What was not all right with a reply: its words travel once and are kept nowhere else on this phone. */
export function reportEntry(on: Occasion, advice: Id, text: string, wantsAnother: boolean, language: string): NewEntry {
  const id = newId();
  const path = `/api/consults/${on.consult}/advice/${advice}/report`;
  return entry({ ...on, kind: 'report', key: id, method: 'POST', path, body: { id, text, wantsAnother, language }, subject: advice });
}

/** @param text what the other specialist should look at; may be empty. */
export function anotherEntry(on: Occasion, text: string, language: string): NewEntry {
  const id = newId();
  return entry({ ...on, kind: 'another', key: id, method: 'POST', path: `/api/consults/${on.consult}/another`, body: { id, text: text || null, language } });
}

/** @param seen the content version on which the worker began to change (RFC 9110 §13.1.1): newer answers refuse it, photos that came meanwhile do not. */
export function amendEntry(on: Occasion, answers: QuestionnaireResponse, seen: number): NewEntry {
  const made = entry({ ...on, kind: 'amend', method: 'POST', path: `/api/consults/${on.consult}/amendments`, body: { answers } });
  return { ...made, headers: { ...made.headers, 'If-Match': `"${seen}"` } };
}

export function markEntry(on: Occasion, advice: Id, line: number, outcome: 'done' | 'notDone', reason: string | undefined): NewEntry {
  const path = `/api/consults/${on.consult}/advice/${advice}/actions/${line}`;
  return { ...entry({ ...on, kind: 'mark', method: 'PUT', path, body: { outcome, ...(reason ? { reason } : {}) }, subject: advice }), mark: { line, outcome } };
}

/** What is said of a referral. The server takes what was said in this order alone, so each waits for the one before it. */
export function referralEntry(on: Occasion, referral: Id, mark: ReferralMark, note: string | null, after: Id | null): NewEntry {
  const at = `/api/consults/${on.consult}/referrals/${referral}`;
  const [method, path, body] = ((): readonly ['PUT' | 'POST', string, unknown] => {
    switch (mark.did) {
      case 'directed': return ['PUT', at, mark.form];
      case 'booked': return ['POST', `${at}/appointment`, { on: mark.on }];
      case 'attended': return ['POST', `${at}/attended`, { on: mark.on }];
      case 'missed': return ['POST', `${at}/missed`, { why: mark.why, note }];
      case 'reported': return ['POST', `${at}/report`, { note }];
      case 'ended': return ['POST', `${at}/end`, { why: mark.why, note }];
    }
  })();
  const made = entry({ ...on, kind: 'referral', method, path, body, text: note, subject: referral });
  return { ...made, referral: mark, after: after ?? made.after };
}

export const closeEntry = (on: Occasion, closeOut: CloseOut): NewEntry =>
  entry({ ...on, kind: 'close', method: 'POST', path: `/api/consults/${on.consult}/close`, body: closeOut });

interface Request extends Partial<Pick<OutboxLine, 'text' | 'subject' | 'photo'>> {
  readonly kind: OutboxKind;
  readonly consult: Id;
  readonly key?: Id;
  readonly method: NewEntry['method'];
  readonly path: string;
  readonly body: unknown;
  readonly at: Instant;
  readonly emergency: boolean;
}

/** All requests of a case wait for its submission: the server cannot take them before. */
function entry(request: Request): NewEntry {
  const { kind, consult, key = newId(), method, path, body, at, emergency, text = null, subject = null, photo = null } = request;
  const bytes = body === null ? null : encode(body);
  return {
    key, consult, kind, method, path, at, emergency, text, subject, photo, body: bytes,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    state: 'waiting', bytes: bytes?.length ?? 0, confirmed: 0, code: null, arguments: {}, mark: null,
    after: consult, upload: null, attempts: 0, notBefore: 0, storedAt: null,
  };
}

/** What Send would cost now, before it is pressed. */
export const wordsBytes = (submission: Submission): number => encode(submission).length;
