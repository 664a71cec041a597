import type { SyncPage } from '../shared/model';
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
      if (last) return { kind: 'current', cursor, changed };
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
