import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import file from 'virtual:coach';
import { describe, expect, test } from 'vitest';
import type { Draft, LocalPhoto, PhotoLook } from '../shared/model';
import { checksOf, findingsIn } from '../sync/checks';
import { checkOf, findingsOf, shotOf } from './coach';
import { readTemplate } from './read';

const root = resolve(import.meta.dirname, '../../../wwwroot');
const words = (language: string): Record<string, string> => JSON.parse(readFileSync(join(root, 'words', language, 'coach.json'), 'utf8'));
const good: PhotoLook = { sharp: 20, light: 130, glare: 0, washed: 0, ruler: 0.9, megapixels: 12, hash: '0123456789abcdef' };

describe('how photos are taken', () => {
  const forms = readdirSync(join(root, 'intake')).filter((name) => name.endsWith('.json')).map((name) => readTemplate(JSON.parse(readFileSync(join(root, 'intake', name), 'utf8'))));
  test.each(forms.flatMap((form) => form.slots.map((slot) => [form.canonical.split('/').pop()!, form.name, slot.slot] as const)))('%s: %s/%s is known', (_, form, slot) => {
    expect(shotOf(form, slot)).not.toBeNull();
  });

  test.each(['en', 'fr'])('every sentence that the data names stands in %s', (language) => {
    const said = words(language);
    for (const shot of Object.values(file.shots)) {
      expect(said[`coach.show.${shot.show}`]).toBeTruthy();
      expect(said[`coach.light.${shot.light}`]).toBeTruthy();
    }
    for (const name of Object.values(file.slots)) expect(file.shots).toHaveProperty(name);
  });

  test('a form that asks for a ruler by its words looks for one', () => {
    for (const form of forms) for (const slot of form.slots) {
      if (/ruler/i.test(slot.text) && shotOf(form.name, slot.slot)!.scale !== 'ruler') throw new Error(`${form.name}/${slot.slot}`);
    }
  });
});

describe('what is found wanting', () => {
  const close = shotOf('general-dermatology', 'close');
  test('is nothing in a good photo, in one that was not measured, and where no coach knows the slot', () => {
    expect(findingsOf(good, close)).toEqual([]);
    expect(findingsOf(undefined, close)).toEqual([]);
    expect(findingsOf({ ...good, sharp: 0 }, null)).toEqual([]);
  });
  test('is said in the order in which it matters', () => {
    expect(findingsOf({ ...good, sharp: 0.3, ruler: 0.1, megapixels: 0.3 }, close)).toEqual(['blurry', 'noScale', 'small']);
    expect(findingsOf({ ...good, light: 230, glare: 0.2 }, close)).toEqual(['bright']);
    expect(findingsOf({ ...good, glare: 0.2 }, close)).toEqual(['glare']);
  });
  test('of a dark photo is the light: in the dark nothing is sharp', () => {
    expect(findingsOf({ ...good, light: 20, sharp: 0.2 }, close)).toEqual(['dark']);
  });
  test('is looked for by what the slot is: an overview needs no ruler, an eye five megapixels, a sheet may be white', () => {
    expect(findingsOf({ ...good, ruler: 0 }, shotOf('general-dermatology', 'overview'))).toEqual([]);
    expect(findingsOf({ ...good, megapixels: 3 }, shotOf('diabetic-retinopathy', 'L-mac'))).toEqual(['small']);
    expect(findingsOf({ ...good, light: 240, glare: 0.6 }, shotOf('diabetes', 'diary'))).toEqual([]);
  });
  test('goes with its reason, or says that nobody gave one', () => {
    expect(checkOf([], { reason: 'moves', words: null })).toBeNull();
    expect(checkOf(['blurry'], undefined)).toEqual({ findings: ['blurry'], reason: null, words: null });
    expect(checkOf(['blurry'], { reason: 'other', words: 'It trembles' })).toEqual({ findings: ['blurry'], reason: 'other', words: 'It trembles' });
  });
});

describe('doubles', () => {
  const photo = (id: string, slot: string, sha256: string, look?: PhotoLook): LocalPhoto =>
    ({ id, slot, laterality: 'none', bytes: 1, sha256, width: 1, height: 1, takenAt: '', preview: '', ...(look && { look }) });
  const draft = (id: string, template: string, ...photos: LocalPhoto[]): Draft => ({ id, template: `x/${template}|1.0.0`, photos }) as unknown as Draft;
  const other = (one: Draft) => ({ id: one.id, draft: one, sealed: null, consult: null, outbox: [] });

  test('within a case are told at the later photo, by bytes or by looks', () => {
    const one = draft('a', 'general-dermatology', photo('1', 'overview', 'x', good), photo('2', 'close', 'y', { ...good, hash: '0123456789abcdee' }), photo('3', 'side', 'x'));
    expect([...findingsIn(one, [])]).toEqual([['2', ['twice']], ['3', ['twice']]]);
  });
  test('of eyes are told by bytes alone: they look alike by nature', () => {
    expect(findingsIn(draft('a', 'diabetic-retinopathy', photo('1', 'R-mac', 'x', good), photo('2', 'L-mac', 'y', good)), []).size).toBe(0);
  });
  test('in another case are told, in the case itself they are not', () => {
    const one = draft('a', 'general-dermatology', photo('1', 'overview', 'x', good));
    expect([...findingsIn(one, [other(one), other(draft('b', 'general-dermatology', photo('9', 'close', 'x')))])]).toEqual([['1', ['elsewhere']]]);
    expect(checksOf(one, [other(one)]).size).toBe(0);
  });
});
