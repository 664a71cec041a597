import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answers, Value } from '../shared/answers';
import { languages, original } from '../words/words';
import { answer, notGiven, problems, questions, render, slotsNow, toggle } from './form';
import type { Extended } from './extensions';
import { readTemplate } from './read';
import { fromResponse, readable, toResponse } from './response';
import type { FormItem, Template } from './template';
import { loadTemplate, templateList } from './templates';
import { effectiveUrgency, redFlags } from './urgency';

const folder = join(import.meta.dirname, '../../../wwwroot/intake');
const files = readdirSync(folder).filter((f) => f.endsWith('.json'));
const load = (name: string): Template => readTemplate(JSON.parse(readFileSync(join(folder, `${name}-1.0.0.json`), 'utf8')));
const derm = load('general-dermatology');
const eyes = load('diabetic-retinopathy');
const foot = load('diabetic-foot');

const text = (valueString: string): { values: Value[] } => ({ values: [{ valueString }] });
const choice = (...codes: string[]): { values: Value[] } => ({ values: codes.map((code) => ({ valueCoding: { code } })) });
const quantity = (value: number, code: string): { values: Value[] } => ({ values: [{ valueQuantity: { value, code } }] });
const flat = (items: readonly FormItem[]): FormItem[] => items.flatMap((item) => [item, ...flat(item.items)]);
const find = (template: Template, answers: Answers, linkId: string, today?: Date) => flat(render(template, answers, today)).find((i) => i.linkId === linkId);

describe('the questionnaires of this build', () => {
  test.each(files)('%s can be asked, names its file and has a required question', (file) => {
    const template = readTemplate(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    expect(`${template.name}-${template.version}.json`).toBe(file);
    // In an emergency the situation is asked for too; everywhere else the question alone is needed.
    expect(problems(template, {}).map((p) => p.linkId)).toEqual(template.urgency === 'emergency' ? ['situation', 'question'] : ['question']);
    expect(template.slots.length).toBeGreaterThan(template.urgency === 'emergency' ? 0 : 1);
    expect(new Set(template.slots.map((slot) => slot.slot)).size).toBe(template.slots.length);
    for (const item of questions(template, {})) {
      expect(item.text, item.linkId).not.toBe('');
      for (const flag of item.flags) expect(flag.source, item.linkId).not.toBe('');
      for (const unit of item.units) expect(Object.keys(item.ranges), item.linkId).toContain(unit.code);
    }
  });

  test.each(files)('%s is whole in French: each text has its translation, and none is empty', (file) => {
    const form: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const wanted = ['fr']; // whole at every delivery; what the others lack stands in English, and is told below
    const missing: string[] = [];
    // What a person reads: titles, texts, choices, units, short texts and sources. Codes of an item say what it is to machines.
    const read = ['title', 'text', 'display', 'valueString'];
    const walk = (node: unknown, inCode: boolean): void => {
      if (Array.isArray(node)) return node.forEach((child) => walk(child, inCode));
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key.startsWith('_')) continue;
        if (typeof value === 'string' && read.includes(key) && !inCode) {
          const said = ((node as Record<string, { extension?: { url: string; extension: { url: string; valueCode?: string; valueString?: string }[] }[] }>)[`_${key}`]?.extension ?? [])
            .filter((e) => e.url.endsWith('/translation'))
            .map((e) => [e.extension.find((x) => x.url === 'lang')?.valueCode, e.extension.find((x) => x.url === 'content')?.valueString] as const);
          for (const tag of wanted) if (!said.some(([lang, text]) => lang === tag && text?.trim())) missing.push(`${tag}: ${value}`);
        }
        walk(value, inCode || key === 'code' || key === 'valueCodeableConcept');
      }
    };
    walk(form, false);
    expect(missing).toEqual([]);
  });

  test('languages say what their forms lack', () => {
    const lacking = new Map<string, Set<string>>();
    for (const file of files) {
      JSON.parse(readFileSync(join(folder, file), 'utf8'), (_, node: unknown) => {
        if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
        for (const [key, value] of Object.entries(node as Record<string, unknown>)) {
          const said = ((node as Record<string, Extended | undefined>)[`_${key}`]?.extension ?? []).filter((e) => e.url.endsWith('/translation'));
          const texts = Object.fromEntries(said.map((e) => [e.extension?.find((x) => x.url === 'lang')?.valueCode, e.extension?.find((x) => x.url === 'content')?.valueString]));
          if (!texts['fr'] || typeof value !== 'string') continue;
          for (const tag of languages.filter((one) => one !== original)) if (!texts[tag]?.trim()) lacking.set(tag, (lacking.get(tag) ?? new Set()).add(value));
        }
        return node;
      });
    }
    for (const [tag, texts] of lacking) console.info(`${tag}: ${texts.size} texts of forms stand in English, such as "${[...texts][0]}"`);
    expect([...lacking.keys()]).not.toContain('fr');
  });

  test('a form in French asks the same and stores the same codes', () => {
    const raw: unknown = JSON.parse(readFileSync(join(folder, 'general-dermatology-1.0.0.json'), 'utf8'));
    const french = readTemplate(raw, 'fr');
    const [there, here] = [questions(french, {}), questions(derm, {})];
    expect(there.map((i) => i.linkId)).toEqual(here.map((i) => i.linkId));
    expect(there.map((i) => i.options.map((o) => o.key))).toEqual(here.map((i) => i.options.map((o) => o.key)));
    expect(there.flatMap((i) => i.options.map((o) => o.value))).toEqual(here.flatMap((i) => i.options.map((o) => o.value)));
    const duration = there.find((i) => i.units.length > 0)!;
    expect(duration.units.map((u) => u.text)).not.toEqual(here.find((i) => i.linkId === duration.linkId)!.units.map((u) => u.text));
    const response = toResponse(derm, { question: text('?'), site: choice('arm'), duration: quantity(3, 'wk') });
    const lines = readable(french, response, { yes: 'Oui', no: 'Non' });
    expect([lines.find((l) => l.linkId === 'site')?.value, lines.find((l) => l.linkId === 'duration')?.value]).toEqual(['Bras', '3 semaines']);
  });

  test('the eye slots carry their side', () => {
    expect(eyes.policy).toBe('retina');
    expect(eyes.slots.map((s) => [s.slot, s.laterality])).toEqual([['R-mac', 'right'], ['R-disc', 'right'], ['L-mac', 'left'], ['L-disc', 'left']]);
  });

  test('the wound is photographed on the foot that was named; without a name both are offered', () => {
    const wounds = (answers: Answers, taken: readonly string[] = []) => slotsNow(foot, answers, taken).map((s) => s.slot).filter((s) => /before|after/.test(s));
    expect(wounds({})).toEqual(['R-before', 'R-after', 'L-before', 'L-after']);
    expect(wounds({ 'foot-side': choice('7771000') })).toEqual(['L-before', 'L-after']);
    // The side was mended after a photo: what was taken stays in sight.
    expect(wounds({ 'foot-side': choice('7771000') }, ['R-after'])).toEqual(['R-after', 'L-before', 'L-after']);
    for (const slot of foot.slots) expect(slot.laterality, slot.slot).toBe(slot.slot.startsWith('R-') ? 'right' : 'left');
  });

  test('the emergency form asks at most twelve things, needs two of them, and is an emergency by nature', () => {
    const isbar = readTemplate(JSON.parse(readFileSync(join(folder, 'emergency-isbar-1.0.0.json'), 'utf8')));
    const asked = questions(isbar, {});
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(asked.filter((item) => item.required).map((item) => item.linkId)).toEqual(['situation', 'question']);
    expect(isbar.urgency).toBe('emergency');
    expect(redFlags(isbar, {})).toEqual([]);
    expect(derm.urgency).toBe('routine');
  });

  test('are loaded by canonical, the newest of each listed', async () => {
    expect(templateList.map((t) => t.name).sort()).toEqual([
      'burns', 'chronic-kidney-disease', 'diabetes', 'diabetic-foot', 'diabetic-retinopathy', 'emergency-isbar', 'follow-up', 'general-dermatology', 'hiv', 'not-sure',
      'paediatric-rash', 'pregnancy-birth', 'psoriasis', 'rheumatoid-arthritis', 'sick-child', 'sick-newborn', 'skin-cancer', 'tube-feeding', 'ultrasound',
    ]);
    for (const { canonical } of templateList) expect((await loadTemplate(canonical)).canonical).toBe(canonical);
    await expect(loadTemplate('https://teleconsult.example/Questionnaire/none|9.9.9')).rejects.toThrow('none|9.9.9');
  });
});

describe('what is shown', () => {
  test('an item waits for its condition and is gone again without it', () => {
    expect(find(derm, {}, 'new-drug-name')).toBeUndefined();
    const on = answer({}, 'new-drug', { values: [{ valueBoolean: true }] });
    expect(find(derm, on, 'new-drug-name')?.kind).toBe('line');
    expect(find(derm, answer(on, 'new-drug', null), 'new-drug-name')).toBeUndefined();
  });

  test('any of several conditions is enough', () => {
    expect(find(derm, { pregnant: choice('no') }, 'lmp')).toBeUndefined();
    expect(find(derm, { pregnant: choice('maybe') }, 'lmp')).toBeDefined();
  });

  test('an answer to a hidden item is neither sent nor checked, but kept', () => {
    const answers: Answers = { question: text('Why?'), 'new-drug-name': text('x'.repeat(400)) };
    expect(problems(derm, answers)).toEqual([]);
    expect(JSON.stringify(toResponse(derm, answers))).not.toContain('xxx');
  });

  test('conditions that wait for each other show nothing and do not hang', () => {
    const circle = readTemplate({
      resourceType: 'Questionnaire', url: 'https://teleconsult.example/Questionnaire/c', version: '1', item: [
        { linkId: 'a', type: 'boolean', text: 'a', enableWhen: [{ question: 'b', operator: '=', answerBoolean: true }] },
        { linkId: 'b', type: 'boolean', text: 'b', enableWhen: [{ question: 'a', operator: '=', answerBoolean: true }] }],
    });
    expect(render(circle, { a: { values: [{ valueBoolean: true }] }, b: { values: [{ valueBoolean: true }] } })).toEqual([]);
  });

  test.each([['>', 4, false], ['>', 5, true], ['>=', 4, true], ['<', 4, false], ['<=', 4, true], ['!=', 4, false], ['!=', 5, true]] as const)(
    'operator %s with %d: %s', (operator, given, shown) => {
      const template = readTemplate({
        resourceType: 'Questionnaire', url: 'u/c', version: '1', item: [
          { linkId: 'n', type: 'integer', text: 'n' },
          { linkId: 'x', type: 'string', text: 'x', enableWhen: [{ question: 'n', operator, answerInteger: 4 }] }],
      });
      expect(!!find(template, { n: { values: [{ valueInteger: given }] } }, 'x')).toBe(shown);
      expect(find(template, {}, 'x')).toBeUndefined();
    });

  test('a text is shown in the language that the file carries, else in English', () => {
    const source = {
      resourceType: 'Questionnaire', url: 'u/c', version: '1', item: [{
        linkId: 'n', type: 'string', text: 'Name', _text: { extension: [{
          url: 'http://hl7.org/fhir/StructureDefinition/translation',
          extension: [{ url: 'lang', valueCode: 'fr' }, { url: 'content', valueString: 'Nom' }] }] } }],
    };
    expect([readTemplate(source, 'fr'), readTemplate(source, 'sw')].map((t) => t.items[0]!.text)).toEqual(['Nom', 'Name']);
  });

  test('what cannot be asked is refused when the file is read', () => {
    const read = (item: object) => () => readTemplate({ resourceType: 'Questionnaire', url: 'u', version: '1', item: [item] });
    expect(read({ linkId: 'x', type: 'reference' })).toThrow('reference');
    expect(read({ linkId: 'x', type: 'group', repeats: true })).toThrow('repeats');
    expect(() => readTemplate({ resourceType: 'Patient' })).toThrow();
  });
});

describe('choices', () => {
  const signs = { linkId: 'danger-signs', repeats: true };
  const code = (c: string): Value => ({ valueCoding: { code: c } });
  const codes = (a: Answers) => (a['danger-signs']?.values ?? []).map((v) => ('valueCoding' in v ? v.valueCoding.code : ''));

  test('several may be ticked; "none" stands alone', () => {
    let a = toggle(signs, toggle(signs, {}, code('purpura')), code('dress'));
    expect(codes(a)).toEqual(['purpura', 'dress']);
    a = toggle(signs, a, code('none'));
    expect(codes(a)).toEqual(['none']);
    a = toggle(signs, a, code('airway'));
    expect(codes(a)).toEqual(['airway']);
    expect(codes(toggle(signs, a, code('airway')))).toEqual([]);
  });
});

describe('numbers', () => {
  test('the impossible is refused, the unlikely only asked about, each in its unit', () => {
    const check = (value: number, unit: string) => {
      const answers: Answers = { question: text('?'), temperature: quantity(value, unit) };
      return [problems(derm, answers)[0]?.code ?? null, find(derm, answers, 'temperature')?.warning?.code ?? null];
    };
    expect(check(37, 'Cel')).toEqual([null, null]);
    expect(check(42, 'Cel')).toEqual([null, 'unlikely']);
    expect(check(98.6, 'Cel')[0]).toBe('impossible');
    expect(check(98.6, '[degF]')).toEqual([null, null]);
    expect(check(Number.NaN, 'Cel')[0]).toBe('not-a-number');
  });

  test('a scale from 0 to 10 takes whole numbers inside', () => {
    const check = (valueInteger: number) => problems(derm, { question: text('?'), itch: { values: [{ valueInteger }] } })[0]?.code;
    expect([0, 10, 11, -1, 2.5].map(check)).toEqual([undefined, undefined, 'impossible', 'impossible', 'not-a-number']);
  });

  test('an old result is marked; a broken date is refused', () => {
    const at = (date: string): Answers => ({ question: text('?'), hba1c: quantity(8, '%'), 'hba1c-date': { values: [{ valueDate: date }] } });
    const today = new Date('2026-11-20');
    expect(find(eyes, at('2026-11-01'), 'hba1c-date', today)?.warning).toBeNull();
    expect(find(eyes, at('2026-05-01'), 'hba1c-date', today)?.warning?.code).toBe('old-result');
    expect(problems(eyes, at('1/2/2026'))[0]?.code).toBe('not-a-date');
  });
});

describe('urgency', () => {
  test('a red flag raises and names its source; it never lowers', () => {
    const flags = redFlags(derm, { 'danger-signs': choice('dress', 'purpura') });
    expect(flags.map((f) => f.floor)).toEqual(['emergency', 'urgent']);
    expect(flags[0]!.source).not.toBe('');
    expect(effectiveUrgency('routine', flags)).toMatchObject({ urgency: 'emergency', raisedBy: [{ floor: 'emergency' }] });
    expect(effectiveUrgency('emergency', flags)).toEqual({ urgency: 'emergency', raisedBy: [] });
    expect(effectiveUrgency('soon', redFlags(derm, { 'danger-signs': choice('none') }))).toEqual({ urgency: 'soon', raisedBy: [] });
  });
});

describe('the response', () => {
  const answers: Answers = {
    question: text('  Is it harmless? '), allergies: { values: [], absent: 'not-asked' }, site: choice('arm', 'leg'),
    temperature: quantity(38.5, 'Cel'), fever: { values: [{ valueBoolean: true }] }, 'danger-signs': choice('dress'),
  };

  test('carries values, reasons and nothing for blanks, and reads back the same', () => {
    const response = toResponse(derm, answers);
    expect(response).toMatchObject({ questionnaire: derm.canonical, status: 'completed' });
    expect(JSON.stringify(response)).not.toContain('medicines');
    expect(fromResponse(response)).toEqual({ ...answers, question: text('Is it harmless?') });
    expect(toResponse(derm, fromResponse(response))).toEqual(response);
  });

  test('tells apart blank, not asked, not available and unknown', () => {
    const given = notGiven(derm, answers);
    expect(given.find((g) => g.linkId === 'allergies')?.absent).toBe('not-asked');
    expect(given.find((g) => g.linkId === 'medicines')?.absent).toBeNull();
    expect(given.find((g) => g.linkId === 'site')).toBeUndefined();
  });

  test('is readable, with the red flag marked', () => {
    const lines = readable(derm, toResponse(derm, answers), { yes: 'Yes', no: 'No' });
    expect(lines.find((l) => l.linkId === 'fever')?.value).toBe('Yes');
    expect(lines.find((l) => l.linkId === 'site')?.value).toBe('Arm, Leg');
    expect(lines.find((l) => l.linkId === 'danger-signs')?.flagged).toBe(true);
    expect(lines.find((l) => l.linkId === 'allergies')?.absent).toBe('not-asked');
  });
});
