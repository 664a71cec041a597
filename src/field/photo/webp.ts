import { ascii, Cursor, join, maxExifBytes, maxHeaderBytes, viewOf, type Canonical } from './bytes';
import { chunkOrientation } from './exif';
import { checkSize, damaged, PhotoRefusal, type Size } from './structure';

const hasProfile = 0x20;
const hasAlpha = 0x10;
const isAnimated = 0x02;

/**
 * The canonical form of a still WebP (RFC 9649): the coded picture alone, or the extended form where it has a colour profile or
 * transparency. No Exif block is kept, since browsers do not turn a WebP by it; `turn` says what is still to be done.
 */
export function canonicalWebP(input: Uint8Array): Canonical {
  const cursor = new Cursor(input);
  const survey = new Survey();
  // §2.3: "RIFF", the size of all that follows the size field, "WEBP". What follows that size is none of the picture.
  let left = viewOf(cursor.take(12)).getUint32(4, true) - 4;
  for (let number = 0; left > 0; number++) {
    if (left < 8) throw damaged();
    const start = cursor.take(8);
    const length = viewOf(start).getUint32(4, true);
    left -= 8;
    if (length > left) throw damaged();
    survey.see(number, String.fromCharCode(...start.subarray(0, 4)), length, cursor);
    const padding = Math.min(length & 1, left - length); // some writers leave the last padding out
    cursor.take(padding);
    left -= length + padding;
  }
  const { size, parts } = survey.complete();
  const body = join(parts);
  const head = join([ascii('RIFF'), uint32(4 + body.length), ascii('WEBP')]);
  return { type: 'image/webp', bytes: join([head, body]), ...size, turn: survey.turn };
}

/** Takes the chunks in their order, checks them, and decides which are kept. */
class Survey {
  #flags = 0;
  #canvas: Size | null = null;
  #size: Size | null = null;
  #profile: Uint8Array | null = null;
  #alpha: Uint8Array | null = null;
  #picture: Uint8Array | null = null;
  #isTransparent = false;
  #orientation: number | null = null;

  get turn(): number {
    return this.#orientation ?? 1;
  }

  see(number: number, type: string, length: number, cursor: Cursor): void {
    if (number === 0 && !['VP8X', 'VP8 ', 'VP8L'].includes(type)) throw damaged();
    const taken = () => cursor.take(length);
    switch (type) {
      case 'VP8X':
        if (number !== 0 || length !== 10) throw damaged();
        return this.#extended(taken());
      case 'ANIM': case 'ANMF': throw new PhotoRefusal('photo.animated');
      case 'ALPH': return this.#readAlpha(length, taken);
      case 'VP8 ': case 'VP8L': return this.#readPicture(type, length, taken);
      case 'EXIF': {
        const orientation = chunkOrientation(taken().subarray(0, maxExifBytes));
        this.#orientation ??= orientation;
        return;
      }
      case 'ICCP':
        if (number === 1 && this.#flags & hasProfile) { // "before the image data", and announced
          if (length > maxHeaderBytes) throw damaged();
          this.#profile = chunk(type, taken());
          return;
        }
    }
    taken();
  }

  /** The file is at its end. */
  complete(): { readonly size: Size; readonly parts: Uint8Array[] } {
    const [size, picture, canvas] = [this.#size, this.#picture, this.#canvas];
    if (!size || !picture || (canvas && (canvas.width !== size.width || canvas.height !== size.height))) throw damaged();
    const beside = [this.#profile, this.#alpha].filter((part) => part !== null);
    return { size, parts: beside.length > 0 ? [this.#extendedHeader(size), ...beside, picture] : [picture] };
  }

  /** §2.7.1: flags, three reserved bytes, width and height less one in three bytes each. */
  #extendedHeader({ width, height }: Size): Uint8Array {
    const flags = (this.#profile ? hasProfile : 0) | (this.#isTransparent ? hasAlpha : 0);
    return chunk('VP8X', Uint8Array.of(flags, 0, 0, 0, ...uint32(width - 1).subarray(0, 3), ...uint32(height - 1).subarray(0, 3)));
  }

  #extended(data: Uint8Array): void {
    this.#flags = data[0]!;
    if (this.#flags & isAnimated) throw new PhotoRefusal('photo.animated');
    this.#canvas = checkSize(1 + three(data, 4), 1 + three(data, 7));
  }

  /** §2.7.1.2: stands before a lossy picture of the extended form; one way to compress beside none. */
  #readAlpha(length: number, taken: () => Uint8Array): void {
    if (!this.#canvas || this.#alpha || this.#picture || length < 1) throw damaged();
    const data = taken();
    if ((data[0]! & 3) > 1) throw damaged();
    this.#alpha = chunk('ALPH', data);
    this.#isTransparent = true;
  }

  #readPicture(type: string, length: number, taken: () => Uint8Array): void {
    if (this.#picture || length < (type === 'VP8 ' ? 10 : 5) || (type === 'VP8L' && this.#alpha)) throw damaged();
    const data = taken();
    this.#size = type === 'VP8 ' ? lossySize(data) : this.#losslessSize(data);
    this.#picture = chunk(type, data);
  }

  /** RFC 9649 §3.4: a signature, 14 bits of width and of height, each less one, whether alpha is used, version 0. */
  #losslessSize(data: Uint8Array): Size {
    const bits = viewOf(data).getUint32(1, true);
    if (data[0] !== 0x2f || bits >>> 29 !== 0) throw damaged();
    this.#isTransparent = ((bits >>> 28) & 1) === 1;
    return checkSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
}

/** RFC 6386 §9.1: a key frame that is shown, of a known version; its first partition; the start code; the size. */
function lossySize(data: Uint8Array): Size {
  const tag = three(data, 0);
  const isSound = (tag & 1) === 0 && ((tag >> 1) & 7) <= 3 && ((tag >> 4) & 1) === 1 && tag >> 5 < data.length
    && data[3] === 0x9d && data[4] === 0x01 && data[5] === 0x2a;
  if (!isSound) throw damaged();
  return checkSize(viewOf(data).getUint16(6, true) & 0x3fff, viewOf(data).getUint16(8, true) & 0x3fff);
}

const three = (data: Uint8Array, at: number): number => data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16);

const uint32 = (value: number): Uint8Array => Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);

/** With its padding, which is 0. */
const chunk = (type: string, data: Uint8Array): Uint8Array => join([ascii(type), uint32(data.length), data, new Uint8Array(data.length & 1)]);
