const maxPixels = 50_000_000;

/** Why a photo cannot be taken; the sentence stands in the catalogue under `refusal.<code>`. */
export class PhotoRefusal extends Error {
  /** What the sentence needs: `format` where it is known what kind of file it is. */
  constructor(readonly code: string, readonly args: Readonly<Record<string, string>> = {}) {
    super(code);
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function checkSize(width: number, height: number): Size {
  if (width < 1 || height < 1) throw damaged();
  if (width * height > maxPixels) throw new PhotoRefusal('photo.too-many-pixels');
  return { width, height };
}

export const damaged = (): PhotoRefusal => new PhotoRefusal('photo.damaged');

/** Pixels as coded, before orientation. */
export interface Frame extends Size {
  readonly components: readonly number[];
}

/** T.81 B.2.2. The height must be known here, not by a DNL segment after the first scan. */
export function parseFrame(payload: Uint8Array): Frame {
  if (payload.length < 6) throw damaged();
  if (payload[0] !== 8) throw new PhotoRefusal('photo.unsupported');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const height = view.getUint16(1);
  const width = view.getUint16(3);
  const count = payload[5]!;
  if (![1, 3, 4].includes(count) || payload.length !== 6 + 3 * count ) throw damaged();
  const size = checkSize(width, height);
  const components: number[] = [];
  for (let at = 6; at < payload.length; at += 3) {
    const [horizontal, vertical] = [payload[at + 1]! >> 4, payload[at + 1]! & 15];
    if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) throw damaged();
    components.push(payload[at]!);
  }
  return { ...size, components };
}

/** T.81 B.2.3: a scan names one to four components of the frame. */
export function checkScan(payload: Uint8Array, frame: Frame): void {
  const count = payload[0] ?? 0;
  if (count < 1 || count > 4 || payload.length !== 4 + 2 * count) throw damaged();
  for (let i = 0; i < count; i++) if (!frame.components.includes(payload[1 + 2 * i]!)) throw damaged();
}

/** T.81 B.2.4.1: precision and number of each table, then 64 values of one or two bytes. */
export function checkQuantizationTables(payload: Uint8Array): Uint8Array {
  let at = 0;
  do {
    const head = payload[at] ?? 0xff;
    const [precision, number] = [head >> 4, head & 15];
    at += 1 + 64 * (precision + 1);
    if (precision > 1 || number > 3 || at > payload.length) throw damaged();
  } while (at < payload.length);
  return payload;
}

/** T.81 B.2.4.2: class and number of each table, 16 counts of codes by length, then that many values. */
export function checkHuffmanTables(payload: Uint8Array): Uint8Array {
  let at = 0;
  do {
    const head = payload[at] ?? 0xff;
    if (head >> 4 > 1 || (head & 15) > 3 || at + 17 > payload.length) throw damaged();
    const codes = payload.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    at += 17 + codes;
    if (codes > 256 || at > payload.length) throw damaged();
  } while (at < payload.length);
  return payload;
}

/** Restart interval and number of lines: one number of two bytes. */
export function checkNumber(payload: Uint8Array): Uint8Array {
  if (payload.length !== 2) throw damaged();
  return payload;
}
