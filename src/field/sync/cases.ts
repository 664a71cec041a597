import type { Answers } from '../shared/answers';
import type { Flight, Id, Link, LocalCase, OutboxLine } from '../shared/model';
import { savedWhy, stateOf, type World } from '../shared/state';
import type { CaseGroup, CaseView, PhotoView, ThreadLine, Waiting } from './api';

const groups: readonly CaseGroup[] = ['todo', 'way', 'done'];

/** All cases as the list shows them: for you to do, on the way, done; in each emergencies first, then the newest. */
export function caseViews(cases: readonly LocalCase[], world: World, me: string): CaseView[] {
  return cases
    .filter((local) => local.draft || local.sealed || local.consult) // a request whose case was removed is no case
    .map((local) => viewOf(local, world, me))
    .sort((a, b) =>
      groups.indexOf(a.group) - groups.indexOf(b.group)
      || Number(b.urgency === 'emergency') - Number(a.urgency === 'emergency')
      || b.startedAt.localeCompare(a.startedAt));
}

function viewOf(local: LocalCase, world: World, me: string): CaseView {
  const { draft, sealed, consult } = local;
  const state = stateOf(local, world);
  const patient = consult?.patient ?? sealed?.submission.patient ?? draft?.patient;
  return {
    id: local.id, state, group: groupOf(state),
    number: consult?.number ?? sealed?.number ?? null,
    urgency: consult?.urgency ?? sealed?.submission.urgency ?? draft?.urgency ?? 'routine',
    template: consult?.template ?? sealed?.submission.template ?? draft?.template ?? '',
    patient: { initials: patient?.initials ?? '', age: patient?.age ?? null, sex: patient?.sex ?? 'unknown' },
    question: consult?.question ?? questionOf(sealed?.draft.answers ?? draft?.answers ?? {}),
    service: consult?.service?.name ?? null,
    photos: photosOf(local, world.flight),
    thread: threadOf(local, me),
    startedAt: sealed?.submission.startedAt ?? draft?.startedAt ?? consult?.sentAt ?? consult?.receivedAt ?? '',
    case: local,
  };
}

function groupOf({ kind, referral }: CaseView['state']): CaseGroup {
  if (referral) return referral.late ? 'todo' : 'way'; // read or closed, but the patient is still on the way
  if (kind === 'needsYou' || kind === 'answered' || kind === 'draft') return 'todo';
  return kind === 'read' || kind === 'closed' ? 'done' : 'way';
}

/** Every template asks it under this linkId. */
export function questionOf(answers: Answers): string {
  const value = answers['question']?.values[0];
  return value && 'valueString' in value ? value.valueString : '';
}

function photosOf(local: LocalCase, flight: Flight): PhotoView[] {
  const lines = new Map(local.outbox.filter((line) => line.kind === 'photo').map((line) => [line.photo, line]));
  const here = (line: OutboxLine | undefined): PhotoView['where'] => {
    if (line?.state === 'refused') return 'refused';
    return flight.kind === 'sending' && line && flight.key === line.key ? 'sending' : 'phone';
  };
  const known = (local.consult?.photos ?? []).map((photo): PhotoView => {
    const line = lines.get(photo.id);
    return {
      id: photo.id, slot: photo.slot, laterality: photo.laterality, answers: photo.answers, takenAt: photo.takenAt, storedAt: photo.storedAt,
      where: photo.state === 'arriving' && line ? here(line) : photo.state,
      bytes: line?.bytes ?? 0, confirmed: line?.confirmed ?? 0, code: line?.code ?? photo.refusalCode, lost: photo.state === 'arriving' && Boolean(photo.lostAt),
    };
  });
  const ids = new Set(known.map((photo) => photo.id));
  const sent = local.sealed?.submission.photos ?? [];
  const unsent = [...(local.draft?.photos ?? []), ...sent].filter((photo) => !ids.has(photo.id)).map((photo): PhotoView => {
    const line = lines.get(photo.id);
    const arrived = local.sealed && !line;
    return {
      id: photo.id, slot: photo.slot, laterality: photo.laterality, takenAt: photo.takenAt, storedAt: null, answers: null,
      where: arrived ? 'stored' : here(line), bytes: photo.bytes, confirmed: line?.confirmed ?? (arrived ? photo.bytes : 0), code: line?.code ?? null,
    };
  });
  return [...known, ...unsent, ...retakesHere(local, new Set([...ids, ...unsent.map((photo) => photo.id)]), here)];
}

/** New photos that the server has not heard of. */
function retakesHere(local: LocalCase, known: ReadonlySet<Id>, here: (line: OutboxLine) => PhotoView['where']): PhotoView[] {
  return local.outbox
    .filter((line) => line.kind === 'retake' && line.photo !== null && !known.has(line.photo))
    .map((line) => {
      const request = local.consult?.requests.find((r) => r.id === line.subject);
      const photo = local.outbox.find((other) => other.kind === 'photo' && other.photo === line.photo);
      const sent = [...(local.consult?.photos ?? []), ...(local.sealed?.submission.photos ?? [])];
      const slot = request?.slot ?? sent.find((p) => p.id === line.subject)?.slot ?? '';
      return {
        id: line.photo!, slot, laterality: sent.find((p) => p.slot === slot)?.laterality ?? 'none',
        where: line.state === 'refused' ? 'refused' : photo ? here(photo) : 'arriving',
        bytes: photo?.bytes ?? 0, confirmed: photo?.confirmed ?? 0, takenAt: line.at, storedAt: null, code: line.code ?? photo?.code ?? null, answers: line.subject,
      };
    });
}

/** The conversation: what the server has, then what lies here. */
function threadOf(local: LocalCase, me: string): ThreadLine[] {
  const server = (local.consult?.thread ?? []).map((message): ThreadLine => ({
    id: message.id, at: message.at, by: message.by.name, mine: message.mine, text: message.text, state: 'stored', code: null,
  }));
  const known = new Set(server.map((line) => line.id));
  const here = local.outbox
    .filter((line) => line.kind === 'message' && line.subject !== null && !known.has(line.subject))
    .map((line): ThreadLine => ({ id: line.subject!, at: line.at, by: me, mine: true, text: line.text ?? '', state: line.state, code: line.code }));
  return [...server, ...here];
}

/** The banner over the list: what waits to go, and why. */
export function waitingOf(cases: readonly LocalCase[], link: Link, flight: Flight): Waiting {
  const lines = cases.flatMap((local) => local.outbox).filter((line) => line.state === 'waiting' && line.kind !== 'original'); // nobody waits for those
  return {
    cases: new Set(lines.map((line) => line.consult)).size,
    requests: lines.length,
    bytes: lines.reduce((sum, line) => sum + line.bytes - line.confirmed, 0),
    why: lines.length === 0 ? null : savedWhy({ link, flight }),
    retryAt: flight.kind === 'waiting' ? flight.retryAt : null,
  };
}

