import type { Answers, Value } from '../shared/answers';
import { questions } from './form';
import { compute, rounded, type Inputs, type Outcome } from './scores/rule';
import { rules } from './scores/rules';
import type { Template, TemplateItem } from './template';
import { optionOf } from './values';

/** What a score needs to know of the patient; it stands outside of the form. */
export interface ScorePatient {
  readonly age: { readonly value: number; readonly unit: string } | null;
  readonly sex: string | null;
}

/** One score of a filled-in form. */
export interface Score extends Outcome {
  readonly name: string;
  /** Nothing of it was answered: there is nothing to show. */
  readonly empty: boolean;
}

/** Per part the units that are understood: the value times the factor, after the offset was taken away. A quantity in another unit says nothing. */
const units: Readonly<Record<string, Readonly<Record<string, readonly [factor: number, offset?: number]>>>> = {
  'sinbad-length': { mm: [1], cm: [10] }, 'sinbad-width': { mm: [1], cm: [10] }, 'mole-diameter': { mm: [1], cm: [10] },
  'creatinine': { 'mg/dL': [1], 'umol/L': [1 / 88.4] },
  // KDIGO's own round figures: 3 mg/mmol stands beside 30 mg/g.
  'acr': { 'mg/g': [1], 'mg/mmol': [10] },
  'lab-egfr': { 'mL/min/{1.73_m2}': [1] },
  'burn-palms': { '{palm}': [1] },
  'crp': { 'mg/L': [1], 'mg/dL': [10] }, 'esr': { 'mm/h': [1] },
  'respiratory-rate': { '/min': [1] }, 'heart-rate': { '/min': [1] }, 'saturation': { '%': [1] },
  'bp-systolic': { 'mm[Hg]': [1] }, 'toe-pressure': { 'mm[Hg]': [1] }, 'temperature': { Cel: [1], '[degF]': [5 / 9, 32] },
};

/** The scores that a form names, from its answers as they stand now. */
export function scoresOf(template: Template, answers: Answers, patient: ScorePatient): Score[] {
  if (template.scores.length === 0) return [];
  const said = inputsOf(template, answers);
  const about = patientInputs(patient);
  return template.scores.flatMap((name) => {
    const rule = rules[name];
    if (!rule) return [];
    const empty = rule.parts.every(({ name: part }) => typeof said[part] !== 'number' && (said[part] ?? null) === null);
    return [{ name, empty, ...compute(rule, { ...about, ...said }) }];
  });
}

/** Where a part is asked: to name what is missing. */
export const askedBy = (template: Template, part: string): TemplateItem | null => {
  const walk = (items: readonly TemplateItem[]): TemplateItem | null => {
    for (const item of items) {
      if (item.scoreParts.includes(part) || item.options.some((option) => part in option.scorePoints)) return item;
      const below = walk(item.items);
      if (below) return below;
    }
    return null;
  };
  return walk(template.items);
};

export function inputsOf(template: Template, answers: Answers): Inputs {
  const inputs: Record<string, number | null> = {};
  for (const item of questions(template, answers)) {
    const values = answers[item.linkId]?.values ?? [];
    if (values.length === 0) continue;
    for (const part of item.scoreParts) {
      const found = numberOf(item, values, part);
      if (found !== null) inputs[part] = found;
    }
    const chosen = values.map((value) => optionOf(item, value));
    for (const option of item.options) {
      for (const [part, points] of Object.entries(option.scorePoints)) {
        // Of a list one may tick several of, what is not ticked is a no; of one choice the others say nothing.
        if (chosen.includes(option)) inputs[part] = Math.max(points, inputs[part] ?? points);
        else if (item.repeats) inputs[part] ??= 0;
      }
    }
  }
  return inputs;
}

function patientInputs({ age, sex }: ScorePatient): Inputs {
  return {
    age: age === null ? null : age.unit === 'a' ? age.value : age.unit === 'mo' ? age.value / 12 : null,
    female: sex === 'female' ? 1 : sex === 'male' ? 0 : null,
  };
}

/** The highest of several choices: one sign is enough. An option without points says nothing. */
function numberOf(item: TemplateItem, values: readonly Value[], part: string): number | null {
  const found = values.map((value) => {
    if ('valueBoolean' in value) return Number(value.valueBoolean);
    if ('valueQuantity' in value) {
      const unit = units[part]?.[value.valueQuantity.code ?? ''];
      // Hundredths of thousandths: what people measure has no more, and binary fractions would miss the mark by a hair.
      return unit && Number.isFinite(value.valueQuantity.value) ? rounded((value.valueQuantity.value - (unit[1] ?? 0)) * unit[0], 5) : null;
    }
    const points = optionOf(item, value)?.points;
    if (points !== undefined) return points;
    if ('valueInteger' in value) return value.valueInteger;
    return 'valueDecimal' in value ? value.valueDecimal : null;
  }).filter((one) => one !== null);
  return found.length > 0 ? Math.max(...found) : null;
}
