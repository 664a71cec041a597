import type { PhotoLook } from '../shared/model';

/** A picture as a canvas gives it: four bytes a pixel. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Long edge at which pictures are measured, so that the figures of two cameras mean the same. */
export const measuredEdge = 768;

/**
 * What can be measured of a picture without understanding it. `megapixels` is that of the picture as captured.
 * These figures advise; what they are worth stands in tests/README.md.
 */
export function measure(picture: Pixels, megapixels: number): PhotoLook {
  const grey = greyOf(picture);
  return {
    sharp: round(sharpness(grey)), light: round(brightness(grey)), glare: round(burnt(picture, every)), washed: round(burnt(picture, any)), ruler: round(ruler(grey)),
    megapixels: round(megapixels), hash: differences(grey),
  };
}

interface Grey {
  readonly at: Float32Array;
  readonly width: number;
  readonly height: number;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Rec. 601, as photos on phones are coded. */
export function greyOf({ data, width, height }: Pixels): Grey {
  const at = new Float32Array(width * height);
  for (let i = 0; i < at.length; i++) at[i] = 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!;
  return { at, width, height };
}

const tiles = 8;
/** Pixels at the edge that say nothing: frames, and where smoothing has no neighbours. */
const margin = 8;

/**
 * Variance of the Laplacian, tile by tile, of the picture smoothed once (a sensor's grain is no sharpness); of the sharpest eighth of the tiles the
 * least. A sharp wound on an even sheet is sharp, whatever lies around it.
 */
export function sharpness(grey: Grey): number {
  const { at, width, height } = smooth(grey);
  const found: number[] = [];
  const [w, h] = [Math.floor((width - 2 * margin) / tiles), Math.floor((height - 2 * margin) / tiles)];
  if (w < 3 || h < 3) return 0;
  for (let row = 0; row < tiles; row++) {
    for (let column = 0; column < tiles; column++) {
      let [sum, squares] = [0, 0];
      for (let y = margin + row * h; y < margin + (row + 1) * h; y++) {
        for (let x = margin + column * w; x < margin + (column + 1) * w; x++) {
          const i = y * width + x;
          const bend = at[i - 1]! + at[i + 1]! + at[i - width]! + at[i + width]! - 4 * at[i]!;
          sum += bend;
          squares += bend * bend;
        }
      }
      found.push(squares / (w * h) - (sum / (w * h)) ** 2);
    }
  }
  return found.sort((a, b) => b - a)[found.length / 8 - 1]!;
}

/** Each pixel as the mean of the nine around it. */
function smooth({ at, width, height }: Grey): Grey {
  const rows = new Float32Array(at.length);
  const both = new Float32Array(at.length);
  for (let i = 1; i < at.length - 1; i++) rows[i] = (at[i - 1]! + at[i]! + at[i + 1]!) / 3;
  for (let i = width; i < at.length - width; i++) both[i] = (rows[i - width]! + rows[i]! + rows[i + width]!) / 3;
  return { at: both, width, height };
}

/** Mean brightness of the middle half, 0 to 255: what is asked for lies there. */
export function brightness({ at, width, height }: Grey): number {
  let [sum, count] = [0, 0];
  for (let y = height >> 2; y < height - (height >> 2); y++) {
    for (let x = width >> 2; x < width - (width >> 2); x++) {
      sum += at[y * width + x]!;
      count++;
    }
  }
  return count ? sum / count : 0;
}

/** Burnt out in all three colours: a lamp's mirror, or something truly white, which this cannot tell apart. */
export const every = (r: number, g: number, b: number): boolean => r >= 250 && g >= 250 && b >= 250;
/** Burnt out in one colour: skin loses its drawing in red first. */
export const any = (r: number, g: number, b: number): boolean => r >= 253 || g >= 253 || b >= 253;

/** Share of the middle half that is burnt out. */
export function burnt({ data, width, height }: Pixels, how: typeof every): number {
  let [gone, count] = [0, 0];
  for (let y = height >> 2; y < height - (height >> 2); y++) {
    for (let x = width >> 2; x < width - (width >> 2); x++) {
      const i = 4 * (y * width + x);
      if (how(data[i]!, data[i + 1]!, data[i + 2]!)) gone++;
      count++;
    }
  }
  return count ? gone / count : 0;
}

/** Periods of a ruler's marks that are looked for, in measured pixels. */
const [shortest, longest] = [4, 48];
const stretch = 224;
const angles = 12;

/**
 * How much a line somewhere in the picture looks like the evenly spaced marks of a ruler, 0 to 1: the likeness of a narrow band's brightness with itself, one
 * mark and two marks on. It knows neither coins nor stickers nor a ruler without marks, and may take other even patterns (a woven sheet) for one.
 */
export function ruler(grey: Grey): number {
  let best = 0;
  for (let a = 0; a < angles; a++) best = Math.max(best, rulerAlong(grey, (a * Math.PI) / angles));
  return best;
}

function rulerAlong({ at, width, height }: Grey, angle: number): number {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [width / 2, height / 2];
  const reach = Math.ceil(Math.hypot(width, height) / 2);
  const band = 6; // lines that are laid together: marks stand across them, grain does not
  let best = 0;
  const line = new Float32Array(2 * reach);
  for (let off = -reach; off < reach; off += band) {
    let [from, to] = [Infinity, -1];
    for (let s = 0; s < 2 * reach; s++) {
      let [sum, count] = [0, 0];
      for (let b = 0; b < band; b += 2) {
        const x = Math.round(cx + (s - reach) * dx - (off + b) * dy);
        const y = Math.round(cy + (s - reach) * dy + (off + b) * dx);
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        sum += at[y * width + x]!;
        count++;
      }
      if (count < band / 2) { line[s] = 0; continue; }
      line[s] = sum / count;
      from = Math.min(from, s);
      to = s;
    }
    for (let start = from; start + stretch <= to; start += stretch / 2) best = Math.max(best, evenMarks(line, start));
  }
  return best;
}

const flat = new Float32Array(stretch);

/** Likeness of a stretch with itself, one mark and two marks on, once slow changes are taken out; 0 where nothing stands out. */
function evenMarks(line: Float32Array, start: number): number {
  const slow = longest;
  let sum = 0;
  for (let i = 0; i < slow && i < stretch; i++) sum += line[start + i]!;
  let power = 0;
  for (let i = 0; i < stretch; i++) {
    const [low, high] = [Math.max(0, i - (slow >> 1)), Math.min(stretch - 1, i + (slow >> 1))];
    let mean = 0;
    for (let k = low; k <= high; k += 4) mean += line[start + k]!;
    flat[i] = line[start + i]! - mean / (Math.floor((high - low) / 4) + 1);
    power += flat[i]! ** 2;
  }
  if (power / stretch < 150) return 0; // marks are dark on light: a contrast that skin does not have
  let best = 0;
  let before = alike(shortest - 1, power);
  let here = alike(shortest, power);
  for (let lag = shortest; lag <= longest; lag++) {
    const after = alike(lag + 1, power);
    if (here > before && here >= after) {
      // Between two marks there has to be none, and the second mark on has to be there too.
      const twice = Math.max(alike(2 * lag - 1, power), alike(2 * lag, power), alike(2 * lag + 1, power));
      const between = alike(lag >> 1, power);
      if (between < here / 2) best = Math.max(best, Math.min(here, twice));
    }
    before = here;
    here = after;
  }
  return best;
}

function alike(lag: number, power: number): number {
  let sum = 0;
  for (let i = 0; i + lag < stretch; i++) sum += flat[i]! * flat[i + lag]!;
  return (sum / (stretch - lag)) / (power / stretch);
}

/** Which of neighbouring parts is brighter, 64 times: the same scene photographed or coded twice gives nearly the same bits. */
export function differences({ at, width, height }: Grey): string {
  const mean = (column: number, row: number): number => {
    let [sum, count] = [0, 0];
    for (let y = Math.floor((row * height) / 8); y < Math.floor(((row + 1) * height) / 8); y++) {
      for (let x = Math.floor((column * width) / 9); x < Math.floor(((column + 1) * width) / 9); x++) {
        sum += at[y * width + x]!;
        count++;
      }
    }
    return count ? sum / count : 0;
  };
  let bits = '';
  for (let row = 0; row < 8; row++) for (let column = 0; column < 8; column++) bits += mean(column, row) < mean(column + 1, row) ? '1' : '0';
  return bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}

/** In how many of the 64 places two pictures differ. */
export function apart(one: string, other: string): number {
  let bits = 0;
  for (let i = 0; i < 16; i++) {
    let differ = Number.parseInt(one[i]!, 16) ^ Number.parseInt(other[i]!, 16);
    for (; differ; differ >>= 1) bits += differ & 1;
  }
  return bits;
}
