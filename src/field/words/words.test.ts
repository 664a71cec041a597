import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bytes, calendarDay, clock, moment, relative } from './times';
import { direction, languages, pickLanguage, refusal, t, useLanguage, word, type WordKey } from './words';

const root = join(import.meta.dirname, '../../..');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && f.name.endsWith(ending) && !f.parentPath.includes('node_modules') && !/[/\\](obj|bin)([/\\]|$)/.test(f.parentPath))
    .map((f) => join(f.parentPath, f.name));
// What phones can meet, and what only the console's own screens can (that part stays out of the phone's shell).
const catalogue = Object.assign({}, ...['refusal', 'refusal-desk'].map((part) => JSON.parse(readFileSync(join(root, `wwwroot/words/en/${part}.json`), 'utf8')))) as Record<string, string>;

beforeAll(() => useLanguage('en'));

describe('the catalogue', () => {
  test('has a sentence for each refusal that server or phone can give', () => {
    const patterns = [
      /new RuleViolation\("([a-z]+\.[a-z-]+)"/g, /NotFound\("([a-z]+\.[a-z-]+)"/g, /Texts\.Required\([^"\n]*"([a-z]+\.[a-z-]+)"/g,
      /PhotoRefusal\('([a-z]+\.[a-z-]+)'/g, /code: '([a-z]+\.[a-z-]+)'/g,
    ];
    const sources = [
      ...['Domain', 'Application', 'Infrastructure', 'Web'].flatMap((p) => filesBelow(join(root, `src/Teleconsult.${p}`), '.cs')),
      ...filesBelow(join(root, 'src/field'), '.ts').filter((f) => !f.endsWith('.test.ts')),
    ];
    const codes = new Set(sources.flatMap((file) => patterns.flatMap((p) => [...readFileSync(file, 'utf8').matchAll(p)].map((m) => m[1]!))));
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !catalogue[`refusal.${code}`])).toEqual([]);
  });

  test('no refusal speaks of itself in the tongue of machines', () => {
    for (const [key, sentence] of Object.entries(catalogue)) {
      expect(sentence, key).not.toMatch(/\b(error|invalid|null|exception|HTTP|request failed)\b/i);
      expect(sentence, key).toMatch(/[.!]$/);
    }
  });
});

describe('looking words up', () => {
  test('arguments are filled in; a missing one leaves no brace behind', () => {
    expect(refusal('text.too-long', { most: 2000 })).toContain('2,000');
    expect(refusal('answers.invalid', {})).not.toContain('{');
  });

  test('a code nobody knows still says something, with the code in it', () => {
    expect(refusal('moon.full')).toContain('moon.full');
  });

  test('a key without a sentence shows itself rather than nothing', () => {
    expect(t('no.such.key' as WordKey)).toBe('no.such.key');
    expect(word('no.such.key')).toBeNull();
  });

  test('the best language of this build is taken', () => {
    expect(languages).toContain('en');
    expect(pickLanguage(['xx-YY', 'en-GB'])).toBe('en');
    expect(pickLanguage([])).toBe('en');
    expect(direction()).toBe('ltr');
  });
});

describe('times and sizes', () => {
  const now = new Date(2026, 10, 20, 10, 0).getTime();
  test('today the clock is enough, this week the day, later the date', () => {
    expect(clock(new Date(2026, 10, 20, 14, 2))).toBe('14:02');
    expect(moment(new Date(2026, 10, 20, 14, 2), now)).toBe('14:02');
    expect(moment(new Date(2026, 10, 23, 12, 0), now)).toBe('Mon 12:00');
    expect(moment(new Date(2026, 11, 4, 12, 0), now)).toMatch(/^Fri (4 Dec|Dec 4), 12:00$/);
    expect(calendarDay(new Date(2026, 10, 27))).toMatch(/^Fri (27 Nov|Nov 27)$/);
  });

  test('spans are told in words', () => {
    expect(relative(now + 7_200_000, now)).toBe('in 2 hours');
    expect(relative(now - 180_000, now)).toBe('3 minutes ago');
  });

  test('bytes as data bundles are sold', () => {
    expect([0, 31_200, 999_400, 1_240_000].map(bytes)).toEqual(['1 KB', '31 KB', '999 KB', '1.2 MB']);
  });
});
