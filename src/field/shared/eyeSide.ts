import type { Laterality } from './model';

/** Pixels as a canvas gives them: four bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Brighter than its surroundings by so much of the brightness range is a disc; a patch on the other side must be much weaker. */
const least = 0.16;
const otherAtMost = 0.6;

/**
 * Which eye a photo with the macula in its middle looks like: the bright disc lies towards the nose, on the right of a right eye's
 * picture and on the left of a left eye's. A question to the worker and no answer (domain brief, hazard H3): null where there is
 * no clear disc well to one side, which is so for disc-centred, dark and blurred photos.
 */
export function eyeSeen({ data, width, height }: Pixels): Exclude<Laterality, 'none'> | null {
  const light = new Float32Array(width * height);
  let brightest = 0;
  for (let i = 0; i < light.length; i++) {
    light[i] = (data[4 * i]! + 2 * data[4 * i + 1]!) / 3; // a disc is yellow: green tells it from the red around it
    brightest = Math.max(brightest, light[i]!);
  }
  const field = fieldOf(light, width, height, brightest * 0.08);
  if (!field || brightest < 40) return null;
  const sums = summed(light, width, height);
  const [small, large] = [Math.max(1, Math.round(field.r * 0.09)), Math.max(3, Math.round(field.r * 0.3))];
  const best = { left: 0, right: 0 };
  for (let y = Math.ceil(field.y - field.r * 0.45); y <= field.y + field.r * 0.45; y++) {
    for (let x = Math.ceil(field.x - field.r * 0.85); x <= field.x + field.r * 0.85; x++) {
      const aside = (x - field.x) / field.r;
      if (Math.abs(aside) < 0.3 || Math.hypot(x - field.x, y - field.y) > field.r * 0.88) continue;
      const contrast = (mean(sums, width, height, x, y, small) - mean(sums, width, height, x, y, large)) / brightest;
      const side = aside < 0 ? 'left' : 'right';
      best[side] = Math.max(best[side], contrast);
    }
  }
  const side = best.right > best.left ? 'right' : 'left';
  return best[side] >= least && best[side === 'right' ? 'left' : 'right'] <= best[side] * otherAtMost ? side : null;
}

interface Field {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** The lit circle within the black frame; null where there is none to speak of. */
function fieldOf(light: Float32Array, width: number, height: number, dark: number): Field | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (light[y * width + x]! <= dark) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const r = Math.min(right - left, bottom - top) / 2;
  return r < Math.min(width, height) / 5 ? null : { x: (left + right) / 2, y: (top + bottom) / 2, r };
}

function summed(light: Float32Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += light[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return sums;
}

function mean(sums: Float64Array, width: number, height: number, x: number, y: number, r: number): number {
  const [x0, x1] = [Math.max(0, Math.round(x) - r), Math.min(width, Math.round(x) + r + 1)];
  const [y0, y1] = [Math.max(0, Math.round(y) - r), Math.min(height, Math.round(y) + r + 1)];
  const at = (px: number, py: number) => sums[py * (width + 1) + px]!;
  return (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / ((x1 - x0) * (y1 - y0));
}
