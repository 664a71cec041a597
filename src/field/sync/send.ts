import type { OutboxEntry } from '../store/schema';
import type { UserStore } from '../store/user';
import { fromFetch, readJson, readRefusal, unreachable, type Answer } from '../upload/answer';
import type { SendPhoto } from '../upload/photo';
import { Unreachable, type Session } from './session';

export type Send = (entry: OutboxEntry, signal: AbortSignal) => Promise<Answer>;

/** Sends one entry of the outbox: its stored bytes as they are, or its photo by tus. */
export function sender(store: UserStore, session: Session, sendPhoto: SendPhoto): Send {
  return async (entry, signal) => {
    try {
      return entry.kind === 'photo' || entry.kind === 'original' ? await photo(entry, store, session, sendPhoto, signal) : await words(entry, session);
    } catch (e) {
      if (e instanceof Unreachable) return unreachable;
      throw e;
    }
  };
}

async function words(entry: OutboxEntry, session: Session): Promise<Answer> {
  const response = await session.request(entry.path, { method: entry.method, headers: entry.headers, body: entry.body });
  if (!response) return { kind: 'signed-out' };
  if (!response.ok) return readRefusal(fromFetch(response));
  const receipt = await readJson(fromFetch(response));
  // A hotel's sign-in page answers 200 too. Stored is only what our server says is stored.
  return isReceipt(entry, receipt) ? { kind: 'stored', receipt } : unreachable;
}

function isReceipt(entry: OutboxEntry, told: unknown): boolean {
  const receipt = told as { id?: unknown; version?: unknown } | null;
  return entry.kind === 'submission' ? receipt?.id === entry.consult : typeof receipt?.version === 'number';
}

async function photo(entry: OutboxEntry, store: UserStore, session: Session, sendPhoto: SendPhoto, signal: AbortSignal): Promise<Answer> {
  const bytes = entry.photo ? await store.photoBytes(entry.photo) : null;
  if (!entry.photo || !entry.upload || !bytes) return { kind: 'refused', code: 'photo.lost', arguments: {} };
  const upload = { photo: entry.photo, consult: entry.consult, ...entry.upload, bytes, signal, begun: entry.begun === true || entry.attempts > 0 };
  await store.outbox.begin(entry.key);
  let confirmed = entry.confirmed;
  const told = (count: number) => {
    if (count === confirmed) return;
    confirmed = count;
    void store.outbox.confirm(entry.key, count);
  };
  const send = () => sendPhoto(upload, () => session.bearer(), told);
  const answer = await send();
  if (answer.kind !== 'signed-out') return answer;
  // The token may have ended early: renew it once, and go on where the upload stands.
  const used = await session.bearer();
  const renewed = used === null ? null : await session.renew(used);
  return renewed === null ? answer : sendPhoto({ ...upload, begun: true }, () => session.bearer(), told);
}
