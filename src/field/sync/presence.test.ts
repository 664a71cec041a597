import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hub, type Told } from './hub';
import type { Session } from './session';

/** What was sent over the line, and the hands that what comes is put into. */
const sent: string[] = [];
const hands = new Map<string, (told: Told) => void>();

vi.mock('@microsoft/signalr', () => ({
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    withUrl() { return this; }
    configureLogging() { return this; }
    build() {
      return {
        onclose: () => undefined, stop: async () => undefined, start: async () => undefined, stream: () => ({ subscribe: () => undefined }),
        on: (name: string, hand: (told: Told) => void) => hands.set(name, hand),
        send: async (name: string, consult: string) => void sent.push(`${name} ${consult}`),
      };
    }
  },
}));

let hub: Hub;
let told: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  sent.length = 0;
  told = [];
  const session = { bearer: async () => 'token', renew: async () => 'token' } as unknown as Session;
  hub = new Hub({
    session, cursor: async () => 'c', notice: () => undefined, live: () => undefined,
    typing: (one) => told.push(`typing ${one.by}`), present: (one) => told.push(`present ${one.by}`), away: (one) => told.push(`away ${one.by}`), changed: (consult) => told.push(`changed ${consult}`),
  });
  hub.start();
  await vi.advanceTimersByTimeAsync(10);
});
afterEach(async () => {
  await hub.stop();
  vi.useRealTimers();
});

test('a case on the screen is said at once and again while it stays there, and its end is said too', async () => {
  hub.open('a');
  expect(sent).toEqual(['Present a']);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(sent).toEqual(['Present a', 'Present a', 'Present a']);
  hub.leave('b'); // not the one that is open
  hub.leave('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(['Present a', 'Present a', 'Present a', 'Away a']);
});

test('a fast typist is said seldom, and each case for itself', async () => {
  for (let i = 0; i < 50; i++) hub.typing('a');
  hub.typing('b');
  expect(sent).toEqual(['Typing a', 'Typing b']);
  await vi.advanceTimersByTimeAsync(3_100);
  hub.typing('b');
  expect(sent).toEqual(['Typing a', 'Typing b', 'Typing b']);
});

test('no word goes with it, and what the others do comes to the screens', () => {
  hub.typing('a');
  expect(sent.every((line) => /^(Typing|Present|Away) [ab]$/.test(line))).toBe(true);
  for (const name of ['present', 'typing', 'away']) hands.get(name)!({ consult: 'a', person: 'p', by: 'Dr Okello' });
  expect(told).toEqual(['present Dr Okello', 'typing Dr Okello', 'away Dr Okello']);
});

test('a hint that something changed beside the log is passed on with the case alone', () => {
  hands.get('changed')!({ consult: 'a', person: '', by: '' });
  expect(told).toEqual(['changed a']);
});
