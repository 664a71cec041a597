import type { Id } from '../shared/model';
import type { Answer } from './answer';

/** One photo on its way: what tus needs to know of it. */
export interface PhotoUpload {
  readonly photo: Id;
  readonly consult: Id;
  readonly slot: string;
  /** Hex of `bytes`. */
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the server may know it already: then its offset is asked first. */
  readonly begun: boolean;
  /** Ends the sending, not the upload: the server keeps what has arrived. */
  readonly signal: AbortSignal;
}

/** The token now, refreshed when needed; null when nobody is signed in. */
export type Bearer = () => Promise<string | null>;

/** Told each time the server has confirmed bytes; never a guess. */
export type Confirmed = (bytes: number) => void;

export type SendPhoto = (upload: PhotoUpload, bearer: Bearer, confirmed: Confirmed) => Promise<Answer>;

export const tusVersion = '1.0.0';
export const uploads = '/api/uploads';
/** A wrong whole starts the photo again; a phone whose memory is broken must not do so for ever. */
export const mostRestarts = 2;

/** tus 1.0.0, creation: pairs of a name and a base64 value. All values here are ASCII. */
export const metadataOf = (upload: PhotoUpload): Record<string, string> =>
  ({ photo: upload.photo, consult: upload.consult, slot: upload.slot, sha256: upload.sha256 });
