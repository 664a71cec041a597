import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

const code = readFileSync(join(import.meta.dirname, '../../../wwwroot/console/push-worker.js'), 'utf8');

/** The console's worker in a place of its own: what it listens to, and what it does to the world. */
function start(pages: { url: string; focus?: () => Promise<void> }[] = []) {
  const heard = new Map<string, (event: unknown) => void>();
  const told: unknown[] = [];
  const windows = pages.map((page) => ({ focus: vi.fn(async () => undefined), postMessage: (message: unknown) => told.push(message), ...page }));
  const self = {
    addEventListener: (type: string, listener: (event: unknown) => void) => heard.set(type, listener),
    registration: { showNotification: vi.fn(async () => undefined) },
    clients: { matchAll: async () => windows, openWindow: vi.fn(async () => null), claim: async () => undefined },
    location: { origin: 'https://desk.example' },
    skipWaiting: async () => undefined,
  };
  const fetch = vi.fn(async () => new Response(null, { status: 204 }));
  new Function('self', 'fetch', code)(self, fetch);
  const send = async (type: string, event: object) => {
    let done: Promise<unknown> = Promise.resolve();
    heard.get(type)!({ ...event, waitUntil: (work: Promise<unknown>) => (done = work) });
    await done;
  };
  return { heard, told, windows, self, fetch, send };
}

const message = { id: 'm1', receipt: 'ABC234', title: 'Teleconsult: Emergency', body: 'Emergency: case 1042 waits for Dermatology.', path: '/case/1042', tag: 't1', urgent: true };

it('takes push alone: nothing is fetched through it and nothing is kept', () => {
  expect([...start().heard.keys()].sort()).toEqual(['activate', 'install', 'notificationclick', 'push']);
  expect(code).not.toMatch(/caches|indexedDB/);
});

it('shows what came, tells open pages, and says to the host that it arrived', async () => {
  const worker = start([{ url: 'https://desk.example/' }]);
  await worker.send('push', { data: { json: () => message } });
  expect(worker.self.registration.showNotification).toHaveBeenCalledWith(message.title, expect.objectContaining({ body: message.body, tag: 't1', requireInteraction: true }));
  expect(worker.told).toEqual([{ kind: 'push-shown', id: 'm1' }]);
  expect(JSON.parse((worker.fetch.mock.calls[0] as unknown as [string, { body: string }])[1].body)).toEqual({ id: 'm1', receipt: 'ABC234' });
});

it('shows something even when a message cannot be read', async () => {
  const worker = start();
  await worker.send('push', { data: { json: () => { throw new SyntaxError('?'); } } });
  await worker.send('push', { data: null });
  expect(worker.self.registration.showNotification).toHaveBeenCalledTimes(2);
  expect(worker.fetch).not.toHaveBeenCalled();
});

it('opens the case: in the window that has it, else in a new one, and never another site', async () => {
  const press = { notification: { close: vi.fn(), data: { path: '/case/1042' } } };
  const open = start([{ url: 'https://desk.example/' }, { url: 'https://desk.example/case/1042' }]);
  await open.send('notificationclick', press);
  expect(open.windows[1]!.focus).toHaveBeenCalled();
  expect(open.self.clients.openWindow).not.toHaveBeenCalled();

  const other = start([{ url: 'https://desk.example/' }]);
  await other.send('notificationclick', press);
  expect(other.self.clients.openWindow).toHaveBeenCalledWith('https://desk.example/case/1042');

  const foreign = start();
  await foreign.send('notificationclick', { notification: { close: vi.fn(), data: { path: '//elsewhere.example/' } } });
  expect(foreign.self.clients.openWindow).not.toHaveBeenCalled();
});
