import type { Id, Instant, OutboxLine, Receipt } from '../shared/model';
import type { NewEntry, OutboxEntry, UserDb } from './schema';

/** How long a copy of what the server has acknowledged stays on the phone (DESIGN §5 rule 1). */
export const keepFor = 7 * 86_400_000;

/** What waits to be sent, and what was sent in the last 7 days. */
export class OutboxStore {
  constructor(private readonly db: UserDb, private readonly changed: () => void) {}

  async add(...entries: NewEntry[]): Promise<void> {
    const tx = this.db.transaction('outbox', 'readwrite');
    for (const entry of entries) await tx.store.add(entry as OutboxEntry);
    await tx.done;
    this.changed();
  }

  all(): Promise<OutboxEntry[]> {
    return this.db.getAll('outbox');
  }

  /**
   * What may go now, best first: emergencies, then words, then photos, then originals, each in the order of writing.
   *
   * @param originals whether the network is good enough for what nobody waits for
   */
  async next(now: number, originals = true): Promise<OutboxEntry | null> {
    const entries = await this.all();
    const open = new Set(entries.filter((entry) => entry.state !== 'stored').map((entry) => entry.key));
    const ready = entries.filter((entry) =>
      entry.state === 'waiting' && entry.notBefore <= now && (originals || entry.kind !== 'original') && (entry.after === null || !open.has(entry.after)));
    return ready.sort(byImportance)[0] ?? null;
  }

  /** When the earliest postponed entry may go; null when none is. */
  async nextDue(): Promise<number | null> {
    const times = (await this.all()).filter((entry) => entry.state === 'waiting' && entry.notBefore > 0).map((entry) => entry.notBefore);
    return times.length ? Math.min(...times) : null;
  }

  async get(key: Id): Promise<OutboxEntry | undefined> {
    return this.db.getFromIndex('outbox', 'key', key);
  }

  /** The server has stored it. A submission's receipt goes into the sealed case in the same transaction. */
  async markStored(key: Id, at: Instant, receipt: unknown): Promise<void> {
    const tx = this.db.transaction(['outbox', 'sealed'], 'readwrite');
    const entry = await tx.objectStore('outbox').index('key').get(key);
    if (entry && entry.state !== 'stored') {
      await tx.objectStore('outbox').put({ ...entry, state: 'stored', confirmed: entry.bytes, storedAt: at, code: null });
      const sealed = entry.kind === 'submission' ? await tx.objectStore('sealed').get(entry.consult) : undefined;
      if (sealed) {
        const told = receipt as Partial<Receipt>;
        await tx.objectStore('sealed').put({ ...sealed, storedAt: told.receivedAt ?? at, number: told.number ?? null, nextStep: told.nextStep ?? null });
      }
    }
    await tx.done;
    this.changed();
  }

  /** Refused: set aside with its reason. What hangs on it stays here too, because it waits for this one. */
  setAside(key: Id, code: string, args: OutboxLine['arguments']): Promise<void> {
    return this.#change(key, (entry) => ({ ...entry, state: 'refused', code, arguments: args }));
  }

  postpone(key: Id, notBefore: number): Promise<void> {
    return this.#change(key, (entry) => ({ ...entry, notBefore, attempts: entry.attempts + 1 }));
  }

  /** Before the first byte goes: a browser that is closed meanwhile must not send again what has arrived. */
  begin(key: Id): Promise<void> {
    return this.#change(key, (entry) => ({ ...entry, begun: true }));
  }

  confirm(key: Id, bytes: number): Promise<void> {
    return this.#change(key, (entry) => ({ ...entry, confirmed: bytes }));
  }

  /** Nothing waits for a pause any more: somebody asked, or the network came back. */
  async hurry(): Promise<void> {
    const tx = this.db.transaction('outbox', 'readwrite');
    for (const entry of await tx.store.getAll()) if (entry.notBefore > 0) await tx.store.put({ ...entry, notBefore: 0 });
    await tx.done;
  }

  /** Refused requests of a case are tried again, the same bytes under the same key. */
  async again(consult: Id): Promise<void> {
    const tx = this.db.transaction('outbox', 'readwrite');
    for (const entry of await tx.store.index('consult').getAll(consult)) {
      if (entry.state === 'refused') await tx.store.put({ ...entry, state: 'waiting', code: null, arguments: {}, notBefore: 0, attempts: 0 });
    }
    await tx.done;
    this.changed();
  }

  /** Takes out one refused request and what hangs on it. Never used for what the server has stored. */
  async giveUp(key: Id): Promise<void> {
    const tx = this.db.transaction('outbox', 'readwrite');
    const gone = new Set([key]);
    for (const entry of await tx.store.getAll()) {
      if (entry.state === 'stored' || !(gone.has(entry.key) || (entry.after !== null && gone.has(entry.after)))) continue;
      gone.add(entry.key);
      await tx.store.delete(entry.seq);
    }
    await tx.done;
    this.changed();
  }

  async #change(key: Id, change: (entry: OutboxEntry) => OutboxEntry): Promise<void> {
    const tx = this.db.transaction('outbox', 'readwrite');
    const entry = await tx.store.index('key').get(key);
    if (entry) await tx.store.put(change(entry));
    await tx.done;
    this.changed();
  }
}

function byImportance(a: OutboxEntry, b: OutboxEntry): number {
  return Number(b.emergency) - Number(a.emergency)
    // Words and previews first: with them a specialist can begin.
    || weight(a) - weight(b)
    || a.seq - b.seq;
}

const weight = ({ kind }: OutboxEntry): number => (kind === 'original' ? 2 : kind === 'photo' ? 1 : 0);

/** What the screens may see of an entry: not its bytes. */
export function lineOf(entry: OutboxEntry): OutboxLine {
  const { key, consult, kind, state, at, bytes, confirmed, photo, code, text, subject, mark } = entry;
  return { key, consult, kind, state, at, bytes, confirmed, photo, code, arguments: entry.arguments, text, subject, mark, ...(entry.referral && { referral: entry.referral }) };
}
