import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { caseEntries, messageEntry, submissionOf } from '../sync/compose';
import { bytes, draft, photo, template } from '../test/fixtures';
import { page } from '../test/server';
import type { Consult, Draft, SyncPage } from '../shared/model';
import { DeviceStore } from './device';
import { newId } from '../shared/ids';
import { Newsroom } from './news';
import type { StoredSession } from './schema';
import { UserStore } from './user';

const news = new Newsroom();
const at = '2026-11-20T10:00:00Z';

beforeEach(() => { globalThis.indexedDB = new IDBFactory(); });

async function sealed(store: UserStore, over: Partial<Draft> = {}) {
  const one = draft({ photos: [photo('close', bytes(10))], ...over });
  for (const p of one.photos) await store.addPhoto((await keep(store, one)).id, [{ id: p.id, bytes: bytes(10) }], (d) => d);
  await keep(store, one);
  const submission = submissionOf(one, await template(), at);
  await store.seal({ id: one.id, sealedAt: at, submission, draft: one, storedAt: null, number: null, nextStep: null }, caseEntries(one.id, submission));
  return one;
}
const keep = async (store: UserStore, one: Draft) => { await store.keepDraft(one); return one; };
const order = async (store: UserStore) => {
  const keys: string[] = [];
  for (let next = await store.outbox.next(0); next; next = await store.outbox.next(0)) {
    keys.push(`${next.kind} ${next.consult.slice(-4)}`);
    await store.outbox.markStored(next.key, at, { receivedAt: at, number: 1 });
  }
  return keys;
};

describe('drafts', () => {
  test('a draft and its photos survive a crash', async () => {
    const one = draft();
    let store = await UserStore.open('u', news);
    await store.keepDraft(one);
    const p = photo('close', bytes(100));
    await store.addPhoto(one.id, [{ id: p.id, bytes: bytes(100) }], (d) => ({ ...d, photos: [p] }));
    store.close();
    store = await UserStore.open('u', news);
    expect((await store.draft(one.id))?.photos).toEqual([p]);
    expect(await store.photoBytes(p.id)).toEqual(bytes(100));
  });

  test('two changes at once lose neither', async () => {
    const store = await UserStore.open('u', news);
    const one = await keep(store, draft());
    await Promise.all([
      store.changeDraft(one.id, (d) => ({ ...d, step: 'photos' })),
      store.changeDraft(one.id, (d) => ({ ...d, urgency: 'soon' })),
    ]);
    expect(await store.draft(one.id)).toMatchObject({ step: 'photos', urgency: 'soon' });
  });

  test('a photo taken again replaces the bytes of the old one', async () => {
    const store = await UserStore.open('u', news);
    const one = await keep(store, draft());
    const [first, second] = [photo('close', bytes(10)), photo('close', bytes(20))];
    await store.addPhoto(one.id, [{ id: first.id, bytes: bytes(10) }], (d) => ({ ...d, photos: [first] }));
    await store.addPhoto(one.id, [{ id: second.id, bytes: bytes(20) }], (d) => ({ ...d, photos: [second] }));
    expect(await store.photoBytes(first.id)).toBeNull();
    await store.dropDraft(one.id);
    expect(await store.photoBytes(second.id)).toBeNull();
  });
});

test('the bytes of an original go with its photo, wherever that goes', async () => {
  const store = await UserStore.open('u', news);
  const one = await keep(store, draft());
  const [p, q] = ['close', 'overview'].map((slot) => ({ ...photo(slot, bytes(10)), original: { id: newId(), bytes: 20, sha256: 'f'.repeat(64) } })) as [ReturnType<typeof photo>, ReturnType<typeof photo>];
  const both = (own: typeof p) => [{ id: own.id, bytes: bytes(10) }, { id: own.original!.id, bytes: bytes(20) }];
  await store.addPhoto(one.id, both(p), (d) => ({ ...d, photos: [p] }));
  await store.addPhoto(one.id, both(q), (d) => ({ ...d, photos: [...d.photos, q] }));
  expect(await store.photoBytes(p.original!.id)).toEqual(bytes(20));
  await store.removePhoto(one.id, p.id);
  expect(await store.photoBytes(p.original!.id)).toBeNull();
  await store.dropDraft(one.id);
  expect(await store.photoBytes(q.original!.id)).toBeNull();
});

describe('two users on one phone', () => {
  test('see nothing of each other, and signing out keeps unsent work', async () => {
    const [a, b] = [await UserStore.open('a', news), await UserStore.open('b', news)];
    await sealed(a);
    expect(await b.cases()).toEqual([]);
    a.close();
    const again = await UserStore.open('a', news);
    expect((await again.cases())[0]?.outbox).toHaveLength(2);
  });
});

describe('the outbox', () => {
  test('emergencies go first, then words, then photos, each in the order of writing', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    const b = await sealed(store);
    await store.outbox.add(messageEntry({ consult: a.id, at, emergency: false }, 'more', 'en'));
    const e = await sealed(store, { urgency: 'emergency' });
    const [A, B, E] = [a, b, e].map((d) => d.id.slice(-4));
    expect(await order(store)).toEqual([`submission ${E}`, `photo ${E}`, `submission ${A}`, `submission ${B}`, `message ${A}`, `photo ${A}`, `photo ${B}`]);
  });

  test('what hangs on a refused submission waits with it, and other cases go on', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    const b = await sealed(store);
    await store.outbox.setAside(a.id, 'consent.required', {});
    expect(await order(store)).toEqual([`submission ${b.id.slice(-4)}`, `photo ${b.id.slice(-4)}`]);
    await store.outbox.again(a.id);
    expect(await order(store)).toEqual([`submission ${a.id.slice(-4)}`, `photo ${a.id.slice(-4)}`]);
  });

  test('a refused case becomes a draft again, with its photos', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    await store.outbox.setAside(a.id, 'consent.required', {});
    expect(await store.unseal(a.id)).toEqual(a);
    expect((await store.cases())[0]).toMatchObject({ draft: { id: a.id }, sealed: null, outbox: [] });
    expect(await store.photoBytes(a.photos[0]!.id)).not.toBeNull();
  });

  test('a stored case is never turned back', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    await store.outbox.markStored(a.id, at, { receivedAt: at, number: 7, nextStep: null });
    await expect(store.unseal(a.id)).rejects.toThrow();
    expect((await store.cases())[0]?.sealed).toMatchObject({ storedAt: at, number: 7 });
  });

  test('copies of what was acknowledged stay 7 days, the rest for ever', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    const b = await sealed(store);
    for (const key of [a.id, a.photos[0]!.id]) await store.outbox.markStored(key, at, {});
    const day = 86_400_000;
    await store.sweep(Date.parse(at) + 7 * day);
    expect(await store.photoBytes(a.photos[0]!.id)).not.toBeNull();
    await store.sweep(Date.parse(at) + 7 * day + 1);
    expect(await store.photoBytes(a.photos[0]!.id)).toBeNull();
    await store.sweep(Date.parse(at) + 1000 * day);
    expect((await store.cases()).map((c) => c.id)).toEqual([b.id]);
    expect(await store.photoBytes(b.photos[0]!.id)).not.toBeNull();
  });

  test('the bytes of a request are those that were written', async () => {
    const store = await UserStore.open('u', news);
    const a = await sealed(store);
    const first = (await store.outbox.get(a.id))!;
    expect(JSON.parse(new TextDecoder().decode(first.body!))).toMatchObject({ patient: { initials: 'J.K.' }, consent: { share: true } });
    await store.outbox.postpone(a.id, 5);
    await store.outbox.setAside(a.id, 'x', {});
    await store.outbox.again(a.id);
    expect((await store.outbox.get(a.id))!.body).toEqual(first.body);
  });
});

describe('news from the server', () => {
  const consult = (id: string, over: Partial<Consult> = {}) => ({ id, thread: [], requests: [], advice: [], photos: [], ...over }) as unknown as Consult;
  const told = (over: object) => page(over) as unknown as SyncPage;

  test('a photo that the server has lost goes once more, as long as its copy is here', async () => {
    const store = await UserStore.open('u', news);
    const one = await sealed(store);
    const [taken] = one.photos;
    await order(store); // all of it is stored
    const lost = consult(one.id, { photos: [{ id: taken!.id, slot: 'close', state: 'arriving', lostAt: at }] as unknown as Consult['photos'] });

    await store.applyPage(told({ consults: [lost] }), { cursor: 'c1', replace: null });

    expect(await order(store)).toEqual([`photo ${one.id.slice(-4)}`]);
    await store.sweep(Date.parse(at) + 8 * 86_400_000);
    await store.applyPage(told({ consults: [lost] }), { cursor: 'c2', replace: null });
    expect(await order(store)).toEqual([]); // the copy is gone: the worker is asked to take it again
  });

  test('a page and its cursor come together', async () => {
    const store = await UserStore.open('u', news);
    await store.applyPage(told({ consults: [consult('x')], cursor: 'c7' }), { cursor: 'c7', replace: null });
    expect(await store.cursor()).toBe('c7');
    await store.applyPage(told({ removed: ['x'] }), { cursor: 'c8', replace: null });
    expect(await store.cases()).toEqual([]);
  });

  test('a snapshot replaces what came from the server and touches nothing of this phone', async () => {
    const store = await UserStore.open('u', news);
    const mine = await sealed(store);
    await store.applyPage(told({ consults: [consult('old'), consult('kept')] }), { cursor: 'a', replace: null });
    await store.applyPage(told({ consults: [consult('new')] }), { cursor: 'b', replace: new Set(['new', 'kept']) });
    expect((await store.cases()).map((c) => c.id).sort()).toEqual([mine.id, 'kept', 'new'].sort());
  });

  test('nothing of an erased case stays on this phone, and its requester is told once', async () => {
    const store = await UserStore.open('u', news);
    const mine = await sealed(store);
    const other = await sealed(store);
    await store.outbox.add(messageEntry({ consult: mine.id, at, emergency: false }, 'SecretMessage', 'en'));
    await store.keepText(`message:${mine.id}`, 'SecretHalf');
    await store.applyPage(told({ consults: [consult(mine.id), consult(other.id)] }), { cursor: 'a', replace: null });
    const erased = { id: mine.id, number: 1042, at, reason: 'sentInError', wasOpen: true };
    await store.applyPage(told({ removed: [mine.id], erased: [erased], erasedPatients: ['p'] }), { cursor: 'b', replace: null });
    expect((await store.cases()).map((c) => c.id)).toEqual([other.id]);
    expect(await store.keptText(`message:${mine.id}`)).toBe('');
    expect(await store.erased()).toEqual([erased]);
    await store.erasedSeen(mine.id);
    expect(await store.erased()).toEqual([]);
    await store.applyPage(told({ erased: [erased] }), { cursor: 'c', replace: new Set([other.id]) });
    expect(await store.erased()).toEqual([]);
  });

  test('an acknowledged message is shown until the server’s own line is here', async () => {
    const store = await UserStore.open('u', news);
    await store.applyPage(told({ consults: [consult('x')] }), { cursor: 'a', replace: null });
    const message = messageEntry({ consult: 'x', at, emergency: false }, 'hello', 'en');
    await store.outbox.add(message);
    await store.outbox.markStored(message.key, at, { version: 2 });
    expect((await store.cases())[0]?.outbox.map((l) => l.text)).toEqual(['hello']);
    await store.applyPage(told({ consults: [consult('x', { thread: [{ id: message.subject! }] as unknown as Consult['thread'] })] }), { cursor: 'b', replace: null });
    expect((await store.cases())[0]?.outbox).toEqual([]);
  });
});

describe('the device', () => {
  const session = (over: Partial<StoredSession> = {}): StoredSession =>
    ({ user: { id: 'u', name: 'Amina', userName: 'amina' }, me: {} as StoredSession['me'], accessToken: 'a', refreshToken: 'r', expiresAt: 0, expired: false, ...over });

  test('originals wait for a good network until somebody chooses otherwise on this device', async () => {
    const device = await DeviceStore.open(news);
    expect(await device.originalsAnywhere()).toBe(false);
    await device.keepOriginalsAnywhere(true);
    expect(await (await DeviceStore.open(news)).originalsAnywhere()).toBe(true);
  });

  test('has one id, however often and by how many it is asked', async () => {
    const device = await DeviceStore.open(news);
    const ids = await Promise.all([device.deviceId(), device.deviceId(), device.deviceId()]);
    expect(new Set(ids).size).toBe(1);
    device.close();
    expect(await (await DeviceStore.open(news)).deviceId()).toBe(ids[0]);
  });

  test('a late answer does not bring back somebody who has signed out', async () => {
    const device = await DeviceStore.open(news);
    const before = session();
    await device.keepSession(before);
    await device.keepSession(null);
    expect(await device.changeSession(before, { accessToken: 'b' })).toBeNull();
    expect(await device.session()).toBeNull();
    expect((await device.users()).map((u) => u.name)).toEqual(['Amina']);
  });

  test('a lease is held by one and ends by itself', async () => {
    const device = await DeviceStore.open(news);
    expect(await device.lease('x', 'a', 100, 0)).toBe(true);
    expect(await device.lease('x', 'b', 200, 50)).toBe(false);
    expect(await device.lease('x', 'b', 200, 100)).toBe(true);
    await device.endLease('x', 'a');
    expect(await device.lease('x', 'a', 300, 150)).toBe(false);
  });
});

test('ids are UUIDv7 and sort by time', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newId(1_000) < newId(2_000)).toBe(true);
});
