import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Consult, Draft, Id, Instant, Me, OutboxLine, Patient, SealedCase } from '../shared/model';

/** A request exactly as it goes over the line: what was stored here is what is sent, however often. */
export interface OutboxEntry extends OutboxLine {
  /** Order of writing; given by the store. */
  readonly seq: number;
  readonly method: 'PUT' | 'POST';
  /** Path below the host, without any patient data (DESIGN §5 rule 8). */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Body bytes; null for a photo, whose bytes lie in `photos`. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly emergency: boolean;
  /** The entry that must be stored first; what it hangs on. */
  readonly after: Id | null;
  /** For a photo: what tus tells the server about it. */
  readonly upload: { readonly slot: string; readonly sha256: string } | null;
  /** For a photo: bytes may have left already, so the server is asked where to go on. Written before the first byte goes. */
  readonly begun?: boolean;
  /** Failed tries that were nobody's fault; they lengthen the pause. */
  readonly attempts: number;
  /** Milliseconds; not before this moment. */
  readonly notBefore: number;
  readonly storedAt: Instant | null;
}

export type NewEntry = Omit<OutboxEntry, 'seq'>;

export interface StoredPhoto {
  readonly id: Id;
  readonly consult: Id;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What one user has on this phone. A database of its own: nobody else's code path ever opens it. */
export interface UserSchema extends DBSchema {
  drafts: { key: Id; value: Draft };
  photos: { key: Id; value: StoredPhoto; indexes: { consult: Id } };
  sealed: { key: Id; value: SealedCase };
  outbox: { key: number; value: OutboxEntry; indexes: { key: Id; consult: Id } };
  consults: { key: Id; value: Consult };
  patients: { key: Id; value: Patient };
  meta: { key: string; value: unknown };
}

export interface StoredUser {
  readonly id: Id;
  readonly name: string;
  readonly userName: string;
}

/** Tokens of the person who is signed in. */
export interface StoredSession {
  readonly user: StoredUser;
  readonly me: Me;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds by this phone's clock. */
  readonly expiresAt: number;
  /** The server wants the password again. */
  readonly expired: boolean;
}

/** What belongs to the phone and not to a person. */
export interface DeviceSchema extends DBSchema {
  users: { key: Id; value: StoredUser };
  meta: { key: string; value: unknown };
}

export type UserDb = IDBPDatabase<UserSchema>;
export type DeviceDb = IDBPDatabase<DeviceSchema>;

/** Raise it with each change of shape, and add a step below; phones skip versions. */
const userVersion = 1;
const deviceVersion = 1;

const prefix = 'teleconsult';

export function openUserDb(user: Id): Promise<UserDb> {
  return openDB<UserSchema>(`${prefix}-user-${user}`, userVersion, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('drafts', { keyPath: 'id' });
        db.createObjectStore('photos', { keyPath: 'id' }).createIndex('consult', 'consult');
        db.createObjectStore('sealed', { keyPath: 'id' });
        const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
        outbox.createIndex('key', 'key', { unique: true });
        outbox.createIndex('consult', 'consult');
        db.createObjectStore('consults', { keyPath: 'id' });
        db.createObjectStore('patients', { keyPath: 'id' });
        db.createObjectStore('meta');
      }
    },
  });
}

export function openDeviceDb(): Promise<DeviceDb> {
  return openDB<DeviceSchema>(`${prefix}-device`, deviceVersion, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('users', { keyPath: 'id' });
        db.createObjectStore('meta');
      }
    },
  });
}
