import { ascii, join, maxHeaderBytes, startsWith, truncated, turned, type Canonical } from './bytes';
import { exifBlock, exifName, exifOrientation } from './exif';
import { checkHuffmanTables, checkNumber, checkQuantizationTables, checkScan, damaged, parseFrame, PhotoRefusal, type Frame } from './structure';

/** More scans than any camera writes: many small ones would be an attack on decoders. */
const maxScans = 200;

/** Second bytes of the markers that matter here (ITU-T T.81, table B.1). */
const marker = { huffman: 0xc4, soi: 0xd8, eoi: 0xd9, scan: 0xda, quantization: 0xdb, lines: 0xdc, restart: 0xdd, app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, comment: 0xfe };
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Lossless, arithmetic and hierarchical processes: legal, but screens do not show them. */
const otherProcess = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xde, 0xdf]);

const isMetadata = (code: number) => (code >= 0xe0 && code <= 0xef) || code === marker.comment;
const isEntropy = (code: number) => code === 0 || (code >= 0xd0 && code <= 0xd7);

const jfifName = ascii('JFIF\0');
const iccName = ascii('ICC_PROFILE\0');
const adobeName = ascii('Adobe');
/** T.871: version 1.1, no unit, 1:1, no thumbnail. The phone's own block could hold a small picture. */
const jfif = Uint8Array.of(0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

/** The canonical form of a JPEG: see strip.ts. */
export function canonicalJpeg(input: Uint8Array): Canonical {
  const reader = new Reader(input);
  const header = new Header();
  const [frame, code] = readHeader(reader, header);
  const parts = header.parts();
  copyScans(reader, parts, frame, code);
  return { type: 'image/jpeg', bytes: join(parts), ...turned(frame, header.orientation), turn: header.orientation };
}

/** Walks the segments. Everything is bounds-checked here, so the rest may trust what it gets. */
class Reader {
  #at = 2;
  constructor(private readonly bytes: Uint8Array) {}

  /** Takes FF, fill bytes (more FF, T.81 B.1.1.2) and the marker's code. */
  marker(): number {
    if (this.#byte() !== 0xff) throw damaged();
    let code = 0xff;
    while (code === 0xff) code = this.#byte();
    return code;
  }

  payload(): Uint8Array {
    const length = (this.#byte() << 8) | this.#byte();
    if (length < 2) throw damaged();
    const end = this.#at + length - 2;
    if (end > this.bytes.length) throw truncated();
    const payload = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return payload;
  }

  /** Copies entropy-coded data in whole stretches; only fill bytes interrupt one. Returns the marker that ends it. */
  entropy(parts: Uint8Array[]): number {
    let start = this.#at;
    for (;;) {
      const at = this.bytes.indexOf(0xff, this.#at);
      if (at < 0 || at + 1 >= this.bytes.length) throw truncated();
      if (isEntropy(this.bytes[at + 1]!)) {
        this.#at = at + 2;
        continue;
      }
      parts.push(this.bytes.subarray(start, at));
      this.#at = at;
      const code = this.marker();
      if (!isEntropy(code)) return code;
      parts.push(Uint8Array.of(0xff, code));
      start = this.#at;
    }
  }

  #byte(): number {
    const byte = this.bytes[this.#at];
    if (byte === undefined) throw truncated();
    this.#at++;
    return byte;
  }
}

/** Collects what comes before the first scan, for the one order that phone and server share. */
class Header {
  readonly #profile: Uint8Array[] = [];
  readonly #tables: Uint8Array[] = [];
  #adobe: Uint8Array | null = null;
  #hasJfif = false;
  #orientation: number | null = null;
  #kept = 0;

  get orientation(): number {
    return this.#orientation ?? 1;
  }

  metadata(code: number, payload: Uint8Array): void {
    if (code === marker.app0 && startsWith(payload, jfifName)) this.#hasJfif = true;
    else if (code === marker.app1) this.#orientation ??= exifOrientation(payload);
    else if (code === marker.app2 && startsWith(payload, iccName)) this.#keep(this.#profile, code, payload);
    else if (code === marker.app14 && payload.length >= 12 && startsWith(payload, adobeName)) this.#adobe ??= payload.subarray(0, 12);
  }

  segment(code: number, payload: Uint8Array): void {
    this.#keep(this.#tables, code, payload);
  }

  parts(): Uint8Array[] {
    return [
      Uint8Array.of(0xff, marker.soi),
      ...(this.#hasJfif ? [jfif] : []),
      ...(this.orientation !== 1 ? this.#exif() : []),
      ...this.#profile,
      ...(this.#adobe ? [start(marker.app14, this.#adobe), this.#adobe] : []),
      ...this.#tables,
    ];
  }

  #exif(): Uint8Array[] {
    const block = join([exifName, exifBlock(this.orientation)]);
    return [start(marker.app1, block), block];
  }

  #keep(where: Uint8Array[], code: number, payload: Uint8Array): void {
    this.#kept += payload.length + 4;
    if (this.#kept > maxHeaderBytes) throw damaged();
    where.push(start(code, payload), payload);
  }
}

/** Reads up to and with the marker of the first scan. */
function readHeader(reader: Reader, header: Header): [Frame, number] {
  let frame: Frame | null = null;
  for (;;) {
    const code = reader.marker();
    if (code === marker.scan) {
      if (!frame) throw damaged();
      return [frame, code];
    }
    if (frames.has(code) && !frame) {
      const payload = reader.payload();
      frame = parseFrame(payload);
      header.segment(code, payload);
    } else if (isMetadata(code)) {
      header.metadata(code, reader.payload());
    } else {
      header.segment(code, tables(reader, code));
    }
  }
}

function copyScans(reader: Reader, parts: Uint8Array[], frame: Frame, first: number): void {
  let scans = 0;
  let code = first;
  while (code !== marker.eoi) {
    if (code === marker.scan) {
      if (++scans > maxScans) throw new PhotoRefusal('photo.unsupported');
      const scan = reader.payload();
      checkScan(scan, frame);
      parts.push(start(code, scan), scan);
      code = reader.entropy(parts);
      continue;
    }
    if (isMetadata(code)) {
      reader.payload();
    } else {
      const payload = code === marker.lines ? checkNumber(reader.payload()) : tables(reader, code);
      parts.push(start(code, payload), payload);
    }
    code = reader.marker();
  }
  parts.push(Uint8Array.of(0xff, marker.eoi));
}

/** Tables may stand before every scan. What is none of them could carry anything, and is refused. */
function tables(reader: Reader, code: number): Uint8Array {
  if (otherProcess.has(code)) throw new PhotoRefusal('photo.unsupported');
  switch (code) {
    case marker.quantization: return checkQuantizationTables(reader.payload());
    case marker.huffman: return checkHuffmanTables(reader.payload());
    case marker.restart: return checkNumber(reader.payload());
    default: throw damaged();
  }
}

function start(code: number, payload: Uint8Array): Uint8Array {
  const length = payload.length + 2;
  return Uint8Array.of(0xff, code, length >> 8, length & 0xff);
}
