import type { PhotoLook, PhotoPolicy } from '../shared/model';
import type { Stripped } from './bytes';
import { measure, measuredEdge } from './measure';
import { canonical, strip } from './strip';
import { PhotoRefusal } from './structure';

/** Long edge of a skin photo that travels (DESIGN §5 rule 7). */
const skinEdge = 2048;
const skinQuality = 0.82;
/** A small skin photo keeps its own pixels: coding it again would only cost sharpness. */
const keepAsIs = 1_000_000;
/** The grading copy of a retina photo keeps every pixel; small enough, the photo goes as it is and needs no copy. */
const copyFrom = 1_000_000;
const copyQualities = [0.85, 0.92] as const;
/** A copy has to be much smaller than its original, and no more compressed than graders accept (domain brief §2.3: 20:1). */
const copyAtMost = 0.6;
const mostCompressed = 20;
/** For what cannot be kept as it is coded. */
const fineQuality = 0.95;
const previewBytes = 16_384;
/** Long edges and qualities of the preview, best first: skin needs colour more than sharpness, so size gives way first. */
const previewTries = [[320, 0.72], [320, 0.58], [256, 0.6], [224, 0.5], [192, 0.5], [160, 0.45], [128, 0.4], [96, 0.3]] as const;

export interface Prepared {
  /** What is stored and uploaded: a canonical JPEG, PNG or WebP without metadata. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Lower-case hex of `bytes`. */
  readonly sha256: string;
  /** Base64 JPEG of at most 16 KB. */
  readonly preview: string;
  /** As captured but for the metadata, where `bytes` are the grading copy of it. */
  readonly original?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string };
  readonly look: PhotoLook;
}

/**
 * Makes a photo ready to leave the phone. Skin photos are scaled down; a retina photo keeps every pixel as captured.
 *
 * @throws PhotoRefusal with a code `photo.*`
 */
export async function prepare(file: Blob, policy: PhotoPolicy): Promise<Prepared> {
  if (file.size === 0) throw new PhotoRefusal('photo.empty');
  const { turn, ...own } = canonical(new Uint8Array(await file.arrayBuffer()));
  const turnedByNobody = own.type === 'image/webp' && turn !== 1;
  // The canonical form, not the file: it shows what every screen will show.
  const picture = await decode(own, turnedByNobody ? turn : 1);
  try {
    const whole = !turnedByNobody && keeps(own, policy) ? own
      : await encode(picture, policy === 'skin' ? skinEdge : Infinity, policy === 'skin' ? skinQuality : fineQuality);
    const copy = policy === 'retina' ? await gradingCopy(picture, whole) : null;
    const photo = copy ?? whole;
    return {
      ...(copy && { original: { bytes: whole.bytes, sha256: await sha256(whole.bytes) } }),
      bytes: photo.bytes,
      width: photo.width,
      height: photo.height,
      sha256: await sha256(photo.bytes),
      preview: base64(await preview(picture)),
      look: lookOf(picture),
    };
  } finally {
    picture.close();
  }
}

/** Measured small, so that the figures of all cameras mean the same; its megapixels are those of the picture as captured. */
function lookOf(picture: ImageBitmap): PhotoLook {
  const scale = Math.min(1, measuredEdge / Math.max(picture.width, picture.height));
  const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const [, context] = easel(width, height);
  context.drawImage(picture, 0, 0, width, height);
  return measure(context.getImageData(0, 0, width, height), (picture.width * picture.height) / 1e6);
}

/** Every pixel, compressed: with it a specialist can grade while the original still waits for a better network. Null where it would gain little. */
async function gradingCopy(picture: ImageBitmap, whole: Stripped): Promise<Stripped | null> {
  if (whole.bytes.length <= copyFrom) return null;
  for (const quality of copyQualities) {
    const copy = await encode(picture, Infinity, quality);
    if (copy.bytes.length > whole.bytes.length * copyAtMost) return null;
    if (copy.bytes.length * mostCompressed >= picture.width * picture.height * 3) return copy;
  }
  return null;
}

const keeps = (own: Stripped, policy: PhotoPolicy): boolean =>
  policy === 'retina' || (Math.max(own.width, own.height) <= skinEdge && own.bytes.length <= keepAsIs);

/** Pixels upright, in sRGB. `turn` is what the browser leaves undone. */
async function decode({ bytes, type }: Stripped, turn: number): Promise<ImageBitmap> {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: 'from-image' });
    return turn === 1 ? picture : await upright(picture, turn);
  } catch {
    throw new PhotoRefusal('photo.undecodable');
  }
}

/** Turns and mirrors by an orientation of Exif, 2 to 8. */
async function upright(picture: ImageBitmap, turn: number): Promise<ImageBitmap> {
  const { width: w, height: h } = picture;
  const [canvas, context] = easel(turn >= 5 ? h : w, turn >= 5 ? w : h);
  const steps: Readonly<Record<number, readonly [number, number, number, number, number, number]>> = {
    2: [-1, 0, 0, 1, w, 0], 3: [-1, 0, 0, -1, w, h], 4: [1, 0, 0, -1, 0, h],
    5: [0, 1, 1, 0, 0, 0], 6: [0, 1, -1, 0, h, 0], 7: [0, -1, -1, 0, h, w], 8: [0, -1, 1, 0, 0, w],
  };
  context.setTransform(...steps[turn]!);
  context.drawImage(picture, 0, 0);
  picture.close();
  return createImageBitmap(canvas);
}

async function encode(picture: ImageBitmap, edge: number, quality: number): Promise<Stripped> {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const blob = await draw(picture, width, height, quality);
  // The browser's own coder adds blocks of its own; the canonical form has none.
  return strip(new Uint8Array(await blob.arrayBuffer()));
}

async function draw(picture: ImageBitmap, width: number, height: number, quality: number): Promise<Blob> {
  const [canvas, context] = easel(width, height);
  context.drawImage(picture, 0, 0, width, height);
  const blob = 'convertToBlob' in canvas
    ? await canvas.convertToBlob({ type: 'image/jpeg', quality })
    : await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (blob?.type !== 'image/jpeg') throw new PhotoRefusal('photo.undecodable');
  return blob;
}

/** A white canvas: what was transparent would turn black in a JPEG. */
function easel(width: number, height: number): [OffscreenCanvas | HTMLCanvasElement, OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D] {
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(width, height) : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context) throw new PhotoRefusal('photo.undecodable');
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  return [canvas, context];
}

async function preview(picture: ImageBitmap): Promise<Uint8Array> {
  for (const [edge, quality] of previewTries) {
    const { bytes } = await encode(picture, edge, quality);
    if (bytes.length <= previewBytes) return bytes;
  }
  throw new PhotoRefusal('photo.preview-too-large');
}

export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
