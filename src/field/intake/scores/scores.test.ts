import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wholeBody } from './burn';
import { compute, rounded, type Inputs, type Outcome } from './rule';
import { rules } from './rules';

const folder = join(import.meta.dirname, '../../../../tests/Vectors/scores');

interface Vector extends Omit<Outcome, 'points' | 'notes'> { readonly name: string; readonly inputs: Inputs }
interface Golden { readonly source: string; readonly score: string; readonly vectors: readonly Vector[] }

const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden);

describe.each(files.map((file) => [file.score, file] as const))('%s', (name, { source, vectors }) => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { inputs, total, grade, band, missing, refused }) => {
    const { points: _points, notes: _notes, ...said } = compute(rules[name]!, inputs);
    expect(said).toEqual({ total, grade, band, missing, refused });
  });

  test('its vectors name their source; some are computed, some lack something, none is a number without its parts', () => {
    expect(source).not.toBe('');
    expect(vectors.some((vector) => vector.missing.length > 0)).toBe(true);
    for (const { missing, refused, total, grade } of vectors) {
      if (missing.length > 0 || refused) expect([total, grade]).toEqual([null, null]);
      else expect(total ?? grade).not.toBeNull();
    }
  });

  test('what is left out one by one is named, never counted as nothing', () => {
    const rule = rules[name]!;
    for (const vector of vectors.filter((one) => one.missing.length === 0 && !one.refused)) {
      for (const { name: part } of rule.parts.filter((one) => typeof vector.inputs[one.name] === 'number')) {
        const without = compute(rule, { ...vector.inputs, [part]: null });
        if (without.missing.length > 0) expect(without.total ?? without.grade).toBeNull();
      }
    }
  });
});

test('every score of this build but SINBAD, which has its own, has a file of golden vectors', () => {
  expect([...files.map((file) => file.score), 'sinbad'].sort()).toEqual(Object.keys(rules).sort());
});

test('each column of Lund and Browder is a whole body', () => {
  expect(wholeBody).toEqual([100, 100, 100, 100, 100, 100]);
});

test('halves go up', () => {
  expect([rounded(0.25, 1), rounded(14.65, 1), rounded(2.5, 0)]).toEqual([0.3, 14.7, 3]);
});
