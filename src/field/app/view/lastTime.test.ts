import { expect, test } from 'vitest';
import type { CaseView, PhotoView } from '../../sync/api';
import { lastTimeOf } from './lastTime';

const photo = (id: string, slot: string, where: PhotoView['where'] = 'stored'): PhotoView => ({
  id, slot, where, laterality: 'right', bytes: 1, confirmed: 1, takenAt: '2026-11-14T09:00:00Z', storedAt: null, code: null, answers: null,
});
const earlier = { id: 'one', template: 'https://x/foot|1.0.0', startedAt: '2026-11-14T08:00:00Z', photos: [photo('a', 'R-before', 'superseded'), photo('b', 'R-before'), photo('c', 'R-after', 'refused'), photo('d', 'R-sole', 'phone')] } as unknown as CaseView;
const slots = (draft: Parameters<typeof lastTimeOf>[0]) => [...lastTimeOf(draft, [earlier])].map(([slot, last]) => [slot, last.photo]);

test('last time’s photo of a slot is the one that counts, also while it still lies on this phone', () => {
  expect(slots({ followUpOf: 'one', template: 'https://x/foot|1.1.0' })).toEqual([['R-before', 'b'], ['R-sole', 'd']]);
});

test('another form, another case or none: nothing stands beside', () => {
  expect(slots({ followUpOf: 'one', template: 'https://x/eyes|1.0.0' })).toEqual([]);
  expect(slots({ followUpOf: 'two', template: 'https://x/foot|1.0.0' })).toEqual([]);
  expect(slots({ template: 'https://x/foot|1.0.0' })).toEqual([]);
});
