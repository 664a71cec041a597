import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Draft, Flight } from '../shared/model';
import { newId } from '../shared/ids';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import type { OutboxEntry } from '../store/schema';
import { UserStore } from '../store/user';
import { bytes, draft, photo, template } from '../test/fixtures';
import type { Answer } from '../upload/answer';
import { caseEntries, messageEntry, submissionOf } from './compose';
import { TabLock } from './lock';
import { Outbox } from './outbox';
import { sender } from './send';
import type { Session } from './session';

const stored: Answer = { kind: 'stored', receipt: {} };
const at = '2026-11-20T10:00:00Z';

let store: UserStore;
let lock: TabLock;
let sent: string[];
let flights: Flight[];
let clock: number;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const news = new Newsroom();
  store = await UserStore.open('u', news);
  lock = new TabLock(await DeviceStore.open(news), undefined, () => clock); // as in a browser without Web Locks
  sent = [];
  flights = [];
  clock = 1_000_000;
});

const outbox = (answer: (entry: OutboxEntry, signal: AbortSignal) => Answer | Promise<Answer>, over: { online?: () => boolean; roomy?: () => boolean; lock?: TabLock } = {}) => new Outbox({
  ...(over.roomy && { roomy: over.roomy }),
  store, lock: over.lock ?? lock, online: over.online ?? (() => true), fly: (flight) => flights.push(flight), now: () => clock, random: () => 1,
  send: async (entry, signal) => {
    sent.push(`${entry.kind} ${entry.consult.slice(-4)}`);
    return answer(entry, signal);
  },
});

async function seal(over: Partial<Draft> = {}): Promise<Draft> {
  const one = draft(over);
  const submission = submissionOf(one, await template(), at);
  await store.seal({ id: one.id, sealedAt: at, submission, draft: one, storedAt: null, number: null, nextStep: null }, caseEntries(one.id, submission));
  return one;
}
const tail = (one: Draft) => one.id.slice(-4);

describe('a flight', () => {
  test('sends all in order and lands', async () => {
    const a = await seal({ photos: [photo('close', bytes(5))] });
    expect(await outbox(() => stored).flush()).toEqual({ kind: 'landed', stored: 2, setAside: 0, retryAt: null });
    expect(sent).toEqual([`submission ${tail(a)}`, `photo ${tail(a)}`]);
    expect(flights.at(-1)).toEqual({ kind: 'idle' });
    expect(await outbox(() => stored).flush()).toMatchObject({ stored: 0 });
  });

  test('a refused case is set aside with its photos, and others go on', async () => {
    const a = await seal({ photos: [photo('close', bytes(5))] });
    const b = await seal();
    const landing = await outbox((e) => (e.consult === a.id ? { kind: 'refused', code: 'consent.required', arguments: {} } : stored)).flush();
    expect(landing).toMatchObject({ stored: 1, setAside: 1 });
    expect(sent).toEqual([`submission ${tail(a)}`, `submission ${tail(b)}`]);
    expect(await store.outbox.get(a.id)).toMatchObject({ state: 'refused', code: 'consent.required' });
  });

  test('offline or signed out, nothing is sent and nothing is lost', async () => {
    await seal();
    expect(await outbox(() => stored, { online: () => false }).flush()).toMatchObject({ kind: 'waiting', reason: 'offline' });
    expect(sent).toEqual([]);
    expect(await outbox(() => ({ kind: 'signed-out' })).flush()).toMatchObject({ kind: 'waiting', reason: 'signed-out' });
    expect(await outbox(() => stored).flush()).toMatchObject({ stored: 1 });
  });

  test('a sick request steps back and does not hold up the others', async () => {
    const a = await seal();
    const b = await seal();
    const landing = await outbox((e) => (e.consult === a.id ? { kind: 'later', reason: 'server-busy', whole: false, retryAfter: null } : stored)).flush();
    expect(sent).toEqual([`submission ${tail(a)}`, `submission ${tail(b)}`]);
    expect(landing).toEqual({ kind: 'landed', stored: 1, setAside: 0, retryAt: clock + 2_000 });
    clock += 2_000;
    expect(await outbox(() => stored).flush()).toMatchObject({ stored: 1 });
  });

  test('a busy server stops all for as long as it says; without a word the pauses grow', async () => {
    await seal();
    let answer: Answer = { kind: 'later', reason: 'server-busy', whole: true, retryAfter: 7_000 };
    const box = outbox(() => answer);
    expect(await box.flush()).toEqual({ kind: 'waiting', reason: 'server-busy', retryAt: clock + 7_000 });
    answer = { kind: 'later', reason: 'unreachable', whole: true, retryAfter: null };
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      const landing = await box.flush();
      pauses.push(landing.kind === 'waiting' ? landing.retryAt! - clock : -1);
    }
    expect(pauses).toEqual([4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
  });

  test('"try now" counts no pause', async () => {
    const a = await seal();
    await store.outbox.postpone(a.id, clock + 1_000_000);
    const box = outbox(() => stored);
    expect(await box.flush()).toMatchObject({ stored: 0 });
    expect(await box.hurry()).toMatchObject({ stored: 1 });
  });

  test('what is written while it flies goes in the same flight', async () => {
    const a = await seal();
    let late: Draft | undefined;
    await outbox(async (e) => {
      if (e.consult === a.id) late = await seal();
      return stored;
    }).flush();
    expect(sent).toEqual([`submission ${tail(a)}`, `submission ${tail(late!)}`]);
  });
});

describe('grading copies and their originals', () => {
  const withOriginal = (slot: string) => ({ ...photo(slot, bytes(5)), original: { id: newId(), bytes: 9, sha256: 'f'.repeat(64) } });

  test('all copies go first, also those of a later case; an original goes only after its own copy', async () => {
    const [a, b] = [await seal({ photos: [withOriginal('close'), withOriginal('overview')] }), await seal({ photos: [withOriginal('close')] })];
    await outbox(() => stored).flush();
    expect(sent).toEqual([
      `submission ${tail(a)}`, `submission ${tail(b)}`, `photo ${tail(a)}`, `photo ${tail(a)}`, `photo ${tail(b)}`,
      `original ${tail(a)}`, `original ${tail(a)}`, `original ${tail(b)}`,
    ]);
  });

  test('on a poor network originals wait without holding anything up, and go when it is good', async () => {
    const a = await seal({ photos: [withOriginal('close')] });
    let roomy = false;
    const box = outbox(() => stored, { roomy: () => roomy });
    expect(await box.flush()).toMatchObject({ kind: 'landed', stored: 2 });
    expect(await store.sweep(clock + 30 * 86_400_000)).toBe(2); // what was stored may go after its days; what waits stays, however long
    roomy = true;
    expect(await box.flush()).toMatchObject({ kind: 'landed', stored: 1 });
    expect(sent.at(-1)).toBe(`original ${tail(a)}`);
  });

  test('a copy that the server does not take leaves its original here', async () => {
    await seal({ photos: [withOriginal('close')] });
    await outbox((entry) => (entry.kind === 'photo' ? { kind: 'refused', code: 'photo.damaged', arguments: {} } : stored)).flush();
    expect(sent.some((line) => line.startsWith('original'))).toBe(false);
  });

  test('a photo stops an original that is on its way', async () => {
    const a = await seal({ photos: [withOriginal('close')] });
    let b: Draft | undefined;
    const box: Outbox = outbox(async (entry, signal) => {
      if (entry.kind !== 'original' || b) return stored;
      b = await seal({ photos: [photo('close', bytes(7))] });
      await store.outbox.markStored(b.id, at, {});
      void box.flush();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { kind: 'interrupted' };
    });
    await box.flush();
    expect(sent.slice(2)).toEqual([`original ${tail(a)}`, `photo ${tail(b!)}`, `original ${tail(a)}`]);
  });
});

describe('one at a time', () => {
  test('two callers of one tab share a flight; two tabs never fly together', async () => {
    await seal();
    let flying = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++flying);
      await new Promise((resolve) => setTimeout(resolve, 20));
      flying--;
      return stored;
    };
    const box = outbox(slow);
    const other = outbox(slow, { lock: new TabLock(await DeviceStore.open(new Newsroom()), undefined, () => clock) });
    const landings = await Promise.all([box.flush(), box.flush(), other.flush()]);
    expect(most).toBe(1);
    expect(sent).toHaveLength(1);
    expect(landings.map((l) => l.kind).sort()).toEqual(['elsewhere', 'landed', 'landed']);
  });

  test('an emergency overtakes a photo that is on its way, which then goes on where it was', async () => {
    const a = await seal({ photos: [photo('close', bytes(5))] });
    let e: Draft | undefined;
    const box: Outbox = outbox(async (entry, signal) => {
      if (entry.kind !== 'photo' || e) return stored;
      e = await seal({ urgency: 'emergency' });
      void box.flush();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { kind: 'interrupted' };
    });
    await box.flush();
    expect(sent).toEqual([`submission ${tail(a)}`, `photo ${tail(a)}`, `submission ${tail(e!)}`, `photo ${tail(a)}`]);
    expect((await store.outbox.get(a.photos[0]!.id))?.attempts).toBe(1);
  });

  test('a crash between sending and writing down sends the same bytes again', async () => {
    const a = await seal();
    await store.outbox.add(messageEntry({ consult: a.id, at, emergency: false }, 'hello', 'en'));
    const seen: { key: unknown; body: string }[] = [];
    const look = (e: OutboxEntry) => seen.push({ key: e.headers['Idempotency-Key'], body: new TextDecoder().decode(e.body!) });
    await store.outbox.markStored(a.id, at, {});
    await expect(outbox((e) => { look(e); throw new Error('the phone died'); }).flush()).rejects.toThrow();
    await outbox((e) => { look(e); return stored; }).flush();
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]!.key).toBeDefined();
  });

  test('a browser that was closed in the middle of a photo asks where to go on, instead of sending it from the beginning', async () => {
    const one = draft({ photos: [] });
    await store.keepDraft(one);
    const taken = photo('close', bytes(5));
    const a = await store.addPhoto(one.id, [{ id: taken.id, bytes: bytes(5) }], (now) => ({ ...now, photos: [taken] }));
    const submission = submissionOf(a, await template(), at);
    await store.seal({ id: a.id, sealedAt: at, submission, draft: a, storedAt: null, number: null, nextStep: null }, caseEntries(a.id, submission));
    await store.outbox.markStored(a.id, at, {});
    const session = { bearer: () => Promise.resolve('token') } as unknown as Session;
    const begun: boolean[] = [];
    const closed = sender(store, session, (upload) => { begun.push(upload.begun); return Promise.reject(new Error('closed')); });
    await expect(outbox(closed).flush()).rejects.toThrow('closed');
    await outbox(sender(store, session, (upload) => { begun.push(upload.begun); return Promise.resolve(stored); })).flush();
    expect(begun).toEqual([false, true]);
  });
});
