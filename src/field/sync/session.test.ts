import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import { refusal, TestServer } from '../test/server';
import { TabLock } from './lock';
import { Session, Unreachable } from './session';

let server: TestServer;
let device: DeviceStore;
let host: string;
let clock: number;
const make = () => new Session(device, new TabLock(device, undefined), host, () => clock);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new TestServer();
  host = await server.start();
  device = await DeviceStore.open(new Newsroom());
  clock = Date.now();
});
afterEach(async () => {
  device.close();
  await server.stop();
});

const refreshes = () => server.paths().filter((p) => p === 'POST /api/auth/refresh').length;

describe('signing in', () => {
  test('names the person and the phone, and keeps the tokens', async () => {
    const result = await make().signIn('community.worker', 'secret', 'Chrome, Android');
    expect(result).toMatchObject({ ok: true, session: { user: { name: 'Amina' }, accessToken: 'access-1' } });
    expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({
      email: 'community.worker', password: 'secret', deviceName: 'Chrome, Android', deviceId: await device.deviceId(),
    });
    expect(await make().bearer()).toBe('access-1');
  });

  test.each([['auth.wrong', 401], ['auth.locked', 401], ['auth.device-revoked', 401]])('a refusal keeps its code: %s', async (code, status) => {
    server.door = () => refusal(status, code);
    expect(await make().signIn('a', 'b', 'x')).toMatchObject({ ok: false, problem: { code } });
    expect(await device.session()).toBeNull();
  });

  test('without network it says so', async () => {
    await server.stop();
    expect(await make().signIn('a', 'b', 'x')).toMatchObject({ ok: false, problem: { code: 'auth.offline' } });
    host = await (server = new TestServer()).start();
  });
});

describe('tokens', () => {
  test('are renewed before they end, once for many callers', async () => {
    const session = make();
    await session.signIn('a', 'b', 'x');
    clock += 3_600_000 - 30_000;
    const tokens = await Promise.all([session.bearer(), session.bearer(), make().bearer()]);
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(refreshes()).toBe(1);
  });

  test('a 401 renews once and repeats the request with the same body', async () => {
    const session = make();
    await session.signIn('a', 'b', 'x');
    server.access = 'access-other';
    const response = await session.request('/api/consults/1/messages', { method: 'POST', body: 'same' });
    expect(response?.status).toBe(200);
    expect(server.seen.filter((s) => s.path.endsWith('/messages')).map((s) => s.body.toString())).toEqual(['same', 'same']);
  });

  test('an ended sign-in asks for the password again and forgets nothing', async () => {
    const session = make();
    await session.signIn('a', 'b', 'x');
    server.access = 'gone';
    server.refresh = 'gone';
    expect(await session.request('/api/sync')).toBeNull();
    expect(await device.session()).toMatchObject({ expired: true, user: { name: 'Amina' } });
    expect(await session.bearer()).toBeNull();
    expect(refreshes()).toBe(1); // no storm against a server that has said no
    await session.signIn('a', 'b', 'x');
    expect(await session.bearer()).toBe('gone');
  });

  test('that end while there is no network are no ended sign-in', async () => {
    const session = make();
    await session.signIn('a', 'b', 'x');
    clock += 7_200_000;
    const port = Number(new URL(host).port);
    await server.stop();
    await expect(session.bearer()).rejects.toThrow(Unreachable);
    expect(await device.session()).toMatchObject({ expired: false });
    server = new TestServer();
    await server.start(port);
    expect(await session.bearer()).toBe('access-2');
  });

  test('signing out tells the server, and works without it', async () => {
    const session = make();
    await session.signIn('a', 'b', 'x');
    await session.signOut();
    expect(await device.session()).toBeNull();
    expect(server.paths()).toContain('POST /api/auth/logout');
    expect(await session.bearer()).toBeNull();
  });
});
