import { describe, expect, test } from 'vitest';
import { any, apart, brightness, burnt, differences, every, greyOf, measure, ruler, sharpness, type Pixels } from './measure';

/** Drawn pixel by pixel: `at` gives brightness 0 to 255. */
function drawn(at: (x: number, y: number) => number, width = 480, height = 360): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([at(x, y), at(x, y), at(x, y), 255], 4 * (y * width + x));
  return { data, width, height };
}

/** Grain that is always the same. */
const grain = (x: number, y: number): number => (((x * 7919 + y * 104729) ^ (x * y)) % 17) - 8;

/** A dark spot on even skin, its edge so many pixels wide. */
const spot = (edge: number, light = 1) => (x: number, y: number): number => {
  const r = Math.hypot(x - 240, y - 180) - 70 + 6 * Math.sin(Math.atan2(y - 180, x - 240) * 9);
  return light * (90 + 80 / (1 + Math.exp(-r / edge))) + x / 20 + y / 15 + 0.05 * grain(x, y);
};

/** The same with a ruler of so many pixels a mark, turned by an angle. */
const withRuler = (mark: number, angle: number) => (x: number, y: number): number => {
  const u = (x - 240) * Math.cos(angle) + (y - 180) * Math.sin(angle);
  const v = -(x - 240) * Math.sin(angle) + (y - 180) * Math.cos(angle);
  if (v < 95 || v > 135 || Math.abs(u) > 190) return spot(1)(x, y);
  const nth = Math.round(u / mark);
  const long = nth % 5 === 0 ? 26 : 16;
  return Math.abs(u - nth * mark) < Math.max(0.8, mark / 8) && v < 95 + long ? 30 : 235;
};

describe('sharpness', () => {
  test('falls with each step of blur, far apart', () => {
    const found = [0.6, 3, 8].map((edge) => sharpness(greyOf(drawn(spot(edge)))));
    expect(found[0]).toBeGreaterThan(found[1]! * 10);
    expect(found[1]).toBeGreaterThan(found[2]! * 2);
  });
  test('is not found in grain', () => {
    expect(sharpness(greyOf(drawn((x, y) => 120 + grain(x, y) / 4)))).toBeLessThan(1.5);
  });
  test('of a sharp thing before something blurred is that of the thing', () => {
    expect(sharpness(greyOf(drawn((x, y) => (x < 340 ? spot(0.6)(x, y) : 130))))).toBeGreaterThan(1.5);
  });
  test('of a picture too small to say is none', () => {
    expect(sharpness(greyOf(drawn(() => 100, 20, 20)))).toBe(0);
  });
});

describe('light', () => {
  test('is that of the middle, where the thing lies', () => {
    expect(brightness(greyOf(drawn((x, y) => (x > 120 && x < 360 && y > 90 && y < 270 ? 60 : 250))))).toBeLessThan(75);
    expect(brightness(greyOf(drawn(() => 240)))).toBeGreaterThan(230);
  });
  test('that is burnt out in the middle is glare; white at the edge is a sheet', () => {
    expect(burnt(drawn((x, y) => (Math.hypot(x - 240, y - 180) < 40 ? 255 : 130)), every)).toBeGreaterThan(0.03);
    expect(burnt(drawn((x) => (x < 100 ? 255 : 130)), every)).toBe(0);
    const red: Pixels = { ...drawn(() => 0), data: drawn(() => 0).data.map((_, i) => (i % 4 === 0 ? 255 : 120)) };
    expect([burnt(red, every), burnt(red, any)]).toEqual([0, 1]);
  });
});

describe('a ruler', () => {
  test.each([[6, 0], [8, 0.3], [8, Math.PI / 2], [12, 0.8], [20, 2.1]])('with a mark each %d pixels, turned by %d, is found', (mark, angle) => {
    expect(ruler(greyOf(drawn(withRuler(mark, angle))))).toBeGreaterThan(0.78);
  });
  test.each([['a spot alone', spot(1)], ['grain', (x: number, y: number) => 120 + 4 * grain(x, y)], ['a white card', (x: number, y: number) => (y > 250 ? 240 : spot(1)(x, y))],
    ['hairs', (x: number, y: number) => ((x + 37 * Math.sin(y / 21) + ((y * 31) % 7)) % 61 < 2 && (x * 13 + y) % 11 > 3 ? 40 : 150)]])('is not found in %s', (_, draw) => {
    expect(ruler(greyOf(drawn(draw)))).toBeLessThan(0.78);
  });
});

describe('the same picture', () => {
  const hash = (draw: (x: number, y: number) => number) => differences(greyOf(drawn(draw)));
  test('coded twice, or a little lighter, gives nearly the same bits', () => {
    expect(apart(hash(spot(1)), hash((x, y) => spot(1)(x, y) + (x % 3)))).toBeLessThanOrEqual(3);
    expect(apart(hash(spot(1)), hash((x, y) => 12 + spot(1)(x, y)))).toBeLessThanOrEqual(3);
  });
  test('of another place gives others', () => {
    expect(apart(hash(spot(1)), hash((x, y) => spot(1)(x + 120, y - 60)))).toBeGreaterThan(8);
  });
});

test('all of it is measured at once, with the megapixels as captured', () => {
  expect(measure(drawn(spot(1)), 12.2)).toMatchObject({ megapixels: 12.2, glare: 0, hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
});
