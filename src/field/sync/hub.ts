import type { HubConnection } from '@microsoft/signalr';
import type { Id, Notice } from '../shared/model';
import type { Session } from './session';

/** Pauses between tries to connect, in milliseconds; the last one repeats. */
const pauses = [0, 2_000, 5_000, 10_000, 30_000, 60_000];

/** A connection that lived this long was no accident. */
const steady = 10_000;

/** Under the host's: a signal that comes sooner is dropped there (CaseSignals). */
const typingPause = 3_000;
const presencePause = 15_000;

/** Who does what with a case now: kept nowhere, and without a word of what is written. */
export interface Told {
  readonly consult: Id;
  readonly person: Id;
  readonly by: string;
}

export interface HubParts {
  readonly session: Session;
  readonly cursor: () => Promise<string | null>;
  /** Something changed: ask the server. The notice itself holds no words. */
  readonly notice: (notice: Notice) => void;
  readonly live: (live: boolean) => void;
  readonly typing: (told: Told) => void;
  readonly present: (told: Told) => void;
  readonly away: (told: Told) => void;
  /** What stands beside the log has changed (how a message fared): no notice and no cursor tells it. */
  readonly changed: (consult: Id) => void;
  readonly host?: string;
}

/**
 * Live news. A notice is only a hint that makes the phone sync; the cursor is the truth, so nothing depends on the
 * connection staying up. SignalR is loaded when there is somebody to listen for.
 */
export class Hub {
  #connection: HubConnection | undefined;
  #wanted = false;
  /** Woken while a try was under way: if that try fails, the next one follows at once. */
  #woken = false;
  #token: string | undefined;
  #renewed = false;
  #present: Id | undefined;
  #presence: ReturnType<typeof setTimeout> | undefined;
  #typed: { consult: Id | null; at: number } = { consult: null, at: 0 };
  #tries = 0;
  #up = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: HubParts) {}

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#presence);
    await this.#connection?.stop();
    this.#connection = undefined;
  }

  /** The network came back: try now rather than after the pause. */
  wake(): void {
    if (!this.#wanted || this.#up) return;
    this.#tries = 0;
    if (this.#connection) return void (this.#woken = true);
    clearTimeout(this.#timer);
    void this.#connect();
  }

  /** The case is on the screen: said at once, and again while it stays there. */
  open(consult: Id): void {
    this.#present = consult;
    this.#sayPresent();
  }

  leave(consult: Id): void {
    if (this.#present !== consult) return;
    this.#present = undefined;
    clearTimeout(this.#presence);
    void this.#connection?.send('Away', consult).catch(() => undefined);
  }

  /** Tells the others who have the case open, at most every few seconds however fast one types. */
  typing(consult: Id): void {
    const now = Date.now();
    if (!this.#up || (this.#typed.consult === consult && now - this.#typed.at < typingPause)) return;
    this.#typed = { consult, at: now };
    void this.#connection?.send('Typing', consult).catch(() => undefined);
  }

  /** Nobody is told of a case that lies behind another window or in a pocket. */
  #sayPresent(): void {
    clearTimeout(this.#presence);
    const consult = this.#present;
    if (consult === undefined) return;
    if (this.#up && globalThis.document?.visibilityState !== 'hidden') void this.#connection?.send('Present', consult).catch(() => undefined);
    this.#presence = setTimeout(() => this.#sayPresent(), presencePause);
  }

  async #connect(): Promise<void> {
    const connection = await this.#build().catch(() => null);
    if (!connection) return this.#later();
    this.#connection = connection;
    connection.onclose(() => this.#lost(connection));
    connection.on('typing', (told: Told) => this.parts.typing(told));
    connection.on('present', (told: Told) => this.parts.present(told));
    connection.on('away', (told: Told) => this.parts.away(told));
    connection.on('changed', (told: Pick<Told, 'consult'>) => this.parts.changed(told.consult));
    try {
      await connection.start();
      if (!this.#wanted) return void connection.stop();
      await this.#follow(connection);
    } catch (e) {
      await this.#refused(e);
      this.#lost(connection);
    }
  }

  /** The server does not take the token any more, whatever this phone's clock says: the next try must not offer it again. */
  async #refused(e: unknown): Promise<void> {
    if (!(e instanceof Error) || !/\b401\b/.test(e.message) || !this.#token || this.#renewed) return;
    this.#renewed = true; // once: a fresh token that is refused too must not be asked for in a circle
    const renewed = await this.parts.session.renew(this.#token).catch(() => null);
    if (renewed && renewed !== this.#token) this.#woken = true;
  }

  async #build(): Promise<HubConnection> {
    const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
    const token = async () => (this.#token = (await this.parts.session.bearer()) ?? '');
    return new HubConnectionBuilder()
      .withUrl(`${this.parts.host ?? ''}/hubs/consults`, { accessTokenFactory: token })
      // Logs of a library must not hold what the hub says.
      .configureLogging(LogLevel.None)
      .build();
  }

  async #follow(connection: HubConnection): Promise<void> {
    const cursor = await this.parts.cursor();
    this.#woken = this.#renewed = false;
    this.parts.live(true);
    this.#up = Date.now();
    this.#sayPresent();
    connection.stream<Notice>('Follow', cursor).subscribe({
      next: (notice) => this.parts.notice(notice),
      // The stream ends when the cursor grew stale or the token did; a new connection begins with what sync then says.
      complete: () => void connection.stop(),
      error: () => void connection.stop(),
    });
  }

  #lost(connection: HubConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    // A connection that held counts as good; one that fell at once must not be tried again at once.
    if (this.#up && Date.now() - this.#up > steady) this.#tries = 0;
    this.#up = 0;
    this.parts.live(false);
    void connection.stop().catch(() => undefined);
    this.#later();
  }

  #later(): void {
    if (!this.#wanted) return;
    if (this.#woken) this.#tries = 0;
    this.#woken = false;
    const pause = pauses[Math.min(this.#tries++, pauses.length - 1)]!;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), pause * (0.75 + Math.random() / 2));
  }
}
