import { effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ErasedCase, Flight, Id, LocalCase, Link, Patient } from '../shared/model';
import type { Newsroom } from '../store/news';
import type { UserStore } from '../store/user';
import type { SendPhoto } from '../upload/photo';
import { sendByFetch } from '../upload/fetch';
import { Hub, type Told } from './hub';
import type { TabLock } from './lock';
import { Outbox } from './outbox';
import { Pictures } from './pictures';
import { originalsHeldBy } from './roomy';
import { sender } from './send';
import type { Session } from './session';
import { Sync } from './sync';

/** How often to ask when no live news flow, and when they do (a notice may be missed, a cursor not). */
const pollAlone = 60_000;
const pollLive = 300_000;
/** How long what was said of somebody holds: well over the pause in which it is said again, so that it goes by itself. */
const typingShown = 6_000;
const presenceShown = 40_000;
const afterCrash = 30_000;

export interface LiveParts {
  readonly store: UserStore;
  readonly session: Session;
  readonly lock: TabLock;
  readonly news: Newsroom;
  readonly host: string;
  readonly online: () => boolean;
  /** Originals go over every network: somebody chose so on this device. */
  readonly originalsAnywhere: () => boolean;
}

/** Everything that runs while one user is signed in: what is sent, what is heard, and what of it the screens see. */
export class Live {
  readonly cases: Signal<readonly LocalCase[]> = signal([]);
  readonly patients: Signal<readonly Patient[]> = signal([]);
  readonly erased: Signal<readonly ErasedCase[]> = signal([]);
  readonly flight: Signal<Flight> = signal({ kind: 'idle' });
  readonly link: Signal<Link>;
  readonly typing: Signal<ReadonlyMap<Id, string>> = signal(new Map());
  readonly present: Signal<ReadonlyMap<Id, readonly string[]>> = signal(new Map());
  readonly #seen = new Map<string, { readonly told: Told; readonly timer: ReturnType<typeof setTimeout> }>();
  readonly pictures: Pictures;
  readonly hub: Hub;
  readonly #outbox: Outbox;
  readonly #sync: Sync;
  readonly #stops: (() => void)[] = [];
  #stopped = false;
  #loading: Promise<void> | undefined;
  #stale = false;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  get store(): UserStore {
    return this.parts.store;
  }

  private constructor(private readonly parts: LiveParts, contact: { lastHeard: string | null; clockOffset: number }) {
    const { store, lock, host, online } = parts;
    const session = parts.session.as(store.user);
    this.link = signal({ online: online(), reachable: true, live: false, since: null, ...contact });
    this.pictures = new Pictures(store, session, (id) => this.cases.peek().find((one) => one.id === id));
    this.#outbox = new Outbox({ store, lock, online, roomy: () => originalsHeldBy(parts.originalsAnywhere()) === null, send: sender(store, session, sendPhoto(host)), fly: (flight) => this.#fly(flight) });
    this.#sync = new Sync(store, session, (serverTime) => this.#heard(serverTime));
    this.hub = new Hub({
      session, host,
      cursor: () => store.cursor(),
      notice: () => void this.listen(),
      live: (live) => this.#live(live),
      typing: (told) => { this.#isHere(told); this.#types(told.consult, told.by); },
      present: (told) => this.#isHere(told),
      away: (told) => this.#isAway(told),
      changed: (consult) => void this.look(consult),
    });
  }

  /** One question to the server as this person; null when nobody is signed in any more. */
  ask(path: string): Promise<Response | null> {
    return this.parts.session.as(this.store.user).request(path);
  }

  static async open(parts: LiveParts): Promise<Live> {
    const live = new Live(parts, await parts.store.contact());
    await live.#reload();
    live.#stops.push(parts.news.listen((news, own) => {
      if (news.kind === 'store' && news.user === parts.store.user) live.#storeChanged(own);
      if (news.kind === 'flight' && !own) live.flight.value = news.flight as Flight;
    }));
    void parts.store.sweep(Date.now());
    return live;
  }

  /** Sends what waits and asks for news. */
  async go(): Promise<void> {
    if (this.#stopped) return;
    this.hub.start();
    await Promise.all([this.flush(), this.listen()]);
  }

  /** Now, whatever pause there is. */
  async goNow(): Promise<void> {
    if (this.#stopped) return;
    this.#failures = 0;
    this.hub.start();
    this.hub.wake();
    const flight = this.#outbox.hurry().then((landing) => this.#landed(landing), () => this.#crashed());
    await Promise.all([flight, this.listen()]);
  }

  async flush(): Promise<void> {
    if (this.#stopped) return;
    const landing = await this.#outbox.flush().catch(() => this.#crashed());
    if (landing) this.#landed(landing);
  }

  async listen(): Promise<void> {
    if (this.#stopped) return;
    clearTimeout(this.#pollTimer);
    if (!this.parts.online()) return this.networkChanged(false);
    const result = await this.#sync.run().catch(() => ({ kind: 'unreachable' as const }));
    if (this.#stopped) return;
    if (result.kind === 'current') {
      // The server is back: live news need not wait for the end of a pause that grew while it was away.
      if (this.#failures > 0) this.hub.wake();
      this.#failures = 0;
      this.#link({ reachable: true, since: null, online: true });
      if (result.changed > 0) void this.flush(); // the server may have asked for a photo again
    } else if (result.kind === 'unreachable') {
      this.#failures++;
      this.#lose({ reachable: false });
    }
    const pause = result.kind === 'current' ? (this.link.peek().live ? pollLive : pollAlone) : Math.min(pollAlone, 2_000 * 2 ** this.#failures);
    this.#pollTimer = setTimeout(() => void this.listen(), pause);
  }

  /** Reads one case alone. A failure is no matter: whatever counts comes with the next event. */
  async look(consult: Id): Promise<void> {
    if (!this.#stopped && this.parts.online()) await this.#sync.look(consult).catch(() => undefined);
  }

  networkChanged(online: boolean): void {
    if (online) {
      this.#link({ online });
      void this.goNow();
    } else {
      this.#lose({ online });
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#pollTimer);
    for (const { timer } of this.#seen.values()) clearTimeout(timer);
    for (const stop of this.#stops) stop();
    await this.pictures.clear();
    // The screens are another's already; what is under way here is still written down before the database closes.
    void Promise.allSettled([this.hub.stop(), this.#outbox.stop(), this.#sync.stop(), this.#loading]).then(() => this.parts.store.close());
  }

  #landed(landing: Awaited<ReturnType<Outbox['flush']>>): void {
    clearTimeout(this.#flushTimer);
    if (this.#stopped) return;
    const now = Date.now();
    // Another tab may die while it sends: look again soon.
    const at = landing.kind === 'elsewhere' ? now + 5_000 : landing.retryAt;
    if (at !== null) this.#flushTimer = setTimeout(() => void this.flush(), Math.max(250, at - now));
    if (landing.kind === 'landed' && landing.stored > 0) void this.listen();
    if (landing.kind === 'waiting' && landing.reason === 'unreachable') this.#lose({ reachable: false });
  }

  /** This phone's own store failed (full, or taken away): nothing is lost by waiting, so it is tried again. */
  #crashed(): null {
    if (this.#stopped) return null;
    this.#fly({ kind: 'idle' });
    clearTimeout(this.#flushTimer);
    this.#flushTimer = setTimeout(() => void this.flush(), afterCrash);
    return null;
  }

  #fly(flight: Flight): void {
    this.flight.value = flight;
    this.parts.news.publish({ kind: 'flight', flight });
  }

  #live(live: boolean): void {
    this.#link({ live });
    // What was said while nobody listened, and what ended the connection: sync tells both.
    void this.listen();
  }

  async #heard(serverTime: string): Promise<void> {
    const offset = Date.parse(serverTime) - Date.now();
    const clockOffset = Number.isFinite(offset) ? offset : 0;
    this.#link({ lastHeard: serverTime, clockOffset });
    await this.parts.store.keepContact(serverTime, clockOffset);
  }

  #link(change: Partial<Link>): void {
    this.link.value = { ...this.link.peek(), ...change };
  }

  #lose(change: Partial<Link>): void {
    this.#link({ ...change, since: this.link.peek().since ?? new Date().toISOString() });
  }

  #types(consult: Id, by: string): void {
    const set = (change: (map: Map<Id, string>) => void) => {
      const next = new Map(this.typing.peek());
      change(next);
      this.typing.value = next;
    };
    set((map) => map.set(consult, by));
    setTimeout(() => set((map) => map.delete(consult)), typingShown);
  }

  #isHere(told: Told): void {
    const key = `${told.consult} ${told.person}`;
    clearTimeout(this.#seen.get(key)?.timer);
    this.#seen.set(key, { told, timer: setTimeout(() => this.#isAway(told), presenceShown) });
    this.#showPresent();
  }

  #isAway(told: Told): void {
    const key = `${told.consult} ${told.person}`;
    clearTimeout(this.#seen.get(key)?.timer);
    if (this.#seen.delete(key)) this.#showPresent();
  }

  #showPresent(): void {
    const next = new Map<Id, readonly string[]>();
    for (const { told } of this.#seen.values()) next.set(told.consult, [...(next.get(told.consult) ?? []), told.by]);
    this.present.value = next;
  }

  #storeChanged(own: boolean): void {
    void this.#reload();
    // Another tab wrote something: it may want to go before what this tab is sending.
    if (!own && this.flight.peek().kind === 'sending') void this.flush();
  }

  /** Reads the store again; changes that come while reading lead to one more reading. */
  #reload(): Promise<void> {
    this.#stale = true;
    this.#loading ??= (async () => {
      while (this.#stale && !this.#stopped) {
        this.#stale = false;
        const [cases, patients, erased] = await Promise.all([this.parts.store.cases(), this.parts.store.patients(), this.parts.store.erased()]);
        if (this.#stopped) return;
        this.cases.value = cases;
        this.patients.value = patients;
        this.erased.value = erased;
      }
    })().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Resolves when the screens see what was just written. */
  seen(): Promise<void> {
    return this.#loading ?? Promise.resolve();
  }
}

/** tus-js-client in the page; the small sender where its chunk cannot be loaded. */
const sendPhoto = (host: string): SendPhoto => async (upload, bearer, confirmed) => {
  const tus = await import('../upload/tus').catch(() => null);
  return tus ? tus.sendByTus(upload, bearer, confirmed, host) : sendByFetch(upload, bearer, confirmed, host);
};

/** Follows a signal that itself may be replaced, and falls back while there is none. */
export function follow<T>(source: ReadonlySignal<Live | null>, pick: (live: Live) => ReadonlySignal<T>, otherwise: T): ReadonlySignal<T> {
  const result = signal(otherwise);
  effect(() => {
    const live = source.value;
    const value = live ? pick(live).value : otherwise;
    untracked(() => (result.value = value));
  });
  return result;
}
