import { ascii, Cursor, join, maxExifBytes, maxHeaderBytes, startsWith, turned, viewOf, type Canonical } from './bytes';
import { crc32 } from './crc32';
import { chunkOrientation, exifBlock } from './exif';
import { checkSize, damaged, PhotoRefusal, type Size } from './structure';

const signatureBytes = 8;
const maxProfileName = 79;
const colours = new Set(['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM']);
const animations = new Set(['acTL', 'fcTL', 'fdAT']);
const profileName = ascii('ICC\0\0');
const rawProfiles = [ascii('Raw profile type exif\0'), ascii('Raw profile type APP1\0')];
/** Possible bit depths of each colour type (PNG 3rd edition §11.2.1). */
const depths: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/**
 * The canonical form of a PNG (PNG 3rd edition): header, colour, orientation, palette, transparency, the compressed picture,
 * end. An orientation may stand behind the picture, where browsers do not look for it: it moves before.
 */
export function canonicalPng(input: Uint8Array): Canonical {
  const cursor = new Cursor(input);
  const picture = [cursor.take(signatureBytes).subarray(0, 0)];
  const header = new Header();
  for (let type = ''; type !== 'IEND';) {
    const start = cursor.take(8);
    const length = viewOf(start).getUint32(0);
    type = String.fromCharCode(...start.subarray(4));
    if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fff_ffff) throw damaged();
    header.expect(type, length);
    const data = cursor.take(length);
    if (viewOf(cursor.take(4)).getUint32(0) !== crc32(start.subarray(4), data)) throw damaged();
    header.add(type, data);
    if (type === 'IDAT') picture.push(chunk(type, data));
  }
  const bytes = join([input.subarray(0, signatureBytes), ...header.parts(), ...picture, chunk('IEND', new Uint8Array())]);
  return { type: 'image/png', bytes, ...turned(header.size(), header.orientation), turn: header.orientation };
}

/** Takes the chunks in their order, checks them, and keeps what the picture needs to look right. */
class Header {
  readonly #kept = new Map<string, Uint8Array>();
  #size: Size | null = null;
  #depth = 0;
  #colour = 0;
  #pictureBytes = 0;
  #hasLeftPicture = false;
  #orientation: number | null = null;
  #isWanted = false;
  #keptBytes = 0;

  get orientation(): number {
    return this.#orientation ?? 1;
  }

  size(): Size {
    if (!this.#size) throw damaged();
    return this.#size;
  }

  /** Is this the place for such a chunk? */
  expect(type: string, length: number): void {
    if ((this.#size === null) !== (type === 'IHDR')) throw damaged(); // "IHDR shall be the first chunk", and there is one
    if (animations.has(type)) throw new PhotoRefusal('photo.animated');
    const inPicture = this.#pictureBytes > 0;
    this.#hasLeftPicture ||= inPicture && type !== 'IDAT';
    this.#isWanted = colours.has(type) && this.#wantsColour(type, length);
    const isInPlace = ({
      IHDR: () => length === 13,
      PLTE: () => !inPicture && length >= 3 && length <= 768,
      tRNS: () => !inPicture && length >= 1 && length <= 256,
      IDAT: () => !this.#hasLeftPicture, // "There may be multiple IDAT chunks; if so, they shall appear consecutively."
      IEND: () => inPicture && length === 0,
    } as Readonly<Record<string, () => boolean>>)[type];
    if (isInPlace && !isInPlace()) throw damaged();
    if (!isInPlace && type[0]! < 'a') throw new PhotoRefusal('photo.unsupported'); // critical, and we do not know it
  }

  /** The chunk is whole and undamaged. */
  add(type: string, data: Uint8Array): void {
    switch (type) {
      case 'IHDR': return this.#header(data);
      case 'PLTE': return this.#palette(data);
      case 'tRNS': return this.#transparency(data);
      case 'IDAT': this.#pictureBytes += data.length; return;
      case 'IEND': if (this.#colour === 3 && !this.#kept.has('PLTE')) throw damaged(); return;
      case 'eXIf': this.#orientation ??= chunkOrientation(data.subarray(0, maxExifBytes)); return;
      case 'tEXt': this.#orientation ??= rawProfileOrientation(data.subarray(0, maxExifBytes)); return;
      default: if (this.#isWanted) this.#keepColour(type, data);
    }
  }

  /** In the one order that phone and server share. */
  parts(): Uint8Array[] {
    const kept = (type: string) => (this.#kept.has(type) ? [chunk(type, this.#kept.get(type)!)] : []);
    const exif = this.orientation !== 1 ? [chunk('eXIf', exifBlock(this.orientation))] : [];
    return [...['IHDR', ...colours].flatMap(kept), ...exif, ...kept('PLTE'), ...kept('tRNS')];
  }

  /** Colour stands before palette and picture; decoders ignore what stands elsewhere, or comes again. */
  #wantsColour(type: string, length: number): boolean {
    // Of a profile and standard colour decoders take the first.
    const other = { iCCP: 'sRGB', sRGB: 'iCCP' }[type] ?? type;
    if (this.#pictureBytes > 0 || ['PLTE', type, other].some((known) => this.#kept.has(known))) return false;
    if (length > maxHeaderBytes - this.#keptBytes) throw damaged();
    return true;
  }

  /** §11.2.1: size, bit depth, colour type, and three methods of which there is one each (two for interlacing). */
  #header(data: Uint8Array): void {
    [this.#depth, this.#colour] = [data[8]!, data[9]!];
    if (!depths[this.#colour]?.includes(this.#depth) || data[10] !== 0 || data[11] !== 0 || data[12]! > 1) throw damaged();
    this.#size = checkSize(viewOf(data).getUint32(0), viewOf(data).getUint32(4));
    this.#keep('IHDR', data);
  }

  /** §11.2.2: three bytes an entry, not more entries than a pixel can name; none for shades of grey. */
  #palette(data: Uint8Array): void {
    const isPossible = data.length % 3 === 0 && [2, 3, 6].includes(this.#colour) && (this.#colour !== 3 || data.length / 3 <= 1 << this.#depth);
    if (!isPossible || this.#kept.has('PLTE') || this.#kept.has('tRNS')) throw damaged();
    this.#keep('PLTE', data);
  }

  /** §11.3.1.1: one grey, one colour, or a value for each of the palette's first entries. */
  #transparency(data: Uint8Array): void {
    const palette = this.#kept.get('PLTE');
    const isPossible = this.#colour === 0 ? data.length === 2 : this.#colour === 2 ? data.length === 6
      : this.#colour === 3 && palette !== undefined && data.length <= palette.length / 3;
    if (!isPossible || this.#kept.has('tRNS')) throw damaged();
    this.#keep('tRNS', data);
  }

  /** Kept where it is well formed; decoders ignore it where it is not. */
  #keepColour(type: string, data: Uint8Array): void {
    if (type === 'iCCP') {
      // §11.3.2.3: a name, 0, the method 0, the compressed profile. The name is free text: it becomes "ICC".
      const end = data.subarray(0, maxProfileName + 1).indexOf(0);
      if (end >= 1 && data.length > end + 2 && data[end + 1] === 0) this.#keep(type, join([profileName, data.subarray(end + 2)]));
      return;
    }
    const isWellFormed = {
      cICP: data.length === 4 && data[2] === 0 && data[3]! <= 1,
      sRGB: data.length === 1 && data[0]! <= 3,
      gAMA: data.length === 4,
      cHRM: data.length === 32,
    }[type];
    if (isWellFormed) this.#keep(type, data);
  }

  #keep(type: string, data: Uint8Array): void {
    this.#keptBytes += data.length;
    this.#kept.set(type, data);
  }
}

/**
 * How ImageMagick kept an Exif block before PNG had a chunk for it: a text chunk whose text is a line feed, the kind, a line
 * feed, the length, a line feed, and the bytes as hexadecimal lines.
 */
function rawProfileOrientation(text: Uint8Array): number | null {
  const name = rawProfiles.find((one) => startsWith(text, one));
  if (!name) return null;
  let lines = text.subarray(name.length);
  for (let skipped = 0; skipped < 3; skipped++) lines = lines.subarray(lines.indexOf(10) + 1);
  const digits = [...lines].map((b) => String.fromCharCode(b)).filter((c) => /[0-9A-Fa-f]/.test(c)).join('');
  return chunkOrientation(Uint8Array.from({ length: digits.length >> 1 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16)));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = viewOf(bytes);
  view.setUint32(0, data.length);
  bytes.set(ascii(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
