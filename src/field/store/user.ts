import type { Consult, Draft, ErasedCase, Id, LocalCase, LocalPhoto, Patient, SealedCase, SyncPage, OwnFigures } from '../shared/model';
import type { Newsroom } from './news';
import { keepFor, lineOf, OutboxStore } from './outbox';
import { isKnown } from '../shared/referral';
import { openUserDb, type NewEntry, type OutboxEntry, type StoredPhoto, type UserDb } from './schema';

/** Bytes under the id of their photo, or of its original. */
export type StoredBytes = Omit<StoredPhoto, 'consult'>;

/** Everything one user has on this phone. Each write resolves when it is safe in the database. */
export class UserStore {
  readonly outbox: OutboxStore;

  private constructor(private readonly db: UserDb, readonly user: Id, private readonly news: Newsroom) {
    this.outbox = new OutboxStore(db, () => this.#changed());
  }

  static async open(user: Id, news: Newsroom): Promise<UserStore> {
    return new UserStore(await openUserDb(user), user, news);
  }

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts');
  }

  draft(id: Id): Promise<Draft | undefined> {
    return this.db.get('drafts', id);
  }

  async keepDraft(draft: Draft): Promise<void> {
    await this.db.put('drafts', draft);
    this.#changed();
  }

  /** Reads, changes and writes in one transaction, so that a photo and a keystroke at once lose neither. */
  async changeDraft(id: Id, change: (draft: Draft) => Draft): Promise<Draft> {
    const tx = this.db.transaction('drafts', 'readwrite');
    const draft = await tx.store.get(id);
    if (!draft) throw new Error('the draft is gone');
    const next = change(draft);
    await tx.store.put(next);
    await tx.done;
    this.#changed();
    return next;
  }

  /** A photo's bytes and its line in the draft, together or not at all. A photo it replaces goes. */
  async addPhoto(id: Id, photos: readonly StoredBytes[], change: (draft: Draft) => Draft): Promise<Draft> {
    const tx = this.db.transaction(['drafts', 'photos'], 'readwrite', { durability: 'strict' });
    const draft = await tx.objectStore('drafts').get(id);
    if (!draft) throw new Error('the draft is gone');
    const next = change(draft);
    for (const photo of photos) await tx.objectStore('photos').put({ ...photo, consult: id });
    const kept = new Set(bytesOf(next));
    for (const old of bytesOf(draft)) if (!kept.has(old)) await tx.objectStore('photos').delete(old);
    await tx.objectStore('drafts').put(next);
    await tx.done;
    this.#changed();
    return next;
  }

  async removePhoto(id: Id, photo: Id): Promise<void> {
    const tx = this.db.transaction(['drafts', 'photos'], 'readwrite');
    const draft = await tx.objectStore('drafts').get(id);
    const gone = draft && [...draft.photos, ...(draft.tray ?? [])].find((p) => p.id === photo);
    if (draft && gone) {
      const tray = draft.tray && { tray: draft.tray.filter((p) => p.id !== photo) };
      await tx.objectStore('drafts').put({ ...draft, photos: draft.photos.filter((p) => p.id !== photo), ...tray });
      for (const own of idsOf(gone)) await tx.objectStore('photos').delete(own);
    }
    await tx.done;
    this.#changed();
  }

  async dropDraft(id: Id): Promise<void> {
    const tx = this.db.transaction(['drafts', 'photos'], 'readwrite');
    const draft = await tx.objectStore('drafts').get(id);
    for (const own of draft ? bytesOf(draft) : []) await tx.objectStore('photos').delete(own);
    await tx.objectStore('drafts').delete(id);
    await tx.done;
    this.#changed();
  }

  async photoBytes(photo: Id): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.db.get('photos', photo))?.bytes ?? null;
  }

  /** Pressing send: the draft becomes a sealed case with its requests, in one transaction and flushed to the disk. */
  async seal(sealed: SealedCase, entries: readonly NewEntry[]): Promise<void> {
    const tx = this.db.transaction(['drafts', 'sealed', 'outbox', 'photos'], 'readwrite', { durability: 'strict' });
    const { tray, ...draft } = sealed.draft;
    await tx.objectStore('sealed').put({ ...sealed, draft });
    // What was put into no slot belongs to no case: it does not stay here.
    for (const own of (tray ?? []).flatMap(idsOf)) await tx.objectStore('photos').delete(own);
    for (const entry of entries) await tx.objectStore('outbox').add(entry as OutboxEntry);
    await tx.objectStore('drafts').delete(sealed.id);
    await tx.done;
    this.#changed();
  }

  /** The other way, for a case that the server refused: its requests go, the draft with its photos comes back. */
  async unseal(id: Id): Promise<Draft> {
    const tx = this.db.transaction(['drafts', 'sealed', 'outbox'], 'readwrite');
    const sealed = await tx.objectStore('sealed').get(id);
    if (!sealed || sealed.storedAt) throw new Error('only a case that the server has not stored can be mended');
    for (const entry of await tx.objectStore('outbox').index('consult').getAll(id)) await tx.objectStore('outbox').delete(entry.seq);
    await tx.objectStore('drafts').put(sealed.draft);
    await tx.objectStore('sealed').delete(id);
    await tx.done;
    this.#changed();
    return sealed.draft;
  }

  /** A retake: the new photo's bytes and its requests, together. */
  async addRetake(consult: Id, photos: readonly StoredBytes[], entries: readonly NewEntry[]): Promise<void> {
    const tx = this.db.transaction(['photos', 'outbox'], 'readwrite', { durability: 'strict' });
    for (const photo of photos) await tx.objectStore('photos').put({ ...photo, consult });
    for (const entry of entries) await tx.objectStore('outbox').add(entry as OutboxEntry);
    await tx.done;
    this.#changed();
  }

  /** All cases, what is only here and what the server knows put together. */
  async cases(): Promise<LocalCase[]> {
    const tx = this.db.transaction(['drafts', 'sealed', 'consults', 'outbox']);
    const [drafts, sealed, consults, outbox] = await Promise.all([
      tx.objectStore('drafts').getAll(), tx.objectStore('sealed').getAll(), tx.objectStore('consults').getAll(), tx.objectStore('outbox').getAll(),
    ]);
    const cases = new Map<Id, LocalCase>();
    const of = (id: Id): LocalCase => cases.get(id) ?? { id, draft: null, sealed: null, consult: null, outbox: [] };
    for (const draft of drafts) cases.set(draft.id, { ...of(draft.id), draft });
    for (const one of sealed) cases.set(one.id, { ...of(one.id), sealed: one });
    for (const consult of consults) cases.set(consult.id, { ...of(consult.id), consult });
    for (const entry of outbox) {
      if (entry.state === 'stored' && superseded(entry, cases.get(entry.consult)?.consult ?? null)) continue;
      const found = of(entry.consult);
      cases.set(entry.consult, { ...found, outbox: [...found.outbox, lineOf(entry)] });
    }
    return [...cases.values()];
  }

  /** One page of news and the cursor after it, in one transaction: a crash repeats the page or has it, nothing between. */
  async applyPage(page: SyncPage, final: { readonly cursor: string | null; readonly replace: ReadonlySet<Id> | null }): Promise<void> {
    const tx = this.db.transaction(['consults', 'patients', 'meta', 'sealed', 'photos', 'outbox', 'drafts'], 'readwrite');
    const sendAgain = async (photo: Id, kind: 'photo' | 'original') => {
      const outbox = tx.objectStore('outbox');
      // An original's entry hangs on its grading copy's.
      const entry = kind === 'photo' ? await outbox.index('key').get(photo) : (await outbox.getAll()).find((one) => one.kind === 'original' && one.after === photo);
      if (entry?.state !== 'stored' || !entry.photo || !(await tx.objectStore('photos').get(entry.photo))) return;
      await outbox.put({ ...entry, state: 'waiting', begun: false, confirmed: 0, attempts: 0, notBefore: 0, storedAt: null });
    };
    for (const consult of page.consults) {
      await tx.objectStore('consults').put(consult);
      // What the server has lost goes once more, where its copy is still here.
      for (const photo of consult.photos ?? []) {
        if (photo.lostAt) await sendAgain(photo.id, 'photo');
        if (photo.originalLostAt) await sendAgain(photo.id, 'original');
      }
    }
    for (const patient of page.patients) await tx.objectStore('patients').put(patient);
    for (const id of page.removed) await tx.objectStore('consults').delete(id);
    for (const id of page.erasedPatients ?? []) await tx.objectStore('patients').delete(id);
    for (const erased of page.erased ?? []) {
      // Whatever this phone still has of it goes too, also what it kept for a server that might have to be restored.
      await tx.objectStore('consults').delete(erased.id);
      await tx.objectStore('sealed').delete(erased.id);
      await tx.objectStore('drafts').delete(erased.id);
      for (const key of await tx.objectStore('photos').index('consult').getAllKeys(erased.id)) await tx.objectStore('photos').delete(key);
      for (const key of await tx.objectStore('outbox').index('consult').getAllKeys(erased.id)) await tx.objectStore('outbox').delete(key);
      for (const key of await tx.objectStore('meta').getAllKeys()) if (key.startsWith('text:') && key.includes(erased.id)) await tx.objectStore('meta').delete(key);
    }
    if (page.erased?.length) {
      const told = ((await tx.objectStore('meta').get('erased')) as ErasedCase[] | undefined) ?? [];
      const known = new Set(((await tx.objectStore('meta').get('erasedSeen')) as Id[] | undefined) ?? []);
      const fresh = page.erased.filter((one) => !known.has(one.id) && !told.some((other) => other.id === one.id));
      await tx.objectStore('meta').put([...told, ...fresh], 'erased');
    }
    if (final.replace) {
      // A whole snapshot is here: what it did not name is not this user's to see any more. Unsent work is elsewhere.
      for (const id of await tx.objectStore('consults').getAllKeys()) if (!final.replace.has(id)) await tx.objectStore('consults').delete(id);
    }
    if (final.cursor !== null) await tx.objectStore('meta').put(final.cursor, 'cursor');
    await tx.done;
    this.#changed();
  }

  /** Erased cases of which this person has not been told yet. */
  async erased(): Promise<readonly ErasedCase[]> {
    return ((await this.db.get('meta', 'erased')) as ErasedCase[] | undefined) ?? [];
  }

  /** They have been told: not again, also when a snapshot names them once more. */
  async erasedSeen(id: Id): Promise<void> {
    const tx = this.db.transaction('meta', 'readwrite');
    const told = ((await tx.store.get('erased')) as ErasedCase[] | undefined) ?? [];
    const known = ((await tx.store.get('erasedSeen')) as Id[] | undefined) ?? [];
    await tx.store.put(told.filter((one) => one.id !== id), 'erased');
    await tx.store.put([...new Set([...known, id])].slice(-500), 'erasedSeen');
    await tx.done;
    this.#changed();
  }

  patients(): Promise<Patient[]> {
    return this.db.getAll('patients');
  }

  /** Takes a newer copy of a known case only at the version that is here: whatever else is new, the sync brings in its order. */
  async refresh(consult: Consult): Promise<void> {
    const tx = this.db.transaction('consults', 'readwrite');
    const known = await tx.store.get(consult.id);
    const same = known?.version === consult.version;
    if (same) await tx.store.put(consult);
    await tx.done;
    if (same) this.#changed();
  }

  async figures(): Promise<OwnFigures | null> {
    return ((await this.db.get('meta', 'figures')) as OwnFigures | undefined) ?? null;
  }

  async keepFigures(figures: OwnFigures): Promise<void> {
    await this.db.put('meta', figures, 'figures');
  }

  consults(): Promise<Consult[]> {
    return this.db.getAll('consults');
  }

  consult(id: Id): Promise<Consult | undefined> {
    return this.db.get('consults', id);
  }

  async cursor(): Promise<string | null> {
    return ((await this.db.get('meta', 'cursor')) as string | undefined) ?? null;
  }

  async forgetCursor(): Promise<void> {
    await this.db.delete('meta', 'cursor');
  }

  /** Half-written words, by a name of the screen's choice. */
  async keptText(key: string): Promise<string> {
    return ((await this.db.get('meta', `text:${key}`)) as string | undefined) ?? '';
  }

  async keepText(key: string, text: string): Promise<void> {
    await (text === '' ? this.db.delete('meta', `text:${key}`) : this.db.put('meta', text, `text:${key}`));
  }

  /** Last contact and the difference of the clocks, so that a phone started offline can tell how old its news are. */
  async contact(): Promise<{ lastHeard: string | null; clockOffset: number }> {
    return ((await this.db.get('meta', 'contact')) as { lastHeard: string; clockOffset: number } | undefined) ?? { lastHeard: null, clockOffset: 0 };
  }

  async keepContact(lastHeard: string, clockOffset: number): Promise<void> {
    await this.db.put('meta', { lastHeard, clockOffset }, 'contact');
  }

  /** Removes copies that the server acknowledged more than 7 days ago. Nothing unacknowledged is ever touched. */
  async sweep(now: number): Promise<number> {
    const tx = this.db.transaction(['outbox', 'sealed', 'photos'], 'readwrite');
    const isOld = (at: string | null) => at !== null && Date.parse(at) + keepFor < now;
    const entries = await tx.objectStore('outbox').getAll();
    const old = entries.filter((entry) => entry.state === 'stored' && isOld(entry.storedAt));
    for (const entry of old) {
      if (entry.photo && (entry.kind === 'photo' || entry.kind === 'original')) await tx.objectStore('photos').delete(entry.photo);
      await tx.objectStore('outbox').delete(entry.seq);
    }
    const open = new Set(entries.filter((entry) => !old.includes(entry)).map((entry) => entry.consult));
    for (const sealed of await tx.objectStore('sealed').getAll()) {
      if (isOld(sealed.storedAt) && !open.has(sealed.id)) await tx.objectStore('sealed').delete(sealed.id);
    }
    await tx.done;
    if (old.length) this.#changed();
    return old.length;
  }

  close(): void {
    this.db.close();
  }

  #changed(): void {
    this.news.publish({ kind: 'store', user: this.user });
  }
}

/** Ids of the bytes of a photo: its own, and its original's. */
const idsOf = ({ id, original }: Pick<LocalPhoto, 'id' | 'original'>): Id[] => (original ? [id, original.id] : [id]);

const bytesOf = ({ photos, tray }: Draft): Id[] => [...photos, ...(tray ?? [])].flatMap(idsOf);

/**
 * Whether the server's view already shows what this acknowledged request did. Until then the phone goes on showing it,
 * so that a message or a read mark does not blink away between its receipt and the next sync.
 */
function superseded(entry: OutboxEntry, consult: Consult | null): boolean {
  if (!consult) return entry.kind === 'submission' || entry.kind === 'photo' || entry.kind === 'original';
  switch (entry.kind) {
    case 'message': return consult.thread.some((message) => message.id === entry.subject);
    case 'answer': return consult.requests.some((request) => request.id === entry.subject && (request.givenAt !== null || request.dropped));
    case 'retake': return consult.photos.some((photo) => photo.id === entry.photo);
    case 'read': return consult.advice.some((advice) => advice.id === entry.subject && advice.readAt !== null);
    case 'mark': return consult.advice.some((advice) => advice.id === entry.subject && advice.marks.some((mark) => mark.line === entry.mark?.line && mark.outcome === entry.mark.outcome));
    case 'readBack': return (consult.readBacks ?? []).some((one) => one.id === entry.key);
    case 'referral': return (consult.referrals ?? []).every((one) => one.id !== entry.subject || isKnown(entry, one));
    case 'close': return consult.state === 'closed';
    default: return true;
  }
}
