import { describe, expect, test } from 'vitest';
import { eyeSeen, type Pixels } from './eyeSide';

const size = 96;

/** A red field on black with a yellow disc, as a fundus camera shows it. */
function fundus(discX: number | null, options: { discY?: number; glow?: number; dark?: number; haze?: number } = {}): Pixels {
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [(x - 48) / 46, (y - 48) / 46];
      const at = 4 * (y * size + x);
      if (Math.hypot(dx, dy) > 1) continue;
      const shade = (1 - 0.3 * Math.hypot(dx, dy)) * (options.dark ?? 1);
      const near = (px: number | null, py: number, r: number) => (px === null ? 0 : Math.max(0, 1 - (Math.hypot(dx - px, dy - py) / r) ** 4));
      const disc = near(discX, options.discY ?? 0, 0.16) * (1 - (options.haze ?? 0));
      const glow = near(options.glow ?? null, 0.1, 0.16);
      data[at] = (170 + 70 * Math.max(disc, glow)) * shade;
      data[at + 1] = (70 + 150 * Math.max(disc, glow)) * shade;
      data[at + 2] = 30 * shade;
      data[at + 3] = 255;
    }
  }
  return { data, width: size, height: size };
}

describe('which eye a photo looks like', () => {
  test.each([[0.62, 'right'], [-0.62, 'left'], [0.45, 'right'], [-0.75, 'left']] as const)('a disc at %f is that of a %s eye', (x, eye) => {
    expect(eyeSeen(fundus(x))).toBe(eye);
    expect(eyeSeen(fundus(x, { discY: -0.2, dark: 0.6 }))).toBe(eye);
  });

  test.each([
    ['the disc is in the middle', fundus(0)],
    ['there is no disc', fundus(null)],
    ['there are two bright places', fundus(0.6, { glow: -0.6 })],
    ['it is hazy', fundus(0.6, { haze: 0.85 })],
    ['it is black', { data: new Uint8ClampedArray(size * size * 4), width: size, height: size }],
    ['it is white', { data: new Uint8ClampedArray(size * size * 4).fill(255), width: size, height: size }],
  ] as const)('nothing is said where %s', (_, pixels) => expect(eyeSeen(pixels)).toBeNull());
});
