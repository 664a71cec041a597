import { beforeAll, describe, expect, it } from 'vitest';
import { useLanguage } from '../../words/words';
import { badge, description, named, sameInitials, tidyInitials } from './person';

beforeAll(() => useLanguage('en'));

describe('a patient in words', () => {
  it('is a man or a woman, a boy or a girl, with the age', () => {
    expect(description({ age: { value: 58, unit: 'a' }, sex: 'male' })).toBe('man 58');
    expect(description({ age: { value: 7, unit: 'a' }, sex: 'female' })).toBe('girl 7');
    expect(description({ age: { value: 9, unit: 'mo' }, sex: 'male' })).toBe('boy 9 months');
  });

  it('is a person where the sex was not said, and says nothing where nothing is known', () => {
    expect(description({ age: { value: 40, unit: 'a' }, sex: 'unknown' })).toBe('person 40');
    expect(description({ age: { value: 3, unit: 'a' }, sex: null })).toBe('child 3');
    expect(description({ age: null, sex: null })).toBe('');
  });

  it('is named on the button that sends', () => {
    expect(named({ initials: 'J.K.', age: { value: 58, unit: 'a' }, sex: 'male' })).toBe('J.K., man 58');
    expect(named({ initials: 'J.K.', age: null, sex: null })).toBe('J.K.');
  });
});

describe('initials', () => {
  it('are the same however they are written', () => {
    expect(sameInitials('jk', ' J. K. ')).toBe(true);
    expect(sameInitials('J.K.', 'J.L.')).toBe(false);
    expect(sameInitials('', '')).toBe(false);
  });

  it('are tidied, and left alone where they are no row of letters', () => {
    expect(tidyInitials('jk')).toBe('J.K.');
    expect(tidyInitials('J.K.')).toBe('J.K.');
    expect(tidyInitials(' Child of A.B. ')).toBe('Child of A.B.');
    expect(tidyInitials('')).toBe('');
    expect(tidyInitials('ج ك')).toBe('ج ك');
  });

  it('make the badge of a worker', () => {
    expect(badge('Amina Njeri')).toBe('AN');
    expect(badge('Dr. Peter van der Berg')).toBe('DB');
    expect(badge('amina')).toBe('A');
    expect(badge('')).toBe('');
  });
});
