import { signal, type ReadonlySignal } from '@preact/signals';
import { newId } from '../shared/ids';
import type { Id } from '../shared/model';
import type { DeviceStore, KeptPush } from '../store/device';
import type { Session } from './session';

/** How messages to this phone stand; words: `push.state.<state>`. */
export type PushState = 'off' | 'on' | 'busy' | 'unsupported' | 'insecure' | 'denied' | 'dismissed' | 'failed' | 'offline';

/** The host forgets nobody by itself; told again now and then, a lost word mends itself. */
const again = 7 * 86_400_000;

/**
 * Push messages to this phone: asked for by the person in the settings, kept for this person on this phone, and told to the host. They
 * are a hint that there is something to read; whoever has none misses nothing that the sync does not bring.
 */
export class Pushes {
  readonly #state = signal<PushState>('off');
  #user: Id | null = null;

  constructor(private readonly device: DeviceStore, private readonly auth: Session, private readonly base: string, private readonly now: () => number = Date.now) {}

  get state(): ReadonlySignal<PushState> {
    return this.#state;
  }

  /** Another person is signed in, or nobody. Who wanted messages here gets them again without a question. */
  async follow(user: Id | null): Promise<void> {
    this.#user = user;
    const kept = user ? await this.device.pushOf(user) : null;
    if (!user || !kept) return void (this.#state.value = 'off');
    if (globalThis.Notification?.permission !== 'granted') return void (this.#state.value = 'denied');
    this.#state.value = 'on';
    const renewed = await this.#subscribe(user, kept).catch(() => 'offline' as const);
    // What was told before still holds while there is no network.
    if (this.#user === user) this.#state.value = renewed === 'offline' && kept.endpoint ? 'on' : renewed;
  }

  /** The person's choice, in the press itself: browsers answer a question only then. */
  async turn(on: boolean): Promise<void> {
    const user = this.#user;
    if (!user) return;
    this.#state.value = 'busy';
    const state = on ? await this.#on(user).catch(() => 'failed' as const) : await this.#off(user);
    if (this.#user === user) this.#state.value = state;
  }

  /** The host forgets this phone when its person signs out: it is told anew at the next sign-in. */
  async signingOut(): Promise<void> {
    if (this.#user && (await this.device.pushOf(this.#user))) await this.device.keepPush(this.#user, { endpoint: '', at: 0 });
  }

  async #on(user: Id): Promise<PushState> {
    if (!globalThis.isSecureContext) return 'insecure';
    if (!('PushManager' in globalThis) || !('Notification' in globalThis) || !navigator.serviceWorker) return 'unsupported';
    const allowed = await Notification.requestPermission();
    if (allowed !== 'granted') return allowed === 'denied' ? 'denied' : 'dismissed';
    return this.#subscribe(user, null);
  }

  async #off(user: Id): Promise<PushState> {
    const kept = await this.device.pushOf(user);
    await this.device.keepPush(user, null);
    const made = await this.#registration().then((one) => one?.pushManager.getSubscription()).catch(() => null);
    await made?.unsubscribe().catch(() => false);
    const endpoint = made?.endpoint ?? kept?.endpoint;
    if (endpoint) await this.#tell('POST', '/api/push/off', { endpoint }).catch(() => false); // without a subscription its messages find nobody
    return 'off';
  }

  async #subscribe(user: Id, kept: KeptPush | null): Promise<PushState> {
    const registration = await this.#registration();
    if (!registration) return 'unsupported';
    const known = await registration.pushManager.getSubscription();
    if (kept && known && known.endpoint === kept.endpoint && this.now() - kept.at < again) return 'on';
    const answer = await this.auth.request('/api/push/key').catch(() => null);
    if (!answer?.ok) return 'offline';
    const { key } = (await answer.json()) as { key: string };
    const made = await bind(registration, key, known).catch(() => null);
    if (!made) return 'failed';
    const told = await this.#tell('PUT', '/api/push', { endpoint: made.endpoint, p256dh: base64(made.getKey('p256dh')), auth: base64(made.getKey('auth')) });
    if (told === null) return 'offline';
    if (!told) return 'failed';
    await this.device.keepPush(user, { endpoint: made.endpoint, at: this.now() });
    return 'on';
  }

  /** Whether the host took it; null: it was not reached. */
  async #tell(method: string, path: string, body: object): Promise<boolean | null> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': newId() };
    const answer = await this.auth.request(path, { method, headers, body: JSON.stringify(body) }).catch(() => null);
    return answer && (answer.ok || answer.status >= 400 && answer.status < 500 ? answer.ok : null);
  }

  async #registration(): Promise<ServiceWorkerRegistration | undefined> {
    const one = await navigator.serviceWorker?.getRegistration(this.base);
    return one?.active ? one : undefined;
  }
}

/** One that is bound to another key (the host was set up anew) is of no use: it is made anew. */
async function bind(registration: ServiceWorkerRegistration, key: string, known: PushSubscription | null): Promise<PushSubscription> {
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await registration.pushManager.subscribe(wanted);
  } catch (refused) {
    if (!known) throw refused;
    await known.unsubscribe();
    return registration.pushManager.subscribe(wanted);
  }
}

const base64 = (bytes: ArrayBuffer | null): string => btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
