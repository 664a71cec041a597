import type { ItemAnswer, Value } from '../shared/answers';
import type { Option, Range, TemplateItem } from './template';

/** The bare value inside: text, number, yes/no, or the code of a choice. */
export function plain(value: Value): string | number | boolean {
  if ('valueBoolean' in value) return value.valueBoolean;
  if ('valueInteger' in value) return value.valueInteger;
  if ('valueDecimal' in value) return value.valueDecimal;
  if ('valueDate' in value) return value.valueDate;
  if ('valueString' in value) return value.valueString;
  if ('valueQuantity' in value) return value.valueQuantity.value;
  return value.valueCoding.code ?? value.valueCoding.display ?? '';
}

export const isBlank = (answer: ItemAnswer | undefined): boolean =>
  !answer || (answer.values.length === 0 && !answer.absent);

export const hasValue = (answer: ItemAnswer | undefined): boolean =>
  !!answer && answer.values.some((value) => { const v = plain(value); return typeof v !== 'string' || v.trim() !== ''; });

/** The offered option that a value is; null for free text of an open choice. */
export const optionOf = (item: Pick<TemplateItem, 'options'>, value: Value): Option | null =>
  item.options.find((option) => same(option.value, value)) ?? null;

/** Equal as FHIR compares answers: codes by system and code, quantities by value and unit. */
export function same(a: Value, b: Value): boolean {
  if ('valueCoding' in a && 'valueCoding' in b) {
    return a.valueCoding.code === b.valueCoding.code
      && (!a.valueCoding.system || !b.valueCoding.system || a.valueCoding.system === b.valueCoding.system);
  }
  if ('valueQuantity' in a && 'valueQuantity' in b && a.valueQuantity.code !== b.valueQuantity.code) return false;
  return plain(a) === plain(b);
}

/** The range that applies to a value: that of its unit, or the item's only one. */
export function rangeFor(item: Pick<TemplateItem, 'ranges' | 'units'>, value: Value | undefined): Range | null {
  const unit = value && 'valueQuantity' in value ? value.valueQuantity.code ?? '' : item.units[0]?.code ?? '';
  return item.ranges[unit] ?? item.ranges[''] ?? null;
}
