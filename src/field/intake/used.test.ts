import { expect, test } from 'vitest';
import { templateList, usedTemplates } from './templates';

const of = (uses: Parameters<typeof usedTemplates>[0], name: string) => usedTemplates(uses).find((one) => one.name === name)?.canonical.split('|')[1];
const use = { off: false, version: null, protocol: null, phone: null };

test('a network uses its forms in the newest version unless it says otherwise', () => {
  expect(usedTemplates()).toEqual(templateList); // an older server says nothing
  expect(of({ 'general-dermatology': use }, 'general-dermatology')).toBe(templateList.find((one) => one.name === 'general-dermatology')!.canonical.split('|')[1]);
  expect(of({ 'general-dermatology': { ...use, version: '1.0.0' } }, 'general-dermatology')).toBe('1.0.0');
  expect(of({ 'general-dermatology': { ...use, version: '7.0.0' } }, 'general-dermatology')).not.toBe('7.0.0'); // this build does not know it
  expect(of({ hiv: { ...use, off: true } }, 'hiv')).toBeUndefined();
});
