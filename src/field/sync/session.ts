import type { Id, Me, Problem, Tokens } from '../shared/model';
import type { DeviceStore } from '../store/device';
import type { StoredSession } from '../store/schema';
import { fromFetch, readJson, readRefusal } from '../upload/answer';
import type { TabLock } from './lock';

/** A token is renewed this long before it ends, so that a slow upload does not outlive it. */
const early = 60_000;

export type Fetch = typeof fetch;

export type SignIn = { readonly ok: true; readonly session: StoredSession } | { readonly ok: false; readonly problem: Problem };

/** No answer from the server: not a matter of the sign-in. */
export class Unreachable extends Error {}

/**
 * Who is signed in, and their tokens. A sign-in that ends never costs work: the session stays, marked as expired, and asks
 * for the password again when the worker is ready.
 */
export class Session {
  #renewing: Promise<string | null> | undefined;

  constructor(
    private readonly device: DeviceStore,
    private readonly lock: TabLock,
    private readonly host = '',
    private readonly now: () => number = Date.now,
    private readonly fetch: Fetch = (...request) => globalThis.fetch(...request),
    /** Only this person's token is ever given out; null: whoever is signed in. */
    private readonly owner: Id | null = null,
  ) {}

  /**
   * The same sign-in, but for one person's requests alone. What one user wrote must never go out under the token of
   * another who signed in on the same phone while it waited.
   */
  as(owner: Id): Session {
    return new Session(this.device, this.lock, this.host, this.now, this.fetch, owner);
  }

  async signIn(userName: string, password: string, deviceName: string, twoFactorCode?: string, newPassword?: string): Promise<SignIn> {
    const deviceId = await this.device.deviceId();
    const body = { email: userName, password, deviceId, deviceName, ...(twoFactorCode ? { twoFactorCode } : {}), ...(newPassword ? { newPassword } : {}) };
    const tokens = await this.#post('/api/auth/login', body);
    if ('code' in tokens) return { ok: false, problem: tokens };
    const me = await this.#me(tokens.accessToken);
    if ('code' in me) return { ok: false, problem: me };
    const session: StoredSession = {
      user: { id: me.id, name: me.name, userName: me.userName }, me, expired: false,
      accessToken: tokens.accessToken, refreshToken: tokens.refreshToken, expiresAt: this.now() + tokens.expiresIn * 1000,
    };
    await this.device.keepSession(session);
    return { ok: true, session };
  }

  /** Signs out here at once; the server is told when it can be. Unsent work is not touched. */
  async signOut(): Promise<void> {
    const session = await this.device.session();
    await this.device.keepSession(null);
    if (!session) return;
    const headers = { Authorization: `Bearer ${session.accessToken}` };
    await this.fetch(`${this.host}/api/auth/logout`, { method: 'POST', headers, keepalive: true }).catch(() => undefined);
  }

  /** A token that will last a while. null: signed out, or the password is wanted again. Throws Unreachable. */
  async bearer(): Promise<string | null> {
    const session = await this.#current();
    if (!session || session.expired) return null;
    return session.expiresAt - early > this.now() ? session.accessToken : this.renew(session.accessToken);
  }

  /** After a 401 for `used`: another token, or null. One renewal at a time over all tabs. */
  renew(used: string): Promise<string | null> {
    this.#renewing ??= this.lock.inTurn('session', () => this.#renew(used)).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** A request with the token, renewed once on 401. null: nobody is signed in any more. */
  async request(path: string, init: RequestInit = {}): Promise<Response | null> {
    let token = await this.bearer();
    for (let tries = 0; token !== null; tries++) {
      const response = await this.#try(path, { ...init, headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${token}` } });
      if (response.status !== 401) return response;
      token = tries === 0 ? await this.renew(token) : await this.#expire();
    }
    return null;
  }

  /** Asks who I am and what is promised; null when it cannot be had now. */
  async refreshMe(): Promise<Me | null> {
    const session = await this.device.session();
    const response = session && (await this.request('/api/me').catch(() => null));
    if (!response?.ok) return null;
    const me = (await readJson(fromFetch(response))) as Me | null;
    if (me?.id !== session?.user.id || !session || !me) return null;
    const now = await this.device.session();
    if (now) await this.device.changeSession(now, { me });
    return me;
  }

  async #renew(used: string): Promise<string | null> {
    const session = await this.#current();
    if (!session || session.expired) return null;
    if (session.accessToken !== used) return session.accessToken; // another tab was faster
    const answer = await this.#post('/api/auth/refresh', { refreshToken: session.refreshToken });
    if ('code' in answer) {
      if (answer.status !== 401 && answer.status !== 403) throw new Unreachable(answer.code);
      return this.#expire();
    }
    const next = await this.device.changeSession(session, {
      accessToken: answer.accessToken, refreshToken: answer.refreshToken, expiresAt: this.now() + answer.expiresIn * 1000,
    });
    return next?.accessToken === answer.accessToken ? answer.accessToken : null;
  }

  async #current(): Promise<StoredSession | null> {
    const session = await this.device.session();
    return session && (this.owner === null || session.user.id === this.owner) ? session : null;
  }

  async #expire(): Promise<null> {
    const session = await this.#current();
    if (session) await this.device.changeSession(session, { expired: true });
    return null;
  }

  async #post(path: string, body: unknown): Promise<Tokens | Problem> {
    const headers = { 'Content-Type': 'application/json' };
    const response = await this.#try(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
    if (!response) return { status: 0, code: 'auth.offline' };
    const told = response.ok ? ((await readJson(fromFetch(response))) as Tokens | null) : null;
    if (told && typeof told.accessToken === 'string') return told;
    return response.ok ? { status: 0, code: 'server.unreachable' } : problemOf(response);
  }

  async #me(token: string): Promise<Me | Problem> {
    const response = await this.#try('/api/me', { headers: { Authorization: `Bearer ${token}` } }).catch(() => null);
    if (!response) return { status: 0, code: 'auth.offline' };
    if (!response.ok) return problemOf(response);
    return ((await readJson(fromFetch(response))) as Me | null) ?? { status: 0, code: 'server.unreachable' };
  }

  async #try(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(this.host + path, { ...init, cache: 'no-store', credentials: 'omit' });
    } catch (e) {
      throw new Unreachable(String(e));
    }
  }
}

/** A refusal to sign in keeps its own code, also on 401 where other doors only say "signed out". */
async function problemOf(response: Response): Promise<Problem> {
  const copy = response.clone();
  const body = (await readJson(fromFetch(response))) as { code?: string; arguments?: Problem['arguments'] } | null;
  if (typeof body?.code === 'string') return { status: response.status, code: body.code, ...(body.arguments ? { arguments: body.arguments } : {}) };
  const answer = await readRefusal(fromFetch(copy));
  if (answer.kind === 'signed-out') return { status: 401, code: 'auth.wrong' };
  return { status: response.status, code: answer.kind === 'later' ? `server.${answer.reason === 'unreachable' ? 'unreachable' : 'busy'}` : 'unknown' };
}
