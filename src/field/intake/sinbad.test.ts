import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../shared/answers';
import { readTemplate } from './read';
import { scoresOf } from './scoring';
import { sinbad, type SinbadFindings } from './sinbad';

const root = join(import.meta.dirname, '../../..');
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

interface Expected { readonly name: string; readonly total: number | null; readonly missing: readonly string[] }
type Said = string | { readonly value: number; readonly unit: string | null };
interface Golden {
  readonly template: string;
  readonly vectors: readonly (Expected & { readonly areaMm2: number | null; readonly findings: SinbadFindings; readonly points: Readonly<Record<string, number | null>> })[];
  readonly answers: readonly (Expected & { readonly answers: Readonly<Record<string, Said>> })[];
}

const golden = read('tests/Vectors/sinbad.json') as Golden;
const foot = readTemplate(read('wwwroot/intake', `${golden.template}-1.0.0.json`));

const answersOf = (said: Readonly<Record<string, Said>>): Answers => Object.fromEntries(Object.entries(said).map(([linkId, one]) => [linkId, {
  values: [typeof one === 'string' ? { valueCoding: { code: one } } : { valueQuantity: { value: one.value, ...(one.unit ? { code: one.unit } : {}) } }],
}]));

describe('SINBAD', () => {
  test.each(golden.vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { findings, points, areaMm2, total, missing }) => {
    expect(sinbad(findings)).toEqual({ points, areaMm2, total, missing });
  });

  test.each(golden.answers.map((vector) => [vector.name, vector] as const))('from answers: %s', (_, { answers, total, missing }) => {
    expect(scoresOf(foot, answersOf(answers), { age: null, sex: null })).toMatchObject([{ name: 'sinbad', total, missing, refused: null }]);
  });

  test('a form that does not ask for it has none', () => {
    expect(scoresOf(readTemplate(read('wwwroot/intake/not-sure-1.0.0.json')), {}, { age: null, sex: null })).toEqual([]);
  });
});
