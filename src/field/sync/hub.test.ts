import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hub } from './hub';
import type { Session } from './session';

/** A line to a server that answers each try as the test says; the tries and the tokens they offer are kept. */
const tries: { token: string; answer: (error?: Error) => void }[] = [];

vi.mock('@microsoft/signalr', () => ({
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    #token: () => Promise<string> = async () => '';
    withUrl(_: string, options: { accessTokenFactory: () => Promise<string> }) {
      this.#token = options.accessTokenFactory;
      return this;
    }
    configureLogging() {
      return this;
    }
    build() {
      const token = this.#token;
      return {
        onclose: () => undefined, on: () => undefined, stop: async () => undefined, stream: () => ({ subscribe: () => undefined }),
        start: async () => {
          const offered = await token();
          await new Promise<void>((resolve, reject) => tries.push({ token: offered, answer: (error) => (error ? reject(error) : resolve()) }));
        },
      };
    }
  },
}));

const refused = new Error("Failed to complete negotiation with the server: Error: Unauthorized: Status code '401'");
const away = new Error('Failed to fetch');
let token: string;
let renewals: number;
let live: boolean[];
let hub: Hub;

beforeEach(() => {
  vi.useFakeTimers();
  tries.length = 0;
  [token, renewals, live] = ['old', 0, []];
  const renew = async (used: string) => {
    renewals++;
    if (token === used) token = `new-${renewals}`;
    return token;
  };
  const session = { bearer: async () => token, renew } as unknown as Session;
  hub = new Hub({ session, cursor: async () => 'c', notice: () => undefined, live: (on) => live.push(on), typing: () => undefined, present: () => undefined, away: () => undefined });
  hub.start();
});
afterEach(async () => {
  await hub.stop();
  vi.useRealTimers();
});

/** Lets everything happen that needs no longer than `ms` of waiting. */
const within = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** The server is away until the pauses have grown to half a minute and more; ends with a try under way. */
async function grown(): Promise<void> {
  await within(0);
  for (const pause of [0, 2_000, 5_000, 10_000, 30_000]) {
    tries.at(-1)!.answer(away);
    await within(pause * 1.25 + 1);
  }
}

test('woken while a try is under way that fails: the next follows at once, not after the pause that grew', async () => {
  await grown();
  const before = tries.length;
  hub.wake();
  tries.at(-1)!.answer(away);
  await within(1);
  expect(tries.length).toBe(before + 1);
  tries.at(-1)!.answer();
  await within(1);
  expect(live.at(-1)).toBe(true);
});

test('a token that the server no longer takes is renewed and offered at once, whatever this clock says', async () => {
  await grown();
  tries.at(-1)!.answer(refused);
  await within(1);
  expect(tries.at(-1)!.token).toBe('new-1');
  tries.at(-1)!.answer();
  await within(1);
  expect(live.at(-1)).toBe(true);
});

test('a server that refuses fresh tokens too is not asked in a circle', async () => {
  await within(0);
  const before = tries.length;
  for (let i = 0; i < 20 && tries.length > i; i++) {
    tries.at(-1)!.answer(refused);
    await within(1);
  }
  expect(renewals).toBe(1);
  expect(tries.length - before).toBeLessThan(4);
});
