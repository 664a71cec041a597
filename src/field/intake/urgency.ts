import type { Answers } from '../shared/answers';
import type { Urgency } from '../shared/model';
import { questions } from './form';
import type { EffectiveUrgency, RedFlag, Template } from './template';
import { optionOf, plain } from './values';

const order: readonly Urgency[] = ['routine', 'soon', 'urgent', 'emergency'];

export const rank = (urgency: Urgency): number => order.indexOf(urgency);

/** Red flags that the answers raise, in the order of the form. */
export function redFlags(template: Template, answers: Answers): RedFlag[] {
  return questions(template, answers).flatMap((item) => {
    const values = answers[item.linkId]?.values ?? [];
    return item.flags
      .filter((flag) => values.some((value) => (flag.option === null ? plain(value) === true : optionOf(item, value)?.key === flag.option)))
      .map(({ floor, text, source }) => ({ linkId: item.linkId, floor, text, source }));
  });
}

/** The higher of what was chosen and what the flags demand: rules only raise (DESIGN §5 rule 6). */
export function effectiveUrgency(choice: Urgency, flags: readonly RedFlag[]): EffectiveUrgency {
  const urgency = flags.reduce((top, flag) => (rank(flag.floor) > rank(top) ? flag.floor : top), choice);
  return { urgency, raisedBy: urgency === choice ? [] : flags.filter((flag) => flag.floor === urgency) };
}
