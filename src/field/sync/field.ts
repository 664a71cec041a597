import { computed, effect, signal } from '@preact/signals';
import type { Flight, Id, Link, LocalCase, Me } from '../shared/model';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import { UserStore } from '../store/user';
import type { Field, KnownUser, Room, Session as SessionView, SignInResult } from './api';
import { caseViews, waitingOf } from './cases';
import type { Desk } from './desk';
import { drafts } from './drafts';
import { figures } from './figures';
import { follow, Live } from './live';
import { TabLock } from './lock';
import { photos, type Prepare } from './photos';
import { requests } from './requests';
import { Pushes } from './push';
import { onRoomy, originalsHeldBy, type HeldBy } from './roomy';
import { Session } from './session';
import { applyUpdate, askBackground, offlineReady, pressed, pushed, startWorker, updateReady } from './worker';

/** How often states that depend on the time ("late", "nothing heard") are looked at again. */
const tick = 15_000;

const nowhere: Link = { online: true, reachable: true, live: false, since: null, lastHeard: null, clockOffset: 0 };

export interface FieldParts {
  readonly host?: string;
  /** The browser's own unless a test brings another; loaded when the first photo is taken. */
  readonly prepare?: Prepare;
}

/** The facade behind all screens. */
export function createField(parts: FieldParts = {}): Field {
  const signIn = new SignedIn(parts.host ?? location.origin);
  const { live, clock, session, knownUsers, room, desk } = signIn;

  const local = follow<readonly LocalCase[]>(live, (one) => one.cases, []);
  const flight = follow<Flight>(live, (one) => one.flight, { kind: 'idle' });
  const link = follow(live, (one) => one.link, nowhere);
  const cases = computed(() => {
    const name = session.value.kind === 'in' ? session.value.user.name : '';
    return caseViews(local.value, { now: clock.value + link.value.clockOffset, link: link.value, flight: flight.value }, name);
  });

  return {
    session, knownUsers, room, cases, link, flight, updateReady, offlineReady, applyUpdate,
    patients: follow(live, (one) => one.patients, []),
    erased: follow(live, (one) => one.erased, []),
    erasedSeen: async (id) => live.peek()?.store.erasedSeen(id),
    typing: follow(live, (one) => one.typing, new Map<Id, string>()),
    present: follow(live, (one) => one.present, new Map<Id, readonly string[]>()),
    waiting: computed(() => waitingOf(local.value, link.value, flight.value)),
    open: () => signIn.open(),
    signIn: (...who) => signIn.signIn(...who),
    signOut: () => signIn.signOut(),
    originalsAnywhere: signIn.originalsAnywhere,
    originalsHeldBy: signIn.heldBy,
    sendOriginalsAnywhere: (on) => signIn.sendOriginalsAnywhere(on),
    push: computed(() => signIn.pushes.value?.state.value ?? 'off'),
    takePush: async (on) => signIn.pushes.peek()?.turn(on),
    pressed,
    ...drafts(desk),
    ...photos(desk, parts.prepare ?? (async (file, policy) => (await import('../photo/prepare')).prepare(file, policy))),
    ...requests(desk),
    ...figures(desk),
  };
}

/** Who is signed in, here or in another tab, and what runs for them. */
class SignedIn {
  readonly live = signal<Live | null>(null);
  readonly clock = signal(Date.now());
  readonly session = signal<SessionView>({ kind: 'starting' });
  readonly knownUsers = signal<readonly KnownUser[]>([]);
  readonly room = signal<Room | null>(null);
  readonly originalsAnywhere = signal(false);
  readonly heldBy = signal<HeldBy | null>(null);
  readonly pushes = signal<Pushes | null>(null);
  readonly desk: Desk;

  readonly #news = new Newsroom();
  #device!: DeviceStore;
  #lock!: TabLock;
  #auth!: Session;
  #following: Promise<void> = Promise.resolve();

  constructor(private readonly host: string) {
    const live = () => this.live.peek();
    this.desk = {
      live,
      store: () => {
        const now = live();
        if (!now) throw new Error('nobody is signed in');
        return now.store;
      },
      me: (): Me | null => {
        const session = this.session.peek();
        return session.kind === 'in' ? session.user : null;
      },
      caseOf: (id) => live()?.cases.peek().find((one) => one.id === id),
      seen: () => live()?.seen() ?? Promise.resolve(),
      go: () => {
        void live()?.flush();
        void askBackground();
      },
      measure: () => void this.#measure(),
    };
  }

  async open(): Promise<void> {
    this.#device = await DeviceStore.open(this.#news);
    this.#lock = new TabLock(this.#device);
    this.#auth = new Session(this.#device, this.#lock, this.host);
    this.originalsAnywhere.value = await this.#device.originalsAnywhere();
    this.pushes.value = new Pushes(this.#device, this.#auth, import.meta.env.BASE_URL);
    this.#news.listen((news) => { if (news.kind === 'session') void this.#follow(); });
    await this.#follow();
    this.#watchBrowser();
    setInterval(() => (this.clock.value = Date.now()), tick);
    void this.#measure();
    void this.#auth.refreshMe();
  }

  async signIn(userName: string, password: string, twoFactorCode?: string, newPassword?: string): Promise<SignInResult> {
    const result = await this.#auth.signIn(userName.trim(), password, deviceName(), twoFactorCode, newPassword);
    if (!result.ok) return result;
    await this.#follow();
    // Without this promise a browser may clear unsent work when the phone is full.
    void globalThis.navigator?.storage?.persist?.().then(() => this.#measure());
    return { ok: true };
  }

  async sendOriginalsAnywhere(on: boolean): Promise<void> {
    this.originalsAnywhere.value = on;
    this.heldBy.value = originalsHeldBy(on);
    await this.#device.keepOriginalsAnywhere(on);
    void this.live.peek()?.flush();
  }

  async signOut(): Promise<void> {
    await this.pushes.peek()?.signingOut();
    await this.#auth.signOut();
    await this.#follow();
  }

  /** One change at a time: a sign-out and a sign-in that follow each other closely must not cross. */
  #follow(): Promise<void> {
    this.#following = this.#following.then(() => this.#change(), () => this.#change());
    return this.#following;
  }

  async #change(): Promise<void> {
    const stored = await this.#device.session();
    const before = this.live.peek();
    if (before && before.store.user !== stored?.user.id) {
      this.live.value = null;
      await before.close();
    }
    if (!stored) {
      void this.pushes.peek()?.follow(null);
      this.session.value = { kind: 'out' };
      this.knownUsers.value = await this.#users();
      return;
    }
    const was = this.session.peek();
    const wasExpired = was.kind === 'in' && was.expired;
    const live = this.live.peek() ?? (await this.#start(stored.user.id));
    this.live.value = live;
    this.session.value = { kind: 'in', user: stored.me, expired: stored.expired };
    if (live !== before && !stored.expired) void this.pushes.peek()?.follow(stored.user.id);
    // Expired: the flight finds out by itself that it may not start, and the cases say why they wait.
    if (stored.expired) void live.flush();
    else if (live !== before || wasExpired) void live.goNow();
  }

  async #start(user: Id): Promise<Live> {
    const store = await UserStore.open(user, this.#news);
    return Live.open({ store, session: this.#auth, lock: this.#lock, news: this.#news, host: this.host, online: isOnline, originalsAnywhere: () => this.originalsAnywhere.peek() });
  }

  async #users(): Promise<KnownUser[]> {
    const users = await this.#device.users();
    return Promise.all(users.map(async (user) => {
      const store = await UserStore.open(user.id, this.#news);
      const entries = await store.outbox.all();
      store.close();
      return { ...user, waiting: entries.filter((entry) => entry.state !== 'stored').length }; // only how many, never what
    }));
  }

  #watchBrowser(): void {
    if (typeof window === 'undefined') return;
    window.addEventListener('online', () => this.live.peek()?.networkChanged(true));
    window.addEventListener('offline', () => this.live.peek()?.networkChanged(false));
    const roomy = () => {
      this.heldBy.value = originalsHeldBy(this.originalsAnywhere.peek());
      void this.live.peek()?.flush();
    };
    roomy();
    onRoomy(roomy);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      this.clock.value = Date.now();
      void this.live.peek()?.goNow();
    });
    effect(() => { if (pushed.value > 0) void this.live.peek()?.goNow(); });
    if (import.meta.env.PROD) void startWorker(import.meta.env.BASE_URL);
  }

  async #measure(): Promise<void> {
    const storage = globalThis.navigator?.storage;
    if (!storage?.estimate) return;
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
    this.room.value = { used: usage, quota, persisted };
  }
}

const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** What the list of devices shows, so that a lost phone can be recognised and revoked. */
function deviceName(): string {
  const agent = globalThis.navigator?.userAgent ?? '';
  const browser = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)\//.exec(agent)?.[1] ?? 'browser';
  const system = /\(([^;)]+)(?:;\s*([^;)]+))?/.exec(agent);
  return `${browser}, ${system?.[2] ?? system?.[1] ?? 'unknown'}`.slice(0, 80);
}
