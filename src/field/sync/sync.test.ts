import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import { UserStore } from '../store/user';
import { page, refusal, TestServer } from '../test/server';
import { TabLock } from './lock';
import { Session } from './session';
import { Sync } from './sync';

let server: TestServer;
let store: UserStore;
let sync: Sync;
let heard: string[];
const consult = (id: string) => ({ id });
const ids = async () => (await store.cases()).map((c) => c.id).sort();
const asked = () => server.paths().filter((p) => p.includes('/api/sync')).map((p) => p.replace('GET /api/sync?', '').replace('limit=200', '').replace(/&$/, ''));

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new TestServer();
  const host = await server.start();
  const news = new Newsroom();
  const device = await DeviceStore.open(news);
  const session = new Session(device, new TabLock(device, undefined), host);
  await session.signIn('a', 'b', 'x');
  store = await UserStore.open('u', news);
  heard = [];
  sync = new Sync(store, session, (time) => void heard.push(time));
});
afterEach(() => server.stop());

const answerSync = (answer: (after: string | null) => object) => {
  server.door = (seen) => {
    if (!seen.path.startsWith('/api/sync')) return undefined;
    const told = answer(new URL(seen.path, 'http://x').searchParams.get('after'));
    return 'status' in told ? (told as { status: number }) : { status: 200, body: told };
  };
};

describe('asking for news', () => {
  test('goes through all pages of the first snapshot, then only what is new', async () => {
    answerSync((after) => ({
      '': page({ cursor: 'a', more: true, snapshot: true, consults: [consult('1')] }),
      a: page({ cursor: 'b', consults: [consult('2')] }),
      b: page({ cursor: 'c', consults: [consult('3')], removed: ['1'] }),
    })[after ?? '']!);
    expect(await sync.run()).toEqual({ kind: 'current', cursor: 'b', changed: 2 });
    expect(await ids()).toEqual(['1', '2']);
    await sync.run();
    expect(await ids()).toEqual(['2', '3']);
    expect(asked()).toEqual(['', 'after=a', 'after=b']);
    expect(heard).toEqual(Array(3).fill('2026-11-20T10:00:00Z'));
  });

  test('the server is told once which advice has come here, again where its answer was lost, and an older server never', async () => {
    const advice = (over: object) => ({ id: 'a1', readAt: null, content: {}, by: { id: 'o', name: 'Dr Okello' }, sentAt: 'x', releasedAt: 'x', contentVersion: 1, marks: [], ...over });
    const mine = (id: string, over: object) => ({ id, isMine: true, advice: [advice(over)] });
    let lost = true;
    server.door = (seen) => {
      if (seen.path.endsWith('/delivered')) return lost ? refusal(503, 'store.busy') : { status: 200, body: {} };
      if (!seen.path.startsWith('/api/sync')) return undefined;
      return { status: 200, body: page({ cursor: 'a', consults: seen.path.includes('after') ? [] : [mine('c', { deliveredAt: null }), mine('old', { id: 'a2' }), { ...mine('theirs', { id: 'a3', deliveredAt: null }), isMine: false }] }) };
    };
    const told = () => server.paths().filter((path) => path.endsWith('/delivered'));
    expect((await sync.run()).kind).toBe('current'); // the news are here, whatever becomes of the receipt
    expect(new Set(told())).toEqual(new Set(['POST /api/consults/c/advice/a1/delivered']));
    lost = false;
    const before = told().length;
    await sync.run();
    await sync.run();
    expect(told().length - before).toBe(1);
  });

  test('a snapshot cut in the middle begins again and does not show half as whole', async () => {
    await store.applyPage(page({ consults: [consult('old')] }) as never, { cursor: null, replace: null });
    answerSync((after) => (after === null ? page({ cursor: 'a', more: true, consults: [consult('1')] }) : refusal(503, 'x')));
    expect((await sync.run()).kind).toBe('unreachable');
    expect(await store.cursor()).toBeNull();
    answerSync((after) => (after === null ? page({ cursor: 'a', more: true, consults: [consult('1')] }) : page({ cursor: 'b', consults: [consult('2')] })));
    await sync.run();
    expect(await ids()).toEqual(['1', '2']);
  });

  test('a cursor of another epoch leads to a new snapshot', async () => {
    answerSync(() => page({ cursor: 'old', consults: [consult('gone')] }));
    await sync.run();
    answerSync((after) => (after === null ? page({ cursor: 'new', snapshot: true, consults: [consult('1')] }) : refusal(410, 'cursor.stale')));
    expect(await sync.run()).toMatchObject({ kind: 'current', cursor: 'new' });
    expect(await ids()).toEqual(['1']);
  });

  test('a server that always says stale does not keep the phone busy', async () => {
    answerSync(() => refusal(410, 'cursor.stale'));
    expect((await sync.run()).kind).toBe('unreachable');
    expect(asked().length).toBeLessThan(5);
  });

  test('who calls while it runs gets one more round after it', async () => {
    let round = 0;
    answerSync(() => page({ cursor: `c${++round}` }));
    await Promise.all([sync.run(), sync.run(), sync.run()]);
    expect(round).toBe(2);
  });

  test('a page that is not ours is no news', async () => {
    server.door = (seen) => (seen.path.startsWith('/api/sync') ? { status: 200, raw: '<html>Welcome to our hotel', headers: { 'Content-Type': 'text/html' } } : undefined);
    expect((await sync.run()).kind).toBe('unreachable');
    expect(await store.cursor()).toBeNull();
  });

  test('an advice of the API is kept as the screens show it', async () => {
    answerSync(() => page({ consults: [{ id: '1', advice: [{
      id: 'a', sentAt: 's', releasedAt: 'r', readAt: null, by: { id: 'o', name: 'Dr Okello' }, contentVersion: 3, marks: [],
      content: { mostLikely: 'Eczema', confidence: 'probable', actions: [{ text: 'Wash' }], disposition: 'manageLocally' },
    }] }] }));
    await sync.run();
    expect((await store.consult('1'))?.advice[0]).toMatchObject({
      at: 'r', by: { name: 'Dr Okello' }, disposition: 'manageLocally', actions: [{ text: 'Wash' }], review: null,
      assessment: { mostLikely: 'Eczema', confidence: 'probable', differentials: [] },
    });
  });

  test('an ended sign-in is told as such', async () => {
    server.access = server.refresh = 'gone';
    expect(await sync.run()).toEqual({ kind: 'signed-out' });
  });
});
