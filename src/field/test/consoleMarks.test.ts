import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const code = readFileSync(join(root, 'wwwroot/console/marks.js'), 'utf8').replace(/^export /gm, '');

interface Mark { readonly kind: string; readonly points: readonly number[] }
interface Scale { readonly points: readonly number[]; readonly mm: number }
interface Geometry {
  sizeOf(mark: Mark, scale: Scale | null): number | null;
  sizeWords(mark: Mark, scale: Scale | null, language: string): string;
  simplify(points: readonly number[], tolerance: number, most: number): number[];
  area(points: readonly number[]): number;
  drawn(kind: string, points: readonly number[], closed?: boolean): { path: string; at: number[] };
}
const { sizeOf, sizeWords, simplify, area, drawn } = new Function(`${code}; return { sizeOf, sizeWords, simplify, area, drawn };`)() as Geometry;

const vectors = JSON.parse(readFileSync(join(root, 'tests/Vectors/marks.json'), 'utf8')) as { name: string; mark: Mark; scale: Scale | null; size: number | null }[];

describe('what the specialist measures on a photo', () => {
  test.each(vectors)('$name', ({ mark, scale, size }) => {
    const found = sizeOf(mark, scale);
    if (size === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(size, 9);
  });

  test('a size is said in the unit that one would use', () => {
    const scale = { points: [0, 0, 10, 0], mm: 10 };
    expect(sizeWords({ kind: 'ruler', points: [0, 0, 8, 0] }, scale, 'en')).toBe('8.0 mm');
    expect(sizeWords({ kind: 'ruler', points: [0, 0, 34, 0] }, scale, 'en')).toBe('34 mm');
    expect(sizeWords({ kind: 'ruler', points: [0, 0, 123, 0] }, scale, 'fr')).toBe('12,3 cm');
    expect(sizeWords({ kind: 'outline', points: [0, 0, 10, 0, 10, 5, 0, 5] }, scale, 'en')).toBe('0.50 cm²');
    expect(sizeWords({ kind: 'arrow', points: [0, 0, 1, 1] }, scale, 'en')).toBe('');
  });

  test('a line drawn by hand keeps its shape with few corners', () => {
    const circle = Array.from({ length: 400 }, (_, i) => [500 + 300 * Math.cos(i * Math.PI / 200), 500 + 300 * Math.sin(i * Math.PI / 200)]).flat();
    const few = simplify(circle, 1, 48);
    expect(few.length / 2).toBeLessThanOrEqual(48);
    expect(area(few) / (Math.PI * 300 * 300)).toBeGreaterThan(0.98);
    expect(few.slice(0, 2)).toEqual(circle.slice(0, 2));
  });

  test('an arrow that has not been pulled yet and a label have no line', () => {
    expect(drawn('arrow', [3, 4])).toEqual({ path: '', at: [3, 4] });
    expect(drawn('label', [3, 4]).path).toBe('');
    expect(drawn('outline', [0, 0, 9, 0, 9, 9]).path).toMatch(/Z$/);
    expect(drawn('outline', [0, 0, 9, 0, 9, 9], false).path).not.toMatch(/Z$/);
  });
});
