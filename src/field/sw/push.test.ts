import { expect, it, vi } from 'vitest';
import { press, show, type Place } from './push';

const scope = 'https://tele.example/field/';

function place(...urls: string[]) {
  const told: unknown[] = [];
  const pages = urls.map((url) => ({ url, focus: vi.fn(async () => undefined), postMessage: (message: unknown) => told.push({ url, message }) }));
  const showNotification = vi.fn(async () => undefined);
  const openWindow = vi.fn(async () => undefined);
  return { told, pages, showNotification, openWindow, self: { registration: { scope, showNotification }, clients: { matchAll: async () => pages, openWindow } } as unknown as Place };
}

const send = () => vi.fn(async () => new Response(null, { status: 204 }));
const message = { id: 'm1', receipt: 'ABC234', title: 'Teleconsult', body: 'There is an answer to case 1042.', path: '/field/case/c1', tag: 'c1r0', urgent: false };

it('shows what came, wakes the open app to sync, and says that it arrived', async () => {
  const here = place(`${scope}more`, 'https://tele.example/case/1042');
  const fetch = send();
  await show(here.self, { json: () => message }, fetch as unknown as typeof globalThis.fetch);
  expect(here.showNotification).toHaveBeenCalledWith('Teleconsult', expect.objectContaining({ body: message.body, tag: 'c1r0', data: { path: '/field/case/c1' } }));
  expect(here.told).toEqual([{ url: `${scope}more`, message: { kind: 'pushed' } }]); // the console's page on the same host is another face
  expect(JSON.parse((fetch.mock.calls[0] as unknown as [string, { body: string }])[1].body)).toEqual({ id: 'm1', receipt: 'ABC234' });
});

it('shows something even when a message cannot be read, and no failure to answer stops it', async () => {
  const here = place();
  await show(here.self, { json: () => { throw new SyntaxError('?'); } }, send() as unknown as typeof fetch);
  await show(here.self, null, send() as unknown as typeof fetch);
  await show(here.self, { json: () => message }, (async () => { throw new TypeError('offline'); }) as typeof fetch);
  expect(here.showNotification).toHaveBeenCalledTimes(3);
});

it('opens the case in the app that is open, else opens the app there, and never anything else', async () => {
  const open = place(`${scope}new/d1`);
  await press(open.self, '/field/case/c1');
  expect(open.pages[0]!.focus).toHaveBeenCalled();
  expect(open.told).toEqual([{ url: `${scope}new/d1`, message: { kind: 'open', path: '/field/case/c1' } }]);

  const closed = place();
  await press(closed.self, '/field/case/c1');
  expect(closed.openWindow).toHaveBeenCalledWith(`${scope}case/c1`);
  for (const elsewhere of ['https://evil.example/', '//evil.example/field/', '/case/1', 'javascript:alert(1)']) await press(closed.self, elsewhere);
  expect(closed.openWindow.mock.calls.slice(1)).toEqual([[scope], [scope], [scope], [scope]]);
});
