import type { Id } from '../shared/model';
import { newId } from '../shared/ids';
import type { Newsroom } from './news';
import { openDeviceDb, type DeviceDb, type StoredSession, type StoredUser } from './schema';

/** An empty endpoint: they want messages, and the host has to be told anew. */
export interface KeptPush {
  readonly endpoint: string;
  /** Milliseconds. */
  readonly at: number;
}

/** What belongs to this browser: its id, who has signed in here, and who is signed in now. */
export class DeviceStore {
  private constructor(private readonly db: DeviceDb, readonly news: Newsroom) {}

  static async open(news: Newsroom): Promise<DeviceStore> {
    return new DeviceStore(await openDeviceDb(), news);
  }

  /** Made once per browser. Two tabs that ask at once get the same one. */
  async deviceId(): Promise<Id> {
    const tx = this.db.transaction('meta', 'readwrite');
    let id = (await tx.store.get('device')) as Id | undefined;
    if (!id) {
      id = newId();
      await tx.store.put(id, 'device');
    }
    await tx.done;
    return id;
  }

  async session(): Promise<StoredSession | null> {
    return ((await this.db.get('meta', 'session')) as StoredSession | undefined) ?? null;
  }

  /** Keeps the session; null signs out. The list of known users stays. */
  async keepSession(session: StoredSession | null): Promise<void> {
    const tx = this.db.transaction(['meta', 'users'], 'readwrite');
    if (session) {
      await tx.objectStore('meta').put(session, 'session');
      await tx.objectStore('users').put(session.user);
    } else {
      await tx.objectStore('meta').delete('session');
    }
    await tx.done;
    this.news.publish({ kind: 'session' });
  }

  /**
   * Changes the session only if it is still that of the same sign-in: an answer that comes late must not
   * bring back a user who has signed out meanwhile.
   */
  async changeSession(from: StoredSession, change: Partial<StoredSession>): Promise<StoredSession | null> {
    const tx = this.db.transaction('meta', 'readwrite');
    const now = (await tx.store.get('session')) as StoredSession | undefined;
    const same = now && now.user.id === from.user.id && now.refreshToken === from.refreshToken;
    const next = same ? { ...now, ...change } : (now ?? null);
    if (same) await tx.store.put(next, 'session');
    await tx.done;
    if (same) this.news.publish({ kind: 'session' });
    return next;
  }

  users(): Promise<StoredUser[]> {
    return this.db.getAll('users');
  }

  /** Takes a lease for tabs without Web Locks; false when another owner holds it. */
  async lease(name: string, owner: Id, until: number, now: number): Promise<boolean> {
    const tx = this.db.transaction('meta', 'readwrite');
    const held = (await tx.store.get(`lease:${name}`)) as { owner: Id; until: number } | undefined;
    const free = !held || held.owner === owner || held.until <= now;
    if (free) await tx.store.put({ owner, until }, `lease:${name}`);
    await tx.done;
    return free;
  }

  async endLease(name: string, owner: Id): Promise<void> {
    const tx = this.db.transaction('meta', 'readwrite');
    const held = (await tx.store.get(`lease:${name}`)) as { owner: Id } | undefined;
    if (held?.owner === owner) await tx.store.delete(`lease:${name}`);
    await tx.done;
  }

  /** Whether originals of eye photos go over every network; a choice for this device, and not for a person. */
  async originalsAnywhere(): Promise<boolean> {
    return (await this.db.get('meta', 'originalsAnywhere')) === true;
  }

  async keepOriginalsAnywhere(on: boolean): Promise<void> {
    await this.db.put('meta', on, 'originalsAnywhere');
  }

  /** Where this person's messages come to on this phone, and when the host was last told so; null: they do not want any here. */
  async pushOf(user: Id): Promise<KeptPush | null> {
    return ((await this.db.get('meta', `push:${user}`)) as KeptPush | undefined) ?? null;
  }

  async keepPush(user: Id, kept: KeptPush | null): Promise<void> {
    if (kept) await this.db.put('meta', kept, `push:${user}`);
    else await this.db.delete('meta', `push:${user}`);
  }

  close(): void {
    this.db.close();
  }
}
