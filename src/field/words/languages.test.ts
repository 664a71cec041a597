import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clock, bytes, moment } from './times';
import { direction, isUnreviewed, languages, nameOfLanguage, original, pickLanguage, refusal, t, useLanguage, word } from './words';

const folder = join(import.meta.dirname, '../../../wwwroot');
const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>;
const parts = readdirSync(join(folder, 'words', original)).filter((f) => f.endsWith('.json'));
const others = languages.filter((tag) => tag !== original);
/** Whole at every delivery; the other languages may lag behind new English sentences, which then stand for theirs. */
const whole = new Set(['fr']);
const holes = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();
const counted = /\.(zero|one|two|few|many|other)$/;

afterAll(() => useLanguage(original));

test('each folder of words is a language that languages.json names, and the other way round', () => {
  expect(readdirSync(join(folder, 'words'), { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name).sort())
    .toEqual(Object.keys(json('words/languages.json')).sort());
  expect(others).toContain('fr');
});

test('each language says which way it is written, and so does the app', async () => {
  const about = json('words/languages.json') as Record<string, { dir: string }>;
  for (const tag of languages) {
    await useLanguage(tag);
    expect(direction(), tag).toBe(['ar', 'fa', 'he', 'ps', 'ur'].includes(tag) ? 'rtl' : 'ltr');
    expect(about[tag]!.dir, tag).toBe(direction());
    // A dose is never written in other digits than it was typed in.
    expect([t('signIn.waits', { count: 1234567890 }), bytes(1_240_000), clock(new Date(2026, 10, 20, 14, 2))].join(' '), tag).toMatch(/^[^٠-٩०-९]*$/);
    expect(clock(new Date(2026, 10, 20, 14, 2)), tag).toBe('14:02');
  }
});

test('plural forms are those of the vectors that the console follows too', () => {
  for (const [tag, forms] of Object.entries(json('../tests/Vectors/plurals.json') as Record<string, Record<string, number[]>>)) {
    const rules = new Intl.PluralRules(tag);
    for (const [form, counts] of Object.entries(forms)) for (const count of counts) expect(rules.select(count), `${tag} ${count}`).toBe(form);
  }
});

describe.each(others)('%s', (tag) => {
  const written = parts.filter((part) => whole.has(tag) || existsSync(join(folder, 'words', tag, part)));

  test('says what it lacks', () => {
    const lacking = parts.flatMap((part) => {
      const to = written.includes(part) ? json(`words/${tag}/${part}`) : {};
      const missing = Object.keys(json(`words/${original}/${part}`)).filter((key) => !(key in to));
      return missing.length > 0 ? [`${part} (${missing.length}): ${missing.slice(0, 5).join(', ')}`] : [];
    });
    if (lacking.length > 0) console.info(`${nameOfLanguage(tag)} speaks English in ${lacking.join('; ')}`);
    if (whole.has(tag)) expect(lacking).toEqual([]);
  });

  test.each(written)('%s has no sentence too many, and none is empty', (part) => {
    const [from, to] = [json(`words/${original}/${part}`), json(`words/${tag}/${part}`)];
    const plural = (key: string) => counted.test(key) && key.replace(counted, '.one') in from;
    expect(Object.keys(to).filter((key) => !(key in from) && !plural(key))).toEqual([]);
    expect(Object.keys(to).filter((key) => typeof to[key] !== 'string' || (!(to[key] as string).trim() && from[key] !== ''))).toEqual([]);
  });

  test.each(written)('%s leaves the same places to fill', (part) => {
    const [from, to] = [json(`words/${original}/${part}`) as Record<string, string>, json(`words/${tag}/${part}`) as Record<string, string>];
    // "1 waits" and "{count} waits" say the same: a counted sentence may leave the count out, and nothing else.
    const wanted = (key: string) => new Set(Object.keys(from).filter((k) => counted.test(key) && k.replace(counted, '') === key.replace(counted, '')).flatMap((k) => holes(from[k]!)));
    const wrong = Object.keys(to).filter((key) => key in from || counted.test(key)).filter((key) => {
      if (!counted.test(key) || !(key.replace(counted, '.one') in from)) return holes(to[key]!).join() !== holes(from[key]!).join();
      const given = holes(to[key]!);
      return given.some((h) => !wanted(key).has(h)) || [...wanted(key)].some((h) => h !== 'count' && h !== 'n' && !given.includes(h));
    });
    expect(wrong).toEqual([]);
  });

  test('counted sentences have the forms that the language needs; rare ones may use the last', () => {
    const forms = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((n) => new Intl.PluralRules(tag).select(n)));
    for (const part of written) {
      const to = json(`words/${tag}/${part}`);
      for (const key of Object.keys(json(`words/${original}/${part}`)).filter((k) => k.endsWith('.one') && (whole.has(tag) || k in to)).map((k) => k.slice(0, -4))) {
        for (const form of forms) expect(to, key).toHaveProperty([`${key}.${form}`]);
      }
    }
  });

  test('no refusal speaks in the tongue of machines', () => {
    if (!written.includes('refusal.json')) return;
    for (const sentence of Object.values(json(`words/${tag}/refusal.json`)) as string[]) expect(sentence).toMatch(/[.!।؟]$/);
  });
});

describe('French', () => {
  test('nothing and one are singular; numbers, times and sizes follow the language', async () => {
    await useLanguage('fr');
    expect([0, 1, 2].map((count) => t('signIn.waits', { count }))).toEqual(['0 envoi en attente', '1 envoi en attente', '2 envois en attente']);
    expect(refusal('text.too-long', { most: 2000 })).toMatch(/2\s000/);
    expect(clock(new Date(2026, 10, 20, 14, 2))).toBe('14:02');
    expect(moment(new Date(2026, 10, 23, 12, 0), new Date(2026, 10, 20).getTime())).toBe('lun. 12:00');
    expect(bytes(1_240_000)).toMatch(/^1,2\sMo$/);
    expect(word('no.such.key')).toBeNull();
    expect(direction()).toBe('ltr');
  });

  test('spaces before the high signs do not break', () => {
    for (const part of parts) {
      for (const [key, sentence] of Object.entries(json(`words/fr/${part}`)) as [string, string][]) {
        expect(sentence, key).not.toMatch(/ [:;?!»%]|« /);
      }
    }
  });

  test('is picked for a browser that asks for it, where it is offered', () => {
    expect(pickLanguage(['fr-SN', 'en'])).toBe('fr');
    expect(pickLanguage(['fr-SN', 'en'], ['en'])).toBe('en');
    expect(pickLanguage(['wo', 'fr'])).toBe('fr');
  });

  test('says of itself that no clinician has read it', () => {
    expect([isUnreviewed('fr'), isUnreviewed(original)]).toEqual([true, false]);
    expect(nameOfLanguage('fr')).toBe('Français');
  });
});
