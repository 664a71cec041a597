import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHash } from 'node:crypto';
import { bytes, derm } from '../test/fixtures';
import { page, refusal, TestServer } from '../test/server';
import type { CaseView, Field } from './api';
import { createField } from './field';

// tus-js-client reads Blobs in a browser only; its own tests drive it with Buffers. Here the small sender takes its place.
vi.mock('../upload/tus', () => { throw new Error('not here'); });
vi.mock('@microsoft/signalr', () => { throw new Error('not here'); });

let server: TestServer;
let host: string;
let field: Field;

const prepare = async (file: Blob) => {
  const content = new Uint8Array(await file.arrayBuffer());
  if (content.length === 0) throw Object.assign(new Error(), { code: 'photo.empty' });
  return { bytes: content, width: 16, height: 8, preview: 'AAAA', sha256: createHash('sha256').update(content).digest('hex') };
};
const make = async () => {
  const made = createField({ host, prepare });
  await made.open();
  return made;
};
const until = (check: () => boolean) => vi.waitFor(() => { if (!check()) throw new Error('not yet'); }, { timeout: 5000, interval: 10 });
const only = (of: Field = field): CaseView => of.cases.value[0]!;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new TestServer();
  host = await server.start();
  field = await make();
});
afterEach(async () => {
  await field.signOut();
  await server.stop();
});

/** What a health worker does, up to the point before Send. */
async function filled(urgency: 'routine' | 'emergency' = 'routine') {
  let draft = await field.newDraft(derm, null);
  draft = await field.changeDraft(draft.id, (d) => ({
    ...d, urgency, answers: { question: { values: [{ valueString: 'Harmless?' }] } }, consent: { ...d.consent, share: true },
    patient: { ...d.patient, initials: 'J.K.', age: { value: 58, unit: 'a' }, sex: 'male' },
  }));
  expect(await field.addPhoto(draft.id, 'close', new Blob([bytes(5000)]))).toMatchObject({ ok: true });
  return field.changeDraft(draft.id, (d) => d);
}

describe('from the first tap to stored', () => {
  test('a case is written, checked, sent and stored', async () => {
    expect(field.session.value.kind).toBe('out');
    expect(await field.signIn('community.worker', 'x')).toEqual({ ok: true });
    const draft = await filled();
    expect(only()).toMatchObject({ group: 'todo', state: { kind: 'draft' }, question: 'Harmless?' });
    const review = await field.review(draft);
    expect(review).toMatchObject({ problems: [], urgency: { urgency: 'routine' }, photos: [{ slot: 'close', bytes: 5000 }] });

    expect(await field.send(draft)).toEqual({ ok: true });
    await until(() => field.waiting.value.requests === 0 && server.uploads.size === 1);
    await until(() => only().state.kind === 'complete');
    expect(only()).toMatchObject({ number: 7, group: 'way' });
    expect(server.paths().filter((p) => /api\/(consults|uploads)/.test(p))).toEqual([`PUT /api/consults/${draft.id}`, 'POST /api/uploads']);
    expect(await field.send(draft)).toEqual({ ok: true }); // pressed twice
  });

  test('what is missing is named and nothing is sent', async () => {
    await field.signIn('a', 'x');
    const draft = await field.newDraft(derm, null);
    const sent = await field.send(draft);
    expect(sent.ok).toBe(false);
    const kinds = sent.ok ? [] : sent.problems.map((p) => (p.kind === 'patient' ? p.field : p.kind));
    expect(kinds).toEqual(['form', 'initials', 'age', 'sex', 'consent', 'urgency']);
    expect(field.waiting.value.requests).toBe(0);
  });

  test('a photo that cannot be taken says why and costs nothing that was there', async () => {
    await field.signIn('a', 'x');
    const draft = await filled();
    expect(await field.addPhoto(draft.id, 'close', new Blob([]))).toEqual({ ok: false, code: 'photo.empty' });
    expect(await field.addPhoto(draft.id, 'nowhere', new Blob([bytes(1)]))).toEqual({ ok: false, code: 'photo.wrong-slot' });
    expect(only().photos).toMatchObject([{ slot: 'close', where: 'phone', bytes: 5000 }]);
    await field.notTaken(draft.id, 'close', { code: 'other', reason: 'patient moves' });
    await field.addPhoto(draft.id, 'close', new Blob([bytes(7)]));
    expect(only().case.draft).toMatchObject({ notTaken: [], photos: [{ bytes: 7 }] });
  });
});

describe('when things go wrong', () => {
  test('without the server it is kept, survives a restart of the app, and goes by itself', async () => {
    await field.signIn('a', 'x');
    const draft = await filled();
    const port = Number(new URL(host).port);
    await server.stop();
    await field.send(draft);
    await until(() => field.link.value.reachable === false);
    expect(only().state).toMatchObject({ kind: 'saved', why: 'unreachable' });
    expect(field.waiting.value).toMatchObject({ cases: 1, requests: 2, why: 'unreachable' });

    const restarted = await make();
    await until(() => restarted.cases.value.length === 1);
    server = new TestServer();
    await server.start(port);
    await restarted.tryNow();
    await until(() => only(restarted).state.kind === 'complete');
    await until(() => only().state.kind === 'complete'); // the other tab hears of it
    await restarted.signOut();
  });

  test('a refused case says why, can be mended and sent again', async () => {
    await field.signIn('a', 'x');
    const draft = await filled();
    server.door = (seen) => (seen.method === 'PUT' ? refusal(422, 'answers.invalid', { linkId: 'fever' }) : undefined);
    await field.send(draft);
    await until(() => only().state.kind === 'needsYou');
    expect(only().state).toMatchObject({ need: { kind: 'refused', code: 'answers.invalid', arguments: { linkId: 'fever' } } });
    expect(server.uploads.size).toBe(0);

    const mended = await field.mend(draft.id);
    expect(mended.photos).toHaveLength(1);
    server.door = () => undefined;
    await field.send(mended);
    await until(() => only().state.kind === 'complete');
  });

  test('a sign-in that ended keeps everything and sends it after the password', async () => {
    await field.signIn('a', 'x');
    const draft = await filled();
    server.access = server.refresh = 'gone';
    await field.send(draft);
    await until(() => field.session.value.kind === 'in' && field.session.value.expired);
    await until(() => only().state.kind === 'saved');
    expect(only().state).toMatchObject({ why: 'signed-out' });
    expect(await field.signIn('a', 'x')).toEqual({ ok: true });
    await until(() => only().state.kind === 'complete');
  });

  test('another user sees nothing of it; the first finds it again', async () => {
    await field.signIn('a', 'x');
    await filled();
    await field.signOut();
    expect(field.cases.value).toEqual([]);
    expect(field.knownUsers.value).toMatchObject([{ name: 'Amina', waiting: 0 }]);
    Object.assign(server.me, { id: 'user-2', name: 'Peter' });
    await field.signIn('peter', 'x');
    expect(field.cases.value).toEqual([]);
    await field.signOut();
    Object.assign(server.me, { id: 'user-1', name: 'Amina' });
    await field.signIn('a', 'x');
    await until(() => field.cases.value.length === 1);
  });
});

describe('after it is stored', () => {
  const holder = { id: 'o', name: 'Dr Okello' };
  const consult = (id: string, over: object) => ({
    id, number: 7, version: 1, contentVersion: 1, state: 'claimed', urgency: 'routine', template: derm, service: null, question: '?', answers: null,
    patient: { id: 'p', initials: 'J.K.', age: { value: 58, unit: 'a' }, sex: 'male' }, sentAt: null, receivedAt: '2026-11-20T10:00:00Z', seenAt: null,
    claimedAt: '2026-11-20T10:05:00Z', advisedAt: null, readAt: null, closedAt: null, holder, nextStep: { kind: 'none', due: null, who: null, overdue: false },
    photos: [{ id: 'x', slot: 'close', laterality: 'none', state: 'stored', width: 1, height: 1, takenAt: null, storedAt: null, refusalCode: null, answers: null }],
    photosExpected: 1, photosStored: 1, thread: [], requests: [], advice: [], timeline: [], isMine: true, ...over,
  });
  const tell = async (over: object) => {
    server.door = (seen) => (seen.path.startsWith('/api/sync') ? { status: 200, body: page({ cursor: `c${Math.random()}`, consults: [consult('c', over)] }) } : undefined);
    await field.tryNow();
  };

  test('messages, answers, retakes, reading, marks and closing go to their doors, once each', async () => {
    await field.signIn('a', 'x');
    await tell({ state: 'needsRequester', requests: [
      { id: 'r1', at: '', by: holder, slot: null, text: 'Since when?', givenAt: null, dropped: false, answer: null },
      { id: 'r2', at: '', by: holder, slot: 'close', text: 'Sharper', givenAt: null, dropped: false, answer: null }] });
    await until(() => only()?.state.kind === 'needsYou');
    await field.postMessage('c', 'Thank you');
    expect(only().thread).toMatchObject([{ text: 'Thank you', mine: true }]);
    await field.answerRequest('c', 'r1', 'Since May');
    expect(only().state).toMatchObject({ need: { kind: 'photo', slot: 'close' } });
    expect(await field.retakePhoto('c', 'r2', new Blob([bytes(900)]))).toMatchObject({ ok: true });
    await until(() => server.uploads.size === 1);
    await tell({ state: 'answered', advice: [{ id: 'a1', at: '2026-11-20T11:00:00Z', by: holder, actions: [{}, {}], marks: [], disposition: 'manageLocally', review: null, readAt: null }] });
    await until(() => only().state.kind === 'answered');
    await field.markRead('c', 'a1');
    await field.markAction('c', 'a1', 0, 'done');
    expect(only().state).toMatchObject({ kind: 'read', done: 1, of: 2 });
    await field.reportReply('c', 'a1', 'Not kind', true);
    expect(only().thread.some((line) => line.text === 'Not kind')).toBe(false);
    await field.closeCase('c', { outcome: 'new', referral: 'avoided', value: 5, feltRespected: true });
    expect(only().state.kind).toBe('closed');
    await until(() => field.waiting.value.requests === 0);
    const doors = server.paths().filter((p) => p.includes('/api/consults/c')).map((p) => p.replace(/photos\/.*/, 'photos/…'));
    expect(doors).toEqual([
      'POST /api/consults/c/messages', 'POST /api/consults/c/requests/r1/answer', 'PUT /api/consults/c/photos/…',
      'POST /api/consults/c/advice/a1/read', 'PUT /api/consults/c/advice/a1/actions/0', 'POST /api/consults/c/advice/a1/report', 'POST /api/consults/c/close',
    ]);
    const keys = server.seen.filter((s) => s.path.includes('/api/consults/c')).map((s) => s.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(7);
  });

  test('a refused message can be given up; the case itself cannot', async () => {
    await field.signIn('a', 'x');
    await tell({});
    await until(() => field.cases.value.length === 1);
    const door = server.door;
    server.door = (seen) => (seen.path.endsWith('/messages') ? refusal(409, 'consult.closed') : door(seen));
    await field.postMessage('c', 'late');
    await until(() => only().state.kind === 'needsYou');
    const { state } = only();
    if (state.kind !== 'needsYou' || state.need.kind !== 'refused') throw new Error('expected a refusal');
    await field.giveUp(state.need.key);
    expect(only().state.kind).toBe('claimed');
  });

  test('half-written words are kept until they are sent', async () => {
    await field.signIn('a', 'x');
    await field.keepText('message:c', 'half a sen');
    expect(await (await make()).keptText('message:c')).toBe('half a sen');
    await field.keepText('message:c', '');
    expect(await field.keptText('message:c')).toBe('');
  });

  test('the phone tells how wrong its clock is and how old its news are', async () => {
    await field.signIn('a', 'x');
    server.door = (seen) => (seen.path.startsWith('/api/sync') ? { status: 200, body: page({ serverTime: new Date(Date.now() - 10_800_000).toISOString() }) } : undefined);
    await field.tryNow();
    await until(() => field.link.value.clockOffset < -10_000_000);
    expect(field.link.value.lastHeard).not.toBeNull();
  });
});
