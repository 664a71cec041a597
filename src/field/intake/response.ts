import type { Absent, Answers, ItemAnswer, Value } from '../shared/answers';
import type { QuestionnaireResponse } from '../shared/model';
import { all, url, type Extension } from './extensions';
import { questions } from './form';
import type { ReadLine, Template, TemplateItem } from './template';
import { redFlags } from './urgency';
import { hasValue, plain } from './values';

interface ResponseItem {
  readonly linkId: string;
  readonly text?: string;
  readonly extension?: readonly Extension[];
  readonly answer?: readonly (Value & { readonly item?: readonly ResponseItem[] })[];
  readonly item?: readonly ResponseItem[];
}

/** The answers as a QuestionnaireResponse: what is shown and was answered, or said to be absent. */
export function toResponse(template: Template, answers: Answers): QuestionnaireResponse {
  const shown = new Set(questions(template, answers).map((item) => item.linkId));
  const write = (item: TemplateItem): ResponseItem[] => {
    const children = item.items.flatMap(write);
    if (item.kind === 'group') return children.length ? [{ linkId: item.linkId, text: item.text, item: children }] : [];
    const given = answers[item.linkId];
    // Photos travel in the submission's own list, beside the answers.
    if (item.kind === 'display' || item.kind === 'photo' || !shown.has(item.linkId) || !given) return [];
    if (hasValue(given)) {
      const [head, ...rest] = given.values.map(trimmed);
      const nested = children.length ? { ...head!, item: children } : head!;
      return [{ linkId: item.linkId, text: item.text, answer: [nested, ...rest] }];
    }
    return given.absent
      ? [{ linkId: item.linkId, text: item.text, extension: [{ url: url.absent, valueCode: given.absent }] }]
      : [];
  };
  const item = template.items.flatMap(write);
  return { resourceType: 'QuestionnaireResponse', questionnaire: template.canonical, status: 'completed', ...(item.length ? { item } : {}) };
}

const trimmed = (value: Value): Value => ('valueString' in value ? { valueString: value.valueString.trim() } : value);

/** Reads the answers back, by linkId. */
export function fromResponse(response: QuestionnaireResponse): Answers {
  const answers: Record<string, ItemAnswer> = {};
  const read = (items: readonly ResponseItem[]) => {
    for (const item of items) {
      const absent = all(item, url.absent)[0]?.valueCode as Absent | undefined;
      const values = (item.answer ?? []).map(({ item: nested, ...value }) => {
        if (nested) read(nested);
        return value as Value;
      });
      if (values.length || absent) answers[item.linkId] = absent && !values.length ? { values, absent } : { values };
      if (item.item) read(item.item);
    }
  };
  read((response.item ?? []) as readonly ResponseItem[]);
  return answers;
}

/** How a reading screen shows yes and no: it brings the words of its language. */
export interface ReadWords {
  readonly yes: string;
  readonly no: string;
}

/** A filled-in form for reading, with the headings of its groups; only what was answered or said to be absent. */
export function readable(template: Template, response: QuestionnaireResponse, words: ReadWords): ReadLine[] {
  const answers = fromResponse(response);
  const flagged = new Set(redFlags(template, answers).map((flag) => flag.linkId));
  const walk = (items: readonly TemplateItem[], heading: string | null): ReadLine[] => items.flatMap((item) => {
    const given = answers[item.linkId];
    const below = walk(item.items, item.kind === 'group' ? item.text : heading);
    if (!given || item.kind === 'group') return below;
    const value = given.values.map((v) => show(item, v, words)).join(', ');
    return [{ linkId: item.linkId, heading, text: item.text, value, absent: given.absent ?? null, flagged: flagged.has(item.linkId) }, ...below];
  });
  return walk(template.items, null);
}

function show(item: TemplateItem, value: Value, words: ReadWords): string {
  const option = item.options.find((o) => plain(o.value) === plain(value));
  if (option) return option.text;
  if ('valueBoolean' in value) return value.valueBoolean ? words.yes : words.no;
  if ('valueCoding' in value) return value.valueCoding.display ?? value.valueCoding.code ?? '';
  if ('valueQuantity' in value) {
    const { value: number, unit, code } = value.valueQuantity;
    return `${number} ${item.units.find((u) => u.code === code)?.text ?? unit ?? code ?? ''}`.trim();
  }
  return String(plain(value));
}
