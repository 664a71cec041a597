import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answers, Value } from '../shared/answers';
import { codeOf, shapes } from './body';
import { questions, render } from './form';
import { readTemplate } from './read';
import { rules } from './scores/rules';
import { askedBy, scoresOf } from './scoring';
import type { Template, TemplateItem } from './template';
import { effectiveUrgency, redFlags } from './urgency';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'wwwroot/intake');
const read = (file: string, language = 'en'): Template => readTemplate(JSON.parse(readFileSync(join(folder, file), 'utf8')), language);
const files = readdirSync(folder).filter((f) => f.endsWith('.json'));
const newest = [...new Map([...files].sort().map((file) => [file.replace(/-\d+\.\d+\.\d+\.json$/, ''), file])).values()];
const walk = (items: readonly TemplateItem[]): TemplateItem[] => items.flatMap((item) => [item, ...walk(item.items)]);
/** Of the patient, or taken as given where nothing is said. */
const notAsked = new Set(['age', 'female', 'pregnant', 'spo2-scale']);

describe.each(newest)('%s', (file) => {
  const form = read(file);
  const all = walk(form.items);

  test('asks for the worker\'s own view before anything that could lead it, and for danger signs with a way to say none', () => {
    if (form.urgency === 'emergency') return;
    const order = questions(form, {}).map((item) => item.linkId);
    expect(order.slice(0, 3)).toEqual(['question', 'question-type', 'impression']);
    const danger = all.find((item) => item.linkId === 'danger-signs')!;
    expect(danger.options.at(-1)!.key).toBe('none');
    // A sign that raises nothing is no danger sign.
    expect(danger.flags.map((flag) => flag.option)).toEqual(danger.options.slice(0, -1).map((option) => option.key));
  });

  test('a side is coded, and code and word say the same side', () => {
    for (const option of all.flatMap((item) => item.options).filter((one) => /^[RL]-/.test(one.key))) {
      expect(/right/i.test(option.text), option.text).toBe(option.key.startsWith('R-'));
      expect(/left/i.test(option.text), option.text).toBe(option.key.startsWith('L-'));
    }
    const french = walk(read(file, 'fr').items).flatMap((item) => item.options).filter((one) => /^[RL]-/.test(one.key));
    for (const option of french) expect(/droite?\b/i.test(option.text) !== /gauche/i.test(option.text) && /gauche/i.test(option.text) === option.key.startsWith('L-'), option.text).toBe(true);
    for (const slot of form.slots.filter((one) => /^[RL]-/.test(one.slot))) expect(slot.laterality).toBe(slot.slot.startsWith('R-') ? 'right' : 'left');
  });

  test('each of its scores is known, and each part of it is asked somewhere', () => {
    for (const name of form.scores) {
      expect(rules[name], name).toBeDefined();
      for (const part of rules[name]!.parts.filter((one) => !notAsked.has(one.name))) expect(askedBy(form, part.name), `${name}: ${part.name}`).not.toBeNull();
    }
    const known = new Set(form.scores.flatMap((name) => rules[name]!.parts.map((part) => part.name)));
    for (const item of all) for (const part of [...item.scoreParts, ...item.options.flatMap((option) => Object.keys(option.scorePoints))]) expect(known, item.linkId).toContain(part);
  });

  test('without an answer no score is a number', () => {
    for (const score of scoresOf(form, {}, { age: { value: 50, unit: 'a' }, sex: 'female' })) expect([score.empty, score.total, score.grade]).toEqual([true, null, null]);
  });

  test('every place that its body map shows can be chosen there or in the list', () => {
    for (const item of all.filter((one) => one.bodyMap)) {
      const keys = item.options.map((option) => option.key);
      const drawn = new Set(shapes.map((shape) => codeOf(shape, keys)));
      expect(keys.filter((key) => !drawn.has(key))).toEqual(item.linkId === 'site' ? ['all-over'] : []);
      expect(item.repeats).toBe(true);
    }
  });

  test('each red flag raises to its floor and never lowers', () => {
    for (const item of all) {
      for (const flag of item.flags) {
        const quantity = (by: number): Value => ({ valueQuantity: { value: (flag.at!.from ?? flag.at!.to)! + by, code: flag.at!.unit } });
        const value: Value = flag.at ? quantity(0) : flag.option === null ? { valueBoolean: true } : item.options.find((option) => option.key === flag.option)!.value;
        const answers: Answers = { ...opening(form, item), [item.linkId]: { values: [value] } };
        if (flag.at) {
          // Just outside of the limit nothing is raised, and in another unit this rule says nothing.
          const outside = quantity(flag.at.from === null ? 0.01 : -0.01);
          expect(redFlags(form, { ...answers, [item.linkId]: { values: [outside] } })).toEqual([]);
          expect(redFlags(form, { ...answers, [item.linkId]: { values: [{ valueQuantity: { value: flag.at.from ?? flag.at.to!, code: 'none' } }] } })).toEqual([]);
        }
        const raised = redFlags(form, answers).filter((one) => one.linkId === item.linkId);
        expect(raised.length, `${item.linkId} ${flag.option}`).toBeGreaterThan(0);
        // Who reads the flag alone knows what it is about.
        if (flag.option !== null && !item.repeats || flag.at) expect(raised[0]!.text.startsWith(`${item.brief}: `), raised[0]!.text).toBe(true);
        expect(effectiveUrgency('routine', raised).urgency).toBe(flag.floor);
        expect(effectiveUrgency('emergency', raised).urgency).toBe('emergency');
      }
    }
  });

  test('French texts keep their signs from breaking away', () => {
    const texts = walk(read(file, 'fr').items).flatMap((item) => [item.text, item.help, item.brief, ...item.options.map((option) => option.text), ...item.flags.map((flag) => flag.source)]);
    for (const text of texts) expect(text).not.toMatch(/ [:;?!»]|« |'/);
  });
});

/** Answers that let an item be asked: what its own conditions wait for. */
function opening(form: Template, item: TemplateItem): Answers {
  return Object.fromEntries(item.conditions.filter((one) => one.operator === '=').map((one) => [one.question, { values: [one.value] }]));
}

describe('the body', () => {
  test('the patient\'s right stands where x is small from the front, and where x is large from the back', () => {
    const middle = (code: string) => {
      const path = shapes.find((shape) => shape.codes[0] === code)!.path;
      const xs = [...path.matchAll(/(\d+) \d+/g)].map((m) => Number(m[1]));
      return xs.reduce((sum, x) => sum + x, 0) / xs.length;
    };
    expect(middle('R-hand-front')).toBeLessThan(60);
    expect(middle('L-hand-front')).toBeGreaterThan(60);
    expect(middle('R-hand-back')).toBeGreaterThan(60);
    expect(middle('L-hand-back')).toBeLessThan(60);
  });
});

describe('scores from the answers of their forms', () => {
  type Said = string | number | boolean | readonly string[] | { readonly value: number; readonly unit: string };
  interface Filled {
    readonly name: string; readonly file: string; readonly age: number; readonly sex: string; readonly answers: Readonly<Record<string, Said>>;
    readonly scores: Readonly<Record<string, { readonly total: number | null; readonly grade: string | null; readonly missing: readonly string[]; readonly refused: string | null }>>;
  }
  const filled = JSON.parse(readFileSync(join(root, 'tests/Vectors/filled-forms.json'), 'utf8')) as readonly Filled[];
  const value = (form: Template, linkId: string, said: Said): readonly Value[] => {
    if (Array.isArray(said)) return (said as readonly string[]).map((code) => ({ valueCoding: { code } }));
    if (typeof said === 'string') return [{ valueCoding: { code: said } }];
    if (typeof said === 'boolean') return [{ valueBoolean: said }];
    if (typeof said === 'number') return [walk(form.items).find((item) => item.linkId === linkId)!.kind === 'decimal' ? { valueDecimal: said } : { valueInteger: said }];
    const quantity = said as { readonly value: number; readonly unit: string };
    return [{ valueQuantity: { value: quantity.value, code: quantity.unit } }];
  };

  test.each(filled.map((one) => [one.name, one] as const))('%s', (_, { file, age, sex, answers, scores }) => {
    const form = read(`${file}.json`);
    const given: Answers = Object.fromEntries(Object.entries(answers).map(([linkId, said]) => [linkId, { values: value(form, linkId, said) }]));
    const found = scoresOf(form, given, { age: { value: age, unit: 'a' }, sex });
    expect(Object.fromEntries(found.filter((score) => !score.empty).map(({ name, total, grade, missing, refused }) => [name, { total, grade, missing, refused }]))).toEqual(scores);
    expect(render(form, given).length).toBeGreaterThan(0);
  });

  test('every form with scores is filled in at least once', () => {
    const with_ = newest.filter((file) => read(file).scores.length > 0).map((file) => file.replace('.json', ''));
    expect(with_.filter((file) => !filled.some((one) => one.file === file))).toEqual([]);
  });
});
