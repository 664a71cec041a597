import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import { Pushes } from './push';
import type { Session } from './session';

const user = '0195d3a0-0000-7000-8000-000000000001';
const requests: { path: string; method: string; body: unknown }[] = [];
let endpoint: string | null;
let device: DeviceStore;
let reached: boolean;

const made = () => ({ endpoint, getKey: () => new Uint8Array([4, 5]).buffer, unsubscribe: async () => { endpoint = null; return true; } });

beforeEach(async () => {
  requests.length = 0;
  [endpoint, reached] = [null, true];
  const pushManager = {
    getSubscription: async () => (endpoint ? made() : null),
    subscribe: vi.fn(async () => { endpoint ??= 'https://push.example/1'; return made(); }),
  };
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' });
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => ({ active: {}, pushManager }) } });
  device = await DeviceStore.open(new Newsroom());
  await device.keepPush(user, null);
});

afterEach(() => {
  vi.unstubAllGlobals();
  device.close();
});

function pushes(now = () => 1_000): Pushes {
  const request = async (path: string, init: RequestInit = {}) => {
    if (!reached) throw new Error('offline');
    requests.push({ path, method: init.method ?? 'GET', body: init.body ? JSON.parse(String(init.body)) : null });
    return path.endsWith('/key') ? Response.json({ key: 'BKey' }) : new Response(null, { status: 200 });
  };
  return new Pushes(device, { request } as unknown as Session, '/field/', now);
}

it('tells the host where messages come to, once, and again after a sign-out', async () => {
  const one = pushes();
  await one.follow(user);
  expect(one.state.value).toBe('off');
  await one.turn(true);
  expect(one.state.value).toBe('on');
  expect(requests.at(-1)).toEqual({ path: '/api/push', method: 'PUT', body: { endpoint: 'https://push.example/1', p256dh: btoa('\u0004\u0005'), auth: btoa('\u0004\u0005') } });

  const told = requests.length;
  await pushes().follow(user); // opened anew: nothing to say
  expect(requests.length).toBe(told);
  await one.signingOut();
  await pushes().follow(user);
  expect(requests.at(-1)!.path).toBe('/api/push');
  await pushes(() => 1_000 + 8 * 86_400_000).follow(user); // a lost word mends itself
  expect(requests.filter((one) => one.method === 'PUT').length).toBe(3);
});

it('ends here and at the host', async () => {
  const one = pushes();
  await one.follow(user);
  await one.turn(true);
  await one.turn(false);
  expect(one.state.value).toBe('off');
  expect(endpoint).toBeNull();
  expect(requests.at(-1)).toEqual({ path: '/api/push/off', method: 'POST', body: { endpoint: 'https://push.example/1' } });
  expect(await device.pushOf(user)).toBeNull();
});

it('says what is wrong and keeps what was told before', async () => {
  const one = pushes();
  await one.follow(user);
  vi.stubGlobal('Notification', { permission: 'denied', requestPermission: async () => 'denied' });
  await one.turn(true);
  expect(one.state.value).toBe('denied');
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' });
  reached = false;
  await one.turn(true);
  expect(one.state.value).toBe('offline');
  reached = true;
  await one.turn(true);
  reached = false;
  const later = pushes(() => 1_000 + 8 * 86_400_000);
  await later.follow(user);
  expect(later.state.value).toBe('on');
});
