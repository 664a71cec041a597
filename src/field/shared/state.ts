import type {
  CaseState, Consult, Flight, Id, InformationRequest, Instant, Link, LocalCase, Need, NextStep, OutboxLine, PhotoProgress, Promised, SavedWhy, Silence,
} from './model';
import { referralDue } from './referral';

/** What the phone knows about the world around a case. */
export interface World {
  /** Milliseconds by the server's clock, as well as this phone knows it. */
  readonly now: number;
  readonly link: Link;
  readonly flight: Flight;
}

/**
 * The one true line of a case: saved, sending, stored, complete, seen, claimed, answered, read, acted on.
 * Delivered is not seen, and seen is not claimed (DESIGN §5 rule 3).
 */
export function stateOf(local: LocalCase, world: World): CaseState {
  const common = { photos: photoProgress(local, world.flight), silent: silence(local, world) };
  // An original that is refused asks nothing of anybody: its grading copy stands.
  const refused = local.outbox.find((line) => line.state === 'refused' && line.kind !== 'original');
  if (refused) return { ...common, kind: 'needsYou', need: refusedNeed(refused), promise: noPromise };
  if (local.consult) {
    const referral = referralDue(local, local.consult, world.now);
    return { ...common, ...(referral && { referral }), ...ofConsult(local, local.consult, world, common.photos) };
  }
  if (local.sealed) return { ...common, ...ofSealed(local, world, common.photos) };
  return { ...common, kind: 'draft', at: local.draft?.changedAt ?? '' };
}

/** A state without what all states share. */
type Line = CaseState extends infer S ? (S extends CaseState ? Omit<S, 'photos' | 'silent' | 'referral'> : never) : never;

const noPromise: Promised = { until: null, who: null };

/** What was promised; of a case that nobody has, the time of the next rung is something else. */
const deadline = (step: NextStep): Instant | null => (step.overdue ? step.due : step.promised ?? step.due);

const promised = (step: NextStep | null): Promised =>
  step ? { until: deadline(step), who: step.who, ...(step.kind === 'claim' || step.kind === 'allocate' ? { taken: true } : {}) } : noPromise;

const refusedNeed = (line: OutboxLine): Need =>
  ({ kind: 'refused', key: line.key, what: line.kind, code: line.code ?? 'unknown', arguments: line.arguments });

function ofSealed(local: LocalCase, world: World, photos: PhotoProgress | null): Line {
  const sealed = local.sealed!;
  if (sealed.storedAt) return { kind: photos ? 'stored' : 'complete', at: sealed.storedAt, promise: promised(sealed.nextStep) };
  return onThisPhone(local, world, sealed.sealedAt);
}

/** Nothing of it is acknowledged yet: it lies here, or is on its way. */
function onThisPhone(local: LocalCase, world: World, at: string): Line {
  const { flight } = world;
  if (flight.kind === 'sending' && flight.consult === local.id) {
    const lines = local.outbox.filter((line) => line.kind !== 'original');
    const total = sum(lines, (line) => line.bytes);
    const photoLines = lines.filter((line) => line.kind === 'photo');
    const current = photoLines.findIndex((line) => line.key === flight.key);
    return { kind: 'sending', percent: percent(sum(lines, (line) => line.confirmed), total), photo: current < 0 ? null : current + 1, of: photoLines.length };
  }
  return { kind: 'saved', why: savedWhy(world), at, retryAt: flight.kind === 'waiting' ? flight.retryAt : null };
}

export function savedWhy({ link, flight }: Pick<World, 'link' | 'flight'>): SavedWhy {
  if (!link.online) return 'offline';
  if (flight.kind === 'waiting') return flight.reason;
  return link.reachable ? 'next' : 'unreachable';
}

function ofConsult(local: LocalCase, consult: Consult, world: World, photos: PhotoProgress | null): Line {
  switch (consult.state) {
    case 'closed':
      return { kind: 'closed', at: consult.closedAt ?? '', askAgain: askAgain(consult) };
    case 'read':
      return closing(local) ?? loop(local, consult) ?? another(local, consult) ?? readLine(local, consult, consult.readAt ?? '');
    case 'answered':
      return answered(local, consult);
    case 'needsRequester':
      return needed(local, consult, world);
    default:
      return photoRefused(local, consult) ?? underWay(consult, photos);
  }
}

/** Somebody else has to act next. */
function underWay(consult: Consult, photos: PhotoProgress | null): Line {
  const { nextStep } = consult;
  const promise = promised(nextStep);
  if (nextStep.overdue) {
    const told = [...consult.timeline].reverse().find((line) => /overdue|rungReached/i.test(line.type));
    return { kind: 'late', due: nextStep.due, toldAt: nextStep.rung ? null : told?.at ?? null, who: nextStep.who, holder: consult.holder?.name ?? null, ...(nextStep.rung ? { climbs: true } : {}) };
  }
  if (consult.state === 'claimed' || consult.state === 'advicePending') {
    return { kind: 'claimed', at: consult.claimedAt, who: consult.holder?.name ?? null, promise };
  }
  if (consult.seenAt) return { kind: 'seen', at: consult.seenAt, service: consult.service?.name ?? null, promise };
  return { kind: photos ? 'stored' : 'complete', at: consult.receivedAt, promise };
}

/** The specialist waits for the requester; what the requester has given already is on its way. */
function needed(local: LocalCase, consult: Consult, world: World): Line {
  const open = openRequests(local, consult);
  const [request] = open;
  if (request) return { kind: 'needsYou', need: requestNeed(request), promise: promised(consult.nextStep) };
  const given = local.outbox.find((line) => line.state === 'waiting' && (line.kind === 'answer' || line.kind === 'retake' || line.kind === 'photo'));
  return given ? onThisPhone(local, world, given.at) : { ...underWay({ ...consult, state: consult.holder ? 'claimed' : 'waiting' }, null) };
}

/** Requests that nobody has answered, on the server or here. */
export function openRequests(local: LocalCase, consult: Consult): InformationRequest[] {
  const answeredHere = new Set(local.outbox.filter((line) => line.kind === 'answer' || line.kind === 'retake').map((line) => line.subject));
  return consult.requests.filter((request) => !request.givenAt && !request.dropped && !answeredHere.has(request.id));
}

const requestNeed = (request: InformationRequest): Need =>
  request.slot === null
    ? { kind: 'question', request: request.id, by: request.by.name, text: request.text }
    : { kind: 'photo', request: request.id, slot: request.slot, by: request.by.name, text: request.text };

/** The server could not accept a photo's bytes, or has lost them and this phone has no copy; and no later photo stands in its slot. */
function photoRefused(local: LocalCase, consult: Consult): Line | null {
  const refused = consult.photos.find((photo) => (photo.state === 'refused' || (photo.state === 'arriving' && photo.lostAt))
    && !consult.photos.some((other) => other !== photo && other.slot === photo.slot && (other.state === 'stored' || other.state === 'arriving'))
    && !local.outbox.some((line) => line.kind === 'photo' || line.kind === 'retake'));
  return refused
    ? { kind: 'needsYou', need: { kind: 'photoRefused', photo: refused.id, slot: refused.slot, code: refused.lostAt ? 'photo.lost-there' : refused.refusalCode ?? 'photo.damaged' }, promise: promised(consult.nextStep) }
    : null;
}

function answered(local: LocalCase, consult: Consult): Line {
  const newest = consult.advice.at(-1);
  if (!newest) return underWay({ ...consult, state: 'claimed' }, null);
  const readHere = local.outbox.find((line) => line.kind === 'read' && line.subject === newest.id);
  if (readHere) return closing(local) ?? loop(local, consult) ?? readLine(local, consult, readHere.at);
  const standing = consult.advice.filter((advice) => !advice.replaced);
  const lead = consult.advice.find((advice) => advice.id === consult.conflict?.stands) ?? newest;
  const differing = new Set(standing.map((advice) => advice.disposition)).size > 1;
  const authors = new Set(standing.map((advice) => advice.by.id)).size;
  return {
    kind: 'answered', at: lead.at, who: lead.by.name, advice: lead.id, disposition: lead.disposition,
    conflict: consult.conflict === undefined ? differing && authors > 1 : consult.conflict !== null && consult.conflict.stands === null,
    changed: Boolean(newest.change),
  };
}

/** What this phone or the server has of the newest advice's saying back; `correction` where the answering side found it wrong. */
export interface SaidBack {
  readonly id: Id;
  readonly at: string;
  readonly text: string;
  readonly state: 'waiting' | 'refused' | 'stored';
  readonly confirmed: { readonly at: string; readonly who: string } | null;
  readonly corrected: { readonly at: string; readonly who: string; readonly text: string } | null;
}

/** The newest that was said back of an advice, here or on the server. */
export function saidBackOf(local: LocalCase, advice: Id): SaidBack | null {
  const here = local.outbox.filter((line) => line.kind === 'readBack' && line.subject === advice).at(-1);
  const there = (local.consult?.readBacks ?? []).filter((one) => one.advice === advice).at(-1);
  if (here && !(local.consult?.readBacks ?? []).some((one) => one.id === here.key)) {
    return { id: here.key, at: here.at, text: here.text ?? '', state: here.state, confirmed: null, corrected: null };
  }
  return there
    ? {
      id: there.id, at: there.at, text: there.text, state: 'stored',
      confirmed: there.confirmedAt && !there.correctedAt ? { at: there.confirmedAt, who: there.confirmedBy?.name ?? '' } : null,
      corrected: there.correctedAt ? { at: there.correctedAt, who: there.correctedBy?.name ?? '', text: there.correction ?? '' } : null,
    }
    : null;
}

/** An emergency that was read and is not yet understood. */
function loop(local: LocalCase, consult: Consult): Line | null {
  const newest = consult.advice.at(-1);
  if (!consult.needsReadBack || !newest) return null;
  const said = saidBackOf(local, newest.id);
  return said && !said.corrected && said.state !== 'refused'
    ? { kind: 'saidBack', at: said.at, who: consult.nextStep.overdue ? consult.nextStep.who : newest.by.name }
    : { kind: 'needsYou', need: { kind: 'readBack', advice: newest.id, by: newest.by.name, corrected: !!said?.corrected }, promise: promised(consult.nextStep) };
}

/** They wished to hear another specialist, here or on the server, and have not heard one. */
function another(local: LocalCase, consult: Consult): Line | null {
  if (consult.another) return { kind: 'another', who: consult.another.asked?.name ?? null, promise: promised(consult.nextStep) };
  return local.outbox.some((line) => line.kind === 'another') ? { kind: 'another', who: null, promise: noPromise } : null;
}

function readLine(local: LocalCase, consult: Consult, at: string): Line {
  const newest = consult.advice.at(-1);
  const done = new Set((newest?.marks ?? []).filter((mark) => mark.outcome === 'done').map((mark) => mark.line));
  for (const line of local.outbox) {
    if (line.kind !== 'mark' || line.subject !== newest?.id || line.mark === null) continue;
    if (line.mark.outcome === 'done') done.add(line.mark.line);
    else done.delete(line.mark.line);
  }
  return { kind: 'read', at, done: done.size, of: newest?.actions.length ?? 0 };
}

/** The worker has closed it here; the server will hear of it. */
function closing(local: LocalCase): Line | null {
  const close = local.outbox.find((line) => line.kind === 'close');
  return close ? { kind: 'closed', at: close.at, askAgain: local.consult ? askAgain(local.consult) : null } : null;
}

const days = { d: 1, wk: 7, mo: 30 } as const;

function askAgain(consult: Consult): string | null {
  const newest = consult.advice.at(-1);
  if (!newest?.review) return null;
  return new Date(Date.parse(newest.at) + newest.review.value * days[newest.review.unit] * 86_400_000).toISOString();
}

/** Photos that have not all arrived; null when none is outstanding. */
function photoProgress(local: LocalCase, flight: Flight): PhotoProgress | null {
  const lines = local.outbox.filter((line) => line.kind === 'photo');
  const expected = local.consult?.photosExpected ?? local.sealed?.submission.photos.length ?? 0;
  const here = new Set(lines.map((line) => line.photo));
  // A photo that the server has but whose acknowledgement was lost may still be in the outbox: count it once.
  const stored = local.consult
    ? Math.min(local.consult.photosStored, expected)
    : Math.max(0, expected - here.size);
  if (stored >= expected && lines.length === 0) return null;
  const total = sum(lines, (line) => line.bytes);
  const sending = flight.kind === 'sending' && lines.some((line) => line.key === flight.key);
  return {
    stored, expected: Math.max(expected, stored),
    current: sending ? Math.min(stored + 1, expected) : null,
    percent: percent(sum(lines, (line) => line.confirmed), total),
  };
}

/** A phone that hears nothing says so by itself: the promised time passed, and the last news are older. */
function silence(local: LocalCase, { now, link }: World): Silence | null {
  const step = local.consult?.nextStep ?? (local.sealed?.storedAt ? local.sealed.nextStep : null);
  const until = step ? deadline(step) : null;
  if (!until || !step || step.kind === 'none' || step.kind === 'read' || step.kind === 'close' || step.kind === 'giveInformation' || step.kind === 'readBack') return null;
  const due = Date.parse(until);
  const heard = link.lastHeard ? Date.parse(link.lastHeard) : 0;
  return now > due && heard < due ? { since: link.lastHeard, due: until } : null;
}

const sum = (lines: readonly OutboxLine[], of: (line: OutboxLine) => number): number => lines.reduce((total, line) => total + of(line), 0);

/** Whole percent, rounded down: 100 is shown only when the server has everything. */
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((100 * Math.min(part, whole)) / whole));
