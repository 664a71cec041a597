import type { Answers, ItemAnswer, Value } from '../shared/answers';
import type { Condition, FormItem, FormProblem, NotGiven, Slot, Template, TemplateItem, Warning } from './template';
import { hasValue, isBlank, plain, rangeFor, same } from './values';

/** The form as a screen shows it now: only items whose condition holds, with their answers. */
export function render(template: Template, answers: Answers, today: Date = new Date()): FormItem[] {
  const shown = enabledItems(template, answers);
  const draw = (item: TemplateItem): FormItem => {
    const answer = answers[item.linkId] ?? null;
    return {
      ...item,
      answer,
      range: rangeFor(item, answer?.values[0]),
      warning: warningOf(item, answer, today),
      items: item.items.filter((child) => shown.has(child.linkId)).map(draw),
    };
  };
  return template.items.filter((item) => shown.has(item.linkId)).map(draw);
}

/** A new state of the answers; null clears the item back to blank. */
export function answer(answers: Answers, linkId: string, value: ItemAnswer | null): Answers {
  const { [linkId]: _, ...others } = answers;
  return value && (value.values.length > 0 || value.absent) ? { ...others, [linkId]: value } : others;
}

/** Ticks or unticks one choice. An option marked exclusive by the file ("none of these") stands alone. */
export function toggle(item: Pick<TemplateItem, 'repeats' | 'linkId'>, answers: Answers, value: Value, exclusive = 'none'): Answers {
  const now = answers[item.linkId]?.values ?? [];
  const off = now.some((v) => same(v, value));
  if (!item.repeats) return answer(answers, item.linkId, off ? null : { values: [value] });
  if (off) return answer(answers, item.linkId, { values: now.filter((v) => !same(v, value)) });
  const others = plain(value) === exclusive ? [] : now.filter((v) => plain(v) !== exclusive);
  return answer(answers, item.linkId, { values: [...others, value] });
}

/** What must be mended before sending. Only what is shown now counts. */
export function problems(template: Template, answers: Answers): FormProblem[] {
  return questions(template, answers).flatMap((item) => problemsOf(item, answers[item.linkId]));
}

/** The strip "Not given": items worth asking that are blank or said to be absent. */
export function notGiven(template: Template, answers: Answers): NotGiven[] {
  return questions(template, answers)
    .filter((item) => item.asked && item.kind !== 'photo' && !hasValue(answers[item.linkId]))
    .map((item) => ({ linkId: item.linkId, text: item.text, absent: answers[item.linkId]?.absent ?? null }));
}

/** Slots to take now: those that are shown; and whatever the worker said meanwhile, no photo that was taken is hidden. */
export function slotsNow(template: Template, answers: Answers, taken: readonly string[]): readonly Slot[] {
  const shown = enabledItems(template, answers);
  return template.slots.filter((slot) => shown.has(slot.linkId) || taken.includes(slot.slot));
}

/** Every item that is shown now and can hold an answer, in order. */
export function questions(template: Template, answers: Answers): TemplateItem[] {
  const shown = enabledItems(template, answers);
  const walk = (items: readonly TemplateItem[]): TemplateItem[] =>
    items.filter((item) => shown.has(item.linkId))
      .flatMap((item) => [...(item.kind === 'group' || item.kind === 'display' ? [] : [item]), ...walk(item.items)]);
  return walk(template.items);
}

/** Link ids of what is shown: its own condition and those of all its parents hold. */
function enabledItems(template: Template, answers: Answers): Set<string> {
  const shown = new Set<string>();
  const decided = new Map<string, boolean>();
  const parents = new Map<string, TemplateItem | null>();
  const byId = new Map<string, TemplateItem>();
  const index = (items: readonly TemplateItem[], parent: TemplateItem | null) => {
    for (const item of items) {
      byId.set(item.linkId, item);
      parents.set(item.linkId, parent);
      index(item.items, item);
    }
  };
  index(template.items, null);

  // FHIR: an item that is not enabled counts as unanswered for the conditions of others.
  const isEnabled = (linkId: string): boolean => {
    const known = decided.get(linkId);
    if (known !== undefined) return known;
    decided.set(linkId, false); // a circle of conditions shows nothing rather than hanging the phone
    const item = byId.get(linkId);
    const parent = parents.get(linkId);
    const enabled = !!item && (!parent || isEnabled(parent.linkId)) && conditionsHold(item);
    decided.set(linkId, enabled);
    return enabled;
  };
  const conditionsHold = (item: TemplateItem): boolean => {
    if (item.conditions.length === 0) return true;
    const holds = (c: Condition) => conditionHolds(c, isEnabled(c.question) ? answers[c.question] : undefined);
    return item.anyCondition ? item.conditions.some(holds) : item.conditions.every(holds);
  };
  for (const linkId of byId.keys()) if (isEnabled(linkId)) shown.add(linkId);
  return shown;
}

function conditionHolds(condition: Condition, given: ItemAnswer | undefined): boolean {
  if (condition.operator === 'exists') return hasValue(given) === (plain(condition.value) === true);
  const values = given?.values ?? [];
  // FHIR: with several answers one that matches is enough; without an answer no comparison holds.
  return values.some((value) => compares(condition.operator, value, condition.value));
}

function compares(operator: Condition['operator'], left: Value, right: Value): boolean {
  if (operator === '=') return same(left, right);
  if (operator === '!=') return !same(left, right);
  const [a, b] = [plain(left), plain(right)];
  switch (operator) {
    case '>': return a > b;
    case '<': return a < b;
    case '>=': return a >= b;
    case '<=': return a <= b;
    default: return false;
  }
}

function problemsOf(item: TemplateItem, given: ItemAnswer | undefined): FormProblem[] {
  const found = (code: FormProblem['code'], min: number | null = null, max: number | null = null): FormProblem[] =>
    [{ linkId: item.linkId, code, text: item.text, min, max }];
  if (item.kind === 'photo') return [];
  if (item.required && !hasValue(given)) return found('required');
  if (isBlank(given)) return [];
  return (given?.values ?? []).flatMap((value) => {
    const v = plain(value);
    if (typeof v === 'string' && item.maxLength !== null && v.length > item.maxLength) return found('too-long', null, item.maxLength);
    if (item.kind === 'date' && !isDate(v)) return found('not-a-date');
    if (item.kind !== 'integer' && item.kind !== 'decimal' && item.kind !== 'quantity') return [];
    if (typeof v !== 'number' || !Number.isFinite(v) || (item.kind === 'integer' && !Number.isInteger(v))) return found('not-a-number');
    const range = rangeFor(item, value);
    const below = range?.hardMin != null && v < range.hardMin;
    const above = range?.hardMax != null && v > range.hardMax;
    return below || above ? found('impossible', range.hardMin, range.hardMax) : [];
  });
}

function warningOf(item: TemplateItem, given: ItemAnswer | null, today: Date): Warning | null {
  const value = given?.values[0];
  if (!value) return null;
  const v = plain(value);
  if (typeof v === 'number') {
    const range = rangeFor(item, value);
    const odd = (range?.softMin != null && v < range.softMin) || (range?.softMax != null && v > range.softMax);
    return odd ? { code: 'unlikely', min: range!.softMin, max: range!.softMax } : null;
  }
  if (item.kind === 'date' && item.oldAfterDays !== null && isDate(v)) {
    const days = (today.getTime() - Date.parse(v as string)) / 86_400_000;
    if (days > item.oldAfterDays) return { code: 'old-result', min: null, max: item.oldAfterDays };
  }
  return null;
}

/** FHIR's date may be a year or a month only. */
const isDate = (v: string | number | boolean): boolean =>
  typeof v === 'string' && /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(v) && !Number.isNaN(Date.parse(v));
