import { PhotoRefusal, type Size } from './structure';

/** Bytes of the largest photo that is accepted: 25 MB. The server has the same limits. */
export const maxBytes = 26_214_400;
/** Most bytes that are kept beside the coded picture; colour profiles of real photos stay far below. */
export const maxHeaderBytes = 2 * 1024 * 1024;
/** Of a block that may tell the orientation, as much is looked at. */
export const maxExifBytes = 65_536;

export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp';

export interface Stripped {
  readonly type: PhotoType;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** As displayed: orientation applied. */
  readonly width: number;
  readonly height: number;
}

export interface Canonical extends Stripped {
  /** The orientation that the photo had (Exif, 1 to 8). */
  readonly turn: number;
}

export const truncated = (): PhotoRefusal => new PhotoRefusal('photo.truncated');
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
export const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean => bytes.length >= start.length && start.every((b, i) => bytes[i] === b);
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** From 5 on the picture lies on its side. */
export const turned = ({ width, height }: Size, orientation: number): Size => (orientation >= 5 ? { width: height, height: width } : { width, height });

export function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Walks over a file. Everything is bounds-checked here, so the rest may trust what it gets. */
export class Cursor {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    if (this.#at + length > this.bytes.length) throw truncated();
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
