import type { Answers, Value } from '../shared/answers';
import type { Urgency } from '../shared/model';
import { questions } from './form';
import type { EffectiveUrgency, FlagRule, RedFlag, Template, TemplateItem } from './template';
import { optionOf, plain } from './values';

const order: readonly Urgency[] = ['routine', 'soon', 'urgent', 'emergency'];

export const rank = (urgency: Urgency): number => order.indexOf(urgency);

/** Red flags that the answers raise, in the order of the form. */
export function redFlags(template: Template, answers: Answers): RedFlag[] {
  return questions(template, answers).flatMap((item) => {
    const values = answers[item.linkId]?.values ?? [];
    return item.flags
      .filter((flag) => values.some((value) => raises(item, flag, value)))
      .map(({ floor, text, source, at }) => ({ linkId: item.linkId, floor, text: at ? `${text}${measure(item, values[0]!)}` : text, source }));
  });
}

function raises(item: TemplateItem, flag: FlagRule, value: Value): boolean {
  if (!flag.at) return flag.option === null ? plain(value) === true : optionOf(item, value)?.key === flag.option;
  if (!('valueQuantity' in value) || value.valueQuantity.code !== flag.at.unit) return false;
  const { value: number } = value.valueQuantity;
  return (flag.at.from === null || number >= flag.at.from) && (flag.at.to === null || number <= flag.at.to);
}

const measure = (item: TemplateItem, value: Value): string =>
  ('valueQuantity' in value ? `${value.valueQuantity.value} ${item.units.find((unit) => unit.code === value.valueQuantity.code)?.text ?? ''}`.trim() : '');

/** The higher of what was chosen and what the flags demand: rules only raise (DESIGN §5 rule 6). */
export function effectiveUrgency(choice: Urgency, flags: readonly RedFlag[]): EffectiveUrgency {
  const urgency = flags.reduce((top, flag) => (rank(flag.floor) > rank(top) ? flag.floor : top), choice);
  return { urgency, raisedBy: urgency === choice ? [] : flags.filter((flag) => flag.floor === urgency) };
}
