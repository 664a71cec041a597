import type { Age, Sex } from '../../shared/model';
import { t } from '../../words/words';

export interface Person {
  readonly initials: string;
  readonly age: Age | null;
  readonly sex: Sex | null;
}

/** Below this a patient is a boy or a girl. */
const adultFrom = 18;

const isChild = (age: Age | null): boolean => age !== null && (age.unit === 'mo' ? age.value < adultFrom * 12 : age.value < adultFrom);

function kind(sex: Sex | null, child: boolean): string {
  if (sex === 'female') return child ? t('person.girl') : t('person.woman');
  if (sex === 'male') return child ? t('person.boy') : t('person.man');
  return child ? t('person.child') : t('person.adult');
}

/** "man 58", "girl 7 months"; "homme 58 ans". */
export function description({ age, sex }: Pick<Person, 'age' | 'sex'>): string {
  const who = kind(sex, isChild(age));
  if (age === null) return sex === null || sex === 'unknown' ? '' : who;
  return `${who} ${t(age.unit === 'mo' ? 'age.monthsShort' : 'age.yearsShort', { n: age.value })}`;
}

/** "J.K., man 58": for sentences and buttons. */
export function named(person: Person): string {
  return [person.initials, description(person)].filter(Boolean).join(', ');
}

/** "AN" for a worker's badge. */
export function badge(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const last = words.length > 1 ? words[words.length - 1]! : '';
  return ((words[0]?.[0] ?? '') + (last[0] ?? '')).toUpperCase();
}

/** "jk", " J. K " and "J.K." are the same initials. */
export const sameInitials = (a: string, b: string): boolean => letters(a) !== '' && letters(a) === letters(b);

const letters = (initials: string): string => initials.replace(/[^\p{L}\p{M}\p{N}]/gu, '').toUpperCase();

/** "jk" becomes "J.K."; what is no row of letters stays as typed. */
export function tidyInitials(typed: string): string {
  const plain = letters(typed);
  return plain.length > 0 && plain.length <= 4 && /^\p{Lu}+$/u.test(plain) ? [...plain].map((letter) => `${letter}.`).join('') : typed.trim();
}
