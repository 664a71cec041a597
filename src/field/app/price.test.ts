import { expect, test } from 'vitest';
import { costOf, price, sayPrice } from './price';

test('a case costs what its bytes cost, by decimal megabytes', () => {
  expect(costOf(1_200_000, { perMegabyte: 1, currency: 'KES' })?.replace(/\s/g, ' ')).toBe('KES 1.20');
  expect(costOf(250_000, { perMegabyte: 0.4, currency: 'USD' })?.replace(/\s/g, ' ')).toBe('USD 0.10');
});

test('without a price nothing is said of money', () => expect(costOf(1_000_000, null)).toBeNull());

test.each([['1', 'kes', { perMegabyte: 1, currency: 'KES' }], ['0,35', 'EUR', { perMegabyte: 0.35, currency: 'EUR' }],
  ['', 'KES', null], ['-1', 'KES', null], ['1', 'K', null], ['free', 'KES', null], ['1e999', 'KES', null]])('%s %s is taken for what it is', (amount, currency, expected) => {
  sayPrice(amount, currency);
  expect(price.value).toEqual(expected);
});
