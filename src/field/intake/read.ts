import type { Coding, Value } from '../shared/answers';
import type { Laterality, PhotoPolicy, Urgency } from '../shared/model';
import { all, first, numberOf, url, type Extended, type Extension } from './extensions';
import type { Condition, FlagRule, ItemKind, Option, Range, Slot, Template, TemplateItem, Unit } from './template';

interface RawOption extends Extended {
  readonly valueCoding?: Coding & { readonly _display?: Extended };
  readonly valueString?: string;
  readonly valueInteger?: number;
  readonly valueDate?: string;
}

interface RawCondition {
  readonly question: string;
  readonly operator: Condition['operator'];
  readonly [answer: `answer${string}`]: unknown;
}

interface RawItem extends Extended {
  readonly linkId: string;
  readonly type: string;
  readonly text?: string;
  readonly _text?: Extended;
  readonly required?: boolean;
  readonly repeats?: boolean;
  readonly maxLength?: number;
  readonly answerOption?: readonly RawOption[];
  readonly enableWhen?: readonly RawCondition[];
  readonly enableBehavior?: 'all' | 'any';
  readonly item?: readonly RawItem[];
}

interface RawQuestionnaire extends Extended {
  readonly resourceType: string;
  readonly url: string;
  readonly version: string;
  readonly title?: string;
  readonly _title?: Extended;
  readonly item?: readonly RawItem[];
}

/** Which FHIR item types are drawn how; a type that is not here cannot be asked by this engine. */
const kinds: Readonly<Record<string, ItemKind>> = {
  group: 'group', display: 'display', boolean: 'boolean', string: 'line', text: 'text', integer: 'integer', decimal: 'decimal',
  date: 'date', choice: 'choice', 'open-choice': 'openChoice', quantity: 'quantity', attachment: 'photo',
};

/** Reads a FHIR R4 Questionnaire once into the form that screens and rules work on. Throws on what it cannot ask. */
export function readTemplate(source: unknown, language = 'en'): Template {
  const raw = source as RawQuestionnaire;
  if (raw.resourceType !== 'Questionnaire') throw new Error('not a Questionnaire');
  const items = (raw.item ?? []).map((item) => readItem(item, language));
  return {
    canonical: `${raw.url}|${raw.version}`,
    name: raw.url.slice(raw.url.lastIndexOf('/') + 1),
    version: raw.version,
    title: translated(raw.title, raw._title, language),
    policy: (first(raw, url.photoPolicy)?.valueCode ?? 'skin') as PhotoPolicy,
    urgency: (first(raw, url.urgency)?.valueCode ?? 'routine') as Urgency,
    slots: slotsOf(items),
    scores: scoresOf(raw, items),
    guidance: all(raw, url.guidance).map((step) => translated(step.valueString, step._valueString, language)),
    items,
  };
}

/** A form of before scores had names asks for SINBAD where an item gives a part of it. */
function scoresOf(raw: RawQuestionnaire, items: readonly TemplateItem[]): string[] {
  const named = all(raw, url.score).flatMap((score) => score.valueCode ?? []);
  const asks = (item: TemplateItem): boolean => item.scoreParts.some((part) => part.startsWith('sinbad-')) || item.items.some(asks);
  return named.length > 0 || !items.some(asks) ? named : ['sinbad'];
}

function readItem(raw: RawItem, language: string): TemplateItem {
  const kind = kinds[raw.type];
  if (!kind) throw new Error(`item ${raw.linkId} has the type ${raw.type}`);
  if (kind === 'group' && raw.repeats) throw new Error(`group ${raw.linkId} repeats`);
  const children = (raw.item ?? []).filter((child) => !isHelp(child));
  const text = translated(raw.text, raw._text, language);
  const help = (raw.item ?? []).filter(isHelp).map((child) => translated(child.text, child._text, language)).join(' ');
  const required = raw.required ?? false;
  return {
    linkId: raw.linkId, kind, text, brief: briefOf(raw, text, language), help, required,
    repeats: raw.repeats ?? false,
    control: controlOf(raw),
    options: (raw.answerOption ?? []).map((option) => readOption(option, language)),
    units: all(raw, url.unitOption).map((unit) => readUnit(unit, language)),
    ranges: readRanges(raw),
    maxLength: raw.maxLength ?? null,
    mayBeAbsent: !required && kind !== 'group' && kind !== 'display' && kind !== 'photo',
    slot: kind === 'photo' ? readSlot(raw, text, help, required) : null,
    conditions: (raw.enableWhen ?? []).map(readCondition),
    anyCondition: raw.enableBehavior === 'any',
    flags: readFlags(raw, text, language),
    asked: required || (first(raw, url.asked)?.valueBoolean ?? false),
    scoreParts: all(raw, url.scorePart).flatMap((part) => part.valueCode ?? []),
    bodyMap: first(raw, url.bodyMap)?.valueBoolean ?? false,
    carriesOver: first(raw, url.carryOver)?.valueBoolean ?? false,
    oldAfterDays: numberOf(first(raw, url.oldAfterDays)),
    items: children.map((child) => readItem(child, language)),
  };
}

const controlOf = (raw: RawItem): string | null =>
  first(raw, url.itemControl)?.valueCodeableConcept?.coding?.[0]?.code ?? null;

function briefOf(raw: RawItem, text: string, language: string): string {
  const short = first(raw, url.shortText);
  return short ? translated(short.valueString, short._valueString, language) : text.replace(/[\s\u00a0]*\?$/, '');
}

const isHelp = (raw: RawItem): boolean => raw.type === 'display' && controlOf(raw) === 'help';

function readOption(raw: RawOption, language: string): Option {
  const points = numberOf(first(raw, url.ordinal));
  const scorePoints = Object.fromEntries(all(raw, url.scorePoints).flatMap((one) => {
    const [part, given] = [first(one, 'part')?.valueCode, numberOf(first(one, 'points'))];
    return part && given !== null ? [[part, given] as const] : [];
  }));
  if (raw.valueCoding) {
    const { _display, ...coding } = raw.valueCoding;
    const text = translated(coding.display ?? coding.code, _display, language);
    return { key: coding.code ?? text, text, value: { valueCoding: coding }, points, scorePoints };
  }
  if (raw.valueInteger !== undefined) return { key: `${raw.valueInteger}`, text: `${raw.valueInteger}`, value: { valueInteger: raw.valueInteger }, points, scorePoints };
  const text = raw.valueString ?? raw.valueDate ?? '';
  return { key: text, text, value: { valueString: text }, points, scorePoints };
}

const readUnit = ({ valueCoding }: Extension, language: string): Unit => ({
  code: valueCoding?.code ?? '',
  text: translated(valueCoding?.display ?? valueCoding?.code, valueCoding?._display, language),
});

function readSlot(raw: RawItem, text: string, help: string, required: boolean): Slot {
  return {
    slot: first(raw, url.slot)?.valueCode ?? raw.linkId,
    laterality: (first(raw, url.laterality)?.valueCode ?? 'none') as Laterality,
    linkId: raw.linkId, text, help, required,
  };
}

function readRanges(raw: RawItem): Record<string, Range> {
  const ranges: Record<string, Range> = {};
  for (const range of all(raw, url.range)) {
    const unit = first(range, 'unit')?.valueCode ?? '';
    ranges[unit] = {
      hardMin: numberOf(first(range, 'hardMin')), hardMax: numberOf(first(range, 'hardMax')),
      softMin: numberOf(first(range, 'softMin')), softMax: numberOf(first(range, 'softMax')),
    };
  }
  const min = numberOf(first(raw, url.minValue));
  const max = numberOf(first(raw, url.maxValue));
  if (min !== null || max !== null) {
    ranges[''] = { softMin: null, softMax: null, ...ranges[''], hardMin: min, hardMax: max };
  }
  return ranges;
}

function readCondition(raw: RawCondition): Condition {
  const answer = Object.entries(raw).find(([key]) => key.startsWith('answer'));
  if (!answer) throw new Error(`a condition on ${raw.question} has no answer`);
  return { question: raw.question, operator: raw.operator, value: { [answer[0].replace('answer', 'value')]: answer[1] } as Value };
}

function readFlags(raw: RawItem, text: string, language: string): FlagRule[] {
  const flag = (element: Extended, option: string | null, shown: string): FlagRule[] => {
    const floor = first(element, url.redFlag)?.valueCode as Urgency | undefined;
    const source = first(element, url.redFlagSource);
    return floor ? [{ option, floor, text: shown, source: translated(source?.valueString, source?._valueString, language) }] : [];
  };
  const of = `${briefOf(raw, text, language)}${language === 'fr' ? '\u00a0' : ''}: `;
  const options = (raw.answerOption ?? []).flatMap((option) => {
    const read = readOption(option, language);
    // "Less" alone says nothing: what is one of a question's answers is said with its question. The signs of a list speak for themselves.
    return flag(option, read.key, raw.repeats ? read.text : `${of}${read.text}`);
  });
  const limits = all(raw, url.redFlagAt).flatMap((one): FlagRule[] => {
    const [floor, unit, source] = [first(one, 'floor')?.valueCode as Urgency | undefined, first(one, 'unit')?.valueCode, first(one, 'source')];
    if (!floor || !unit) return [];
    const at = { unit, from: numberOf(first(one, 'from')), to: numberOf(first(one, 'to')) };
    return [{ option: null, at, floor, text: of, source: translated(source?.valueString, source?._valueString, language) }];
  });
  return [...flag(raw, null, text), ...options, ...limits];
}

/** FHIR's own translation extension; the file's English where there is none. */
function translated(text: string | undefined, element: Extended | undefined, language: string): string {
  const found = all(element, url.translation).find((e) => first(e, 'lang')?.valueCode === language);
  return (found && first(found, 'content')?.valueString) || text || '';
}

function slotsOf(items: readonly TemplateItem[]): Slot[] {
  return items.flatMap((item) => [...(item.slot ? [item.slot] : []), ...slotsOf(item.items)]);
}
