import type { Consult, SyncPage } from '../shared/model';
import type { UserStore } from '../store/user';
import { fromFetch, readJson, readRefusal, type Answer } from '../upload/answer';
import { readConsult } from './read';
import { Unreachable, type Session } from './session';

export type SyncResult =
  | { readonly kind: 'current'; readonly cursor: string; readonly changed: number }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'unreachable' };

/** Told with each answer of the server: the moment by its clock, for this phone's offset. */
export type Heard = (serverTime: string) => Promise<void> | void;

const pageSize = 200;

/**
 * Asks the server what is new since the cursor, until there is no more. Joining a run that is under way asks once more after
 * it, since the news that made somebody call may have come behind it.
 */
export class Sync {
  #run: Promise<SyncResult> | undefined;
  #again = false;
  /** Advice that lies on this phone and of which the server does not know so: read from the store once, and then from the news. */
  #owed: Map<string, string> | undefined;
  #stopped = false;

  constructor(private readonly store: UserStore, private readonly session: Session, private readonly heard: Heard) {}

  run(): Promise<SyncResult> {
    if (this.#run) this.#again = true;
    this.#run ??= this.#loop().finally(() => (this.#run = undefined));
    return this.#run;
  }

  /** One case as it stands now: for what changes beside the log, and therefore raises no version. */
  async look(id: string): Promise<void> {
    const response = await this.session.request(`/api/consults/${id}`);
    if (!response?.ok || this.#stopped) return;
    const read = (await readJson(fromFetch(response))) as SyncPage['consults'][number] | null;
    if (read?.id === id) await this.store.refresh(readConsult(read));
  }

  /** Applies nothing more, and resolves when what was under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#run?.catch(() => undefined);
  }

  async #loop(): Promise<SyncResult> {
    let result: SyncResult;
    do {
      this.#again = false;
      result = await this.#pages().catch((e: unknown) => {
        if (e instanceof Unreachable) return { kind: 'unreachable' as const };
        throw e;
      });
    } while (this.#again && !this.#stopped && result.kind === 'current');
    return result;
  }

  async #pages(): Promise<SyncResult> {
    let cursor = await this.store.cursor();
    /** Ids named by a snapshot under way. Its cursor is kept only with the last page, so a cut one begins again. */
    let snapshot: Set<string> | null = null;
    let restarts = 0;
    const owed = (this.#owed ??= await this.#undelivered());
    let changed = 0;
    for (;;) {
      const page = await this.#page(cursor);
      if (this.#stopped) return { kind: 'unreachable' };
      if ('kind' in page) {
        if (page.kind !== 'stale') return page.kind === 'signed-out' ? page : { kind: 'unreachable' };
        // Another epoch, or other rights: from nothing. What this phone has not sent is not touched.
        if (++restarts > 2) return { kind: 'unreachable' };
        await this.store.forgetCursor();
        cursor = null;
        snapshot = null;
        continue;
      }
      if (cursor === null) snapshot = new Set();
      for (const consult of page.consults) snapshot?.add(consult.id);
      for (const id of page.removed) snapshot?.delete(id);
      const last = !page.more;
      await this.store.applyPage(page, { cursor: snapshot && !last ? null : page.cursor, replace: snapshot && last ? snapshot : null });
      await this.heard(page.serverTime);
      changed += page.consults.length + page.removed.length;
      cursor = page.cursor;
      for (const consult of page.consults) this.#owe(owed, consult);
      if (last) {
        await this.#acknowledge(owed);
        return { kind: 'current', cursor, changed };
      }
    }
  }

  async #undelivered(): Promise<Map<string, string>> {
    const owed = new Map<string, string>();
    for (const consult of await this.store.consults()) this.#owe(owed, consult);
    return owed;
  }

  /** A server that stays silent about it is an older one, and is told nothing. */
  #owe(owed: Map<string, string>, { id, isMine, advice }: Partial<Pick<Consult, 'isMine' | 'advice'>> & Pick<Consult, 'id'>): void {
    for (const one of advice ?? []) {
      if (isMine && one.deliveredAt === null && !one.readAt) owed.set(one.id, id);
      else owed.delete(one.id);
    }
  }

  /**
   * Tells the server which advice has come to this phone. What it answers is not kept: as long as its case says "not yet", it is told again, so a
   * lost answer costs one more small request and nothing else.
   */
  async #acknowledge(owed: Map<string, string>): Promise<void> {
    for (const [advice, id] of [...owed]) {
      if (this.#stopped) return;
      const response = await this.session.request(`/api/consults/${id}/advice/${advice}/delivered`, { method: 'POST' }).catch(() => null);
      if (!response || response.status >= 500) return; // the news are here all the same
      owed.delete(advice);
    }
  }

  async #page(cursor: string | null): Promise<SyncPage | { readonly kind: 'stale' } | { readonly kind: 'signed-out' } | Answer> {
    const after = cursor === null ? '' : `after=${encodeURIComponent(cursor)}&`;
    const response = await this.session.request(`/api/sync?${after}limit=${pageSize}`);
    if (!response) return { kind: 'signed-out' };
    if (response.status === 410) return { kind: 'stale' };
    if (!response.ok) return readRefusal(fromFetch(response));
    const page = (await readJson(fromFetch(response))) as SyncPage | null;
    if (typeof page?.cursor !== 'string' || !Array.isArray(page.consults)) throw new Unreachable('not our answer');
    return { ...page, consults: page.consults.map(readConsult), removed: page.removed ?? [], patients: page.patients ?? [] };
  }
}
