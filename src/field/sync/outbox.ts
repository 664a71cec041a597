import type { Flight, WaitReason } from '../shared/model';
import type { OutboxEntry } from '../store/schema';
import type { UserStore } from '../store/user';
import type { Answer } from '../upload/answer';
import type { TabLock } from './lock';
import type { Send } from './send';

/** How a flight ended. `elsewhere`: another tab, or the worker, is sending. */
export type Landing =
  | { readonly kind: 'landed'; readonly stored: number; readonly setAside: number; readonly retryAt: number | null }
  | { readonly kind: 'waiting'; readonly reason: WaitReason; readonly retryAt: number | null }
  | { readonly kind: 'elsewhere' };

const firstPause = 2_000;
const longestPause = 5 * 60_000;

export interface OutboxParts {
  readonly store: UserStore;
  readonly send: Send;
  readonly lock: TabLock;
  readonly online: () => boolean;
  /** Whether the network is good enough for originals, which nobody waits for. Left out: always. */
  readonly roomy?: () => boolean;
  /** Told whenever what is being sent changes. */
  readonly fly: (flight: Flight) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

/**
 * Sends what waits on this phone: emergencies before all, words before photos.
 *
 * Promise: an entry counts as stored only after the server has said so, and its copy stays for 7 days more. A crash, a flat
 * battery or a lost answer at any point sends the same bytes again under the same key, which the server recognises.
 */
export class Outbox {
  #flight: Promise<Landing> | undefined;
  #again = false;
  #photo: AbortController | undefined;
  /** What is being sent now, by `rank`. */
  #flying = 0;
  #stopped = false;
  #pauses = 0;
  readonly #now: () => number;
  readonly #random: () => number;

  constructor(private readonly parts: OutboxParts) {
    this.#now = parts.now ?? Date.now;
    this.#random = parts.random ?? Math.random;
  }

  /** Starts sending, or joins what is under way: there is never more than one flight, over all tabs. */
  flush(): Promise<Landing> {
    this.#again = true;
    void this.#overtake();
    this.#flight ??= this.#fly().finally(() => (this.#flight = undefined));
    return this.#flight;
  }

  #next(): Promise<OutboxEntry | null> {
    return this.parts.store.outbox.next(this.#now(), this.parts.roomy?.() ?? true);
  }

  /** Words never wait behind a photo, nor a photo behind an original: what goes stops where it is and goes on afterwards. */
  async #overtake(): Promise<void> {
    if (!this.#photo) return;
    const next = await this.#next();
    if (next && rank(next) < this.#flying) this.#photo?.abort();
  }

  async #fly(): Promise<Landing> {
    const { lock, store, fly } = this.parts;
    const landing = (await lock.ifFree(`outbox-${store.user}`, () => this.#run())) ?? { kind: 'elsewhere' as const };
    if (landing.kind === 'waiting') fly(landing);
    else if (landing.kind === 'landed') fly({ kind: 'idle' });
    return landing;
  }

  async #run(): Promise<Landing> {
    const { store, send, online, fly } = this.parts;
    let stored = 0;
    let setAside = 0;
    while (this.#again && !this.#stopped) {
      this.#again = false; // what is written from here on is seen by `next`, or asks for another round
      for (let entry = await this.#next(); entry; entry = await this.#next()) {
        if (!online()) return { kind: 'waiting', reason: 'offline', retryAt: null };
        fly({ kind: 'sending', key: entry.key, consult: entry.consult });
        const controller = new AbortController();
        this.#flying = rank(entry);
        if (this.#flying > 0) this.#photo = controller;
        const answer = await send(entry, controller.signal).finally(() => (this.#photo = undefined));
        const stop = await this.#take(entry, answer);
        if (stop) return stop;
        if (this.#stopped) break;
        if (answer.kind === 'stored') stored++;
        if (answer.kind === 'refused') setAside++;
      }
    }
    return { kind: 'landed', stored, setAside, retryAt: await store.outbox.nextDue() };
  }

  /** Writes down what the server said; a landing when nothing more can be sent now. */
  async #take(entry: OutboxEntry, answer: Answer): Promise<Landing | null> {
    const { outbox } = this.parts.store;
    switch (answer.kind) {
      case 'stored':
        this.#pauses = 0;
        await outbox.markStored(entry.key, new Date(this.#now()).toISOString(), answer.receipt);
        return null;
      case 'refused':
        this.#pauses = 0;
        // Never dropped: the worker sees why and can mend it, and other cases go on.
        await outbox.setAside(entry.key, answer.code, answer.arguments);
        return null;
      case 'interrupted':
        await outbox.postpone(entry.key, 0);
        return null;
      case 'signed-out':
        return { kind: 'waiting', reason: 'signed-out', retryAt: null };
      case 'later': {
        const retryAt = this.#now() + (answer.retryAfter ?? this.#pause(answer.whole ? this.#pauses : entry.attempts));
        await outbox.postpone(entry.key, answer.whole ? 0 : retryAt);
        if (!answer.whole) return null; // one sick request must not hold up the others
        this.#pauses++;
        return { kind: 'waiting', reason: answer.reason, retryAt };
      }
    }
  }

  /** Doubles up to five minutes, with a random part so that a thousand phones do not come back in one second. */
  #pause(tries: number): number {
    const whole = Math.min(longestPause, firstPause * 2 ** Math.min(tries, 12));
    return Math.round(whole * (0.5 + this.#random() / 2));
  }

  /** Sends nothing more, and resolves when what was under way has ended and is written down. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#photo?.abort();
    await this.#flight?.catch(() => undefined);
  }

  /** The network came back, or somebody pressed "Try now": no pause counts any more. */
  async hurry(): Promise<Landing> {
    this.#pauses = 0;
    await this.parts.store.outbox.hurry();
    return this.flush();
  }
}

/** Words, photos, originals: a lower one stops a higher one on its way. */
const rank = ({ kind }: OutboxEntry): number => (kind === 'original' ? 2 : kind === 'photo' ? 1 : 0);
