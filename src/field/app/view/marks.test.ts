import { beforeAll, expect, test } from 'vitest';
import { useLanguage, useLaterWords } from '../../words/words';
import { isDrawn, markWords, pathOf } from './marks';

beforeAll(async () => {
  await useLanguage('en');
  await useLaterWords();
});

test('an outline closes, an arrow has its head where it points, a ruler has two ends', () => {
  expect(pathOf({ id: 1, kind: 'outline', points: [0, 0, 100, 0, 100, 100] }, 10)).toBe('M0 0L100 0L100 100Z');
  const arrow = pathOf({ id: 2, kind: 'arrow', points: [0, 0, 100, 0] }, 10);
  expect(arrow).toMatch(/^M0 0L100 0M64\.9 -19\.2L100 0L64\.9 19\.2$/);
  expect(pathOf({ id: 3, kind: 'ruler', points: [0, 0, 100, 0] }, 10)).toBe('M0 0L100 0M0 20L0 -20M100 20L100 -20');
  expect(pathOf({ id: 4, kind: 'label', points: [5, 5] }, 10)).toBe('');
});

test('a mark is said with its size, where it could be measured, and its words', () => {
  expect(markWords({ id: 1, kind: 'outline', points: [], size: 3.24, label: 'dead tissue' }, 'en')).toBe('Outline, 3.2 cm²: dead tissue');
  expect(markWords({ id: 1, kind: 'ruler', points: [], size: 8.04 }, 'fr')).toBe('Distance, 8,0 mm');
  expect(markWords({ id: 1, kind: 'ruler', points: [], size: 123 }, 'en')).toBe('Distance, 12.3 cm');
  expect(markWords({ id: 1, kind: 'arrow', points: [], size: null, label: 'biopsy here' }, 'en')).toBe('Arrow: biopsy here');
});

test('a kind from a newer desk is shown by its words and breaks nothing', () => {
  const later = { id: 1, kind: 'circle' as 'label', points: [1, 2, 3], label: 'look here' };
  expect(pathOf(later, 10)).toBe('');
  expect(markWords(later, 'en')).toBe('Label: look here');
  expect(isDrawn({ photo: 'p', width: 0, height: 0, marks: [later] })).toBe(false);
});
