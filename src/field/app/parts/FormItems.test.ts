import { expect, it } from 'vitest';
import { parseNumber } from './FormItems';

it('understands both decimal marks', () => {
  expect(parseNumber('7.5')).toBe(7.5);
  expect(parseNumber(' 7,5 ')).toBe(7.5);
  expect(parseNumber('-0.5')).toBe(-0.5);
  expect(parseNumber('37')).toBe(37);
});

it('does not guess what is no number: a dose of ten is better asked twice', () => {
  for (const text of ['', ' ', '7.5.1', '1,234.5', '7 5', '1e3', 'abc', '.', '-']) expect(parseNumber(text), text).toBeNull();
});
