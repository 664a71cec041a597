import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Answers } from '../shared/answers';
import { questions } from './form';
import { readTemplate } from './read';
import type { Template, TemplateItem } from './template';

/**
 * Taps and keys of a case, and how long a practised hand needs by the keystroke-level model (Card, Moran and Newell, Commun ACM 1980;23:396-410):
 * 1.35 s to make up one's mind before each answer, 1.1 s to point (a mouse's; a finger is not slower), and for a key 0.33 s, as 37,370 people typed on
 * phones (Palin and others, MobileHCI 2019: 36.2 words of five letters a minute). Looking at the patient and measuring are not in it.
 */
const decide = 1.35;
const point = 1.1;
const key = 60 / (36.2 * 5);
/** To hold still, look at the picture and keep it: an assumption of ours. */
const photo = 4;

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'wwwroot/intake');
const table = join(root, 'tests/Teleconsult.Benchmarks/README.md');
const files = readdirSync(folder).filter((f) => f.endsWith('.json')).sort();
const forms = [...new Map(files.map((file) => [file.replace(/-\d+\.\d+\.\d+\.json$/, ''), file])).values()]
  .map((file) => readTemplate(JSON.parse(readFileSync(join(folder, file), 'utf8'))));

interface Work { readonly answers: number; readonly taps: number; readonly keys: number; readonly photos: number }

const sum = (parts: readonly Work[]): Work => parts.reduce((all, one) => ({
  answers: all.answers + one.answers, taps: all.taps + one.taps, keys: all.keys + one.keys, photos: all.photos + one.photos,
}), { answers: 0, taps: 0, keys: 0, photos: 0 });
const work = (answers: number, taps: number, keys = 0, photos = 0): Work => ({ answers, taps, keys, photos });
const seconds = ({ answers, taps, keys, photos }: Work) => answers * decide + taps * point + keys * key + photos * photo;

/** One tap for a choice; a tap into the field and the letters for what is typed: three digits, eight of a date, a short line, two lines. */
function answering(item: TemplateItem): Work {
  switch (item.kind) {
    case 'boolean': case 'choice': case 'openChoice': return work(1, 1);
    case 'integer': return work(1, 1, item.ranges['']?.hardMax === 10 ? 0 : 2);
    case 'decimal': case 'quantity': return work(1, 1, 3);
    case 'date': return work(1, 1, 8);
    case 'photo': return work(1, 3, 0, 1); // camera, shutter, keep
    case 'line': return work(1, 1, 15);
    case 'text': return work(1, 1, item.linkId === 'question' || item.linkId === 'situation' ? 60 : 25);
    default: return work(0, 0);
  }
}

/** A group is opened once, unless it holds one question alone. */
function groupsOf(form: Template, answered: readonly TemplateItem[]): number {
  const inside = (item: TemplateItem): TemplateItem[] => item.items.flatMap((child) => [child, ...inside(child)]);
  const isFold = (item: TemplateItem) => item.kind === 'group' && inside(item).filter((one) => one.kind !== 'group' && one.kind !== 'photo').length > 1;
  const folds = (items: readonly TemplateItem[]): TemplateItem[] => items.flatMap((item) => [...(isFold(item) ? [item] : []), ...folds(item.items)]);
  return folds(form.items).filter((group) => inside(group).some((item) => answered.includes(item) && !['question', 'impression'].includes(item.linkId) && item.kind !== 'photo')).length;
}

/** New case, its kind, who it is (initials, age, sex), how soon, each "next"; the patient's consent; send. In an emergency: one screen. */
const around = (form: Template): Work => form.urgency === 'emergency'
  ? sum([work(0, 2), work(1, 1, 2), work(1, 1, 2), work(1, 1), work(1, 1)])
  : sum([work(1, 2), work(1, 1, 2), work(1, 1, 2), work(1, 1), work(0, 1), work(1, 2), work(0, 1), work(0, 1), work(2, 3), work(1, 1)]);

const alwaysAsked = new Set(['question', 'impression', 'danger-signs']);

/** The least that can be sent well: what is required, the worker's own view, the danger signs, and the photos that the form asks for. */
function least(form: Template): Work {
  const chosen = questions(form, {}).filter((item) => item.required || alwaysAsked.has(item.linkId) || (form.urgency !== 'emergency' && item.kind === 'photo' && item.asked && oneSide(item)));
  return sum([around(form), ...chosen.map(answering), work(0, groupsOf(form, chosen))]);
}

/** With everything that the strip "Not given" would name; conditional questions as with none of them. */
function guided(form: Template, answers: Answers = {}): Work {
  const chosen = questions(form, answers).filter((item) => item.required || alwaysAsked.has(item.linkId) || (item.asked && oneSide(item)));
  return sum([around(form), ...chosen.map(answering), work(0, groupsOf(form, chosen))]);
}

/** The wound of one foot is photographed, not of both. */
const oneSide = (item: TemplateItem) => !/^photo-L-(before|after)$/.test(item.linkId);

const row = (form: Template): string => {
  const [few, all] = [least(form), guided(form)];
  const cells = (one: Work) => `${one.taps} | ${one.keys} | ${one.photos} | ${Math.round(seconds(one))} s`;
  return `| ${form.name} ${form.version} | ${cells(few)} | ${cells(all)} |`;
};

test.each(forms.map((form) => [form.name, form] as const))('%s: a routine case in under 4 minutes, a quick one in under 60 seconds', (_, form) => {
  const goal = form.urgency === 'emergency' ? 60 : 240;
  expect(seconds(least(form))).toBeLessThan(goal);
  // And so with every guided question answered.
  if (form.urgency !== 'emergency') expect(seconds(guided(form))).toBeLessThan(240);
});

test('the table of the benchmarks says what the forms ask', () => {
  const [from, to] = ['<!-- effort -->', '<!-- /effort -->'];
  const text = readFileSync(table, 'utf8');
  const now = text.slice(text.indexOf(from) + from.length, text.indexOf(to)).trim();
  const wanted = [
    '| Form | least: taps | keys | photos | time | guided: taps | keys | photos | time |', '|---|---|---|---|---|---|---|---|---|', ...forms.map(row),
  ].join('\n');
  if (process.env['EFFORT'] === 'write') writeFileSync(table, text.replace(now || `${from}\n`, now ? wanted : `${from}\n${wanted}\n`));
  else expect(now).toBe(wanted);
});
