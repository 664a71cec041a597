import { describe, expect, test } from 'vitest';
import type { Draft, Laterality, LocalPhoto, TrayPhoto } from './model';
import { place, sidesAreOpen, sidesOf } from './tray';

type Photos = Pick<Draft, 'photos' | 'notTaken' | 'tray' | 'placed' | 'sidesChecked'>;
const core = (id: string) => ({ id, bytes: 1, sha256: id, width: 1, height: 1, takenAt: '', preview: '' });
const kept = (id: string): TrayPhoto => ({ ...core(id), name: `${id}.jpg` });
const slot = (name: string): { slot: string; laterality: Laterality } => ({ slot: name, laterality: name.startsWith('R') ? 'right' : 'left' });
const put = (id: string, name: string): LocalPhoto => ({ ...core(id), ...slot(name) });
const draft = (photos: LocalPhoto[], tray: TrayPhoto[]): Photos => ({ photos, tray, notTaken: [{ slot: 'L-disc', reason: 'pain', code: 'pain' }] });
const shape = (one: Photos) => ({ slots: Object.fromEntries(one.photos.map((p) => [p.slot, `${p.id} ${p.laterality}`])), tray: (one.tray ?? []).map((p) => p.id) });

describe('placing photos', () => {
  test('out of the tray into an empty slot: it takes the side of the slot, and its name stays behind', () => {
    const next = place(draft([], [kept('a'), kept('b')]), 'a', slot('R-mac'));
    expect(shape(next)).toEqual({ slots: { 'R-mac': 'a right' }, tray: ['b'] });
    expect(next.photos[0]).not.toHaveProperty('name');
  });

  test('into a full slot: what lay there goes back into the tray', () => {
    expect(shape(place(draft([put('a', 'R-mac')], [kept('b')]), 'b', slot('R-mac')))).toEqual({ slots: { 'R-mac': 'b right' }, tray: ['a'] });
  });

  test('from eye to eye: both change places, and their sides with them', () => {
    const next = place(draft([put('a', 'R-mac'), put('b', 'L-mac')], []), 'a', slot('L-mac'));
    expect(shape(next)).toEqual({ slots: { 'L-mac': 'a left', 'R-mac': 'b right' }, tray: [] });
    expect(next.placed).toEqual(['a', 'b']);
  });

  test('an original stays with its photo wherever it is moved', () => {
    const original = { id: 'o', bytes: 9, sha256: 'f' };
    const there = place(draft([], [{ ...kept('a'), original }]), 'a', slot('R-mac'));
    expect(there.photos[0]).toMatchObject({ original });
    expect(place(there, 'a', null).tray).toMatchObject([{ original }]);
  });

  test('back into the tray, or nowhere', () => {
    const one = draft([put('a', 'R-mac')], [kept('b')]);
    expect(shape(place(one, 'a', null))).toEqual({ slots: {}, tray: ['b', 'a'] });
    for (const same of [place(one, 'a', slot('R-mac')), place(one, 'b', null), place(one, 'gone', slot('R-mac'))]) expect(same).toBe(one);
  });

  test('a slot that could not be photographed is photographed now', () => {
    expect(place(draft([], [kept('a')]), 'a', slot('L-disc')).notTaken).toEqual([]);
    expect(place(draft([], [kept('a')]), 'a', slot('R-disc')).notTaken).toHaveLength(1);
  });

  test('no photo is lost or doubled, whatever is moved where', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
    let now = draft([], ['a', 'b', 'c', 'd', 'e'].map(kept));
    for (let i = 0; i < 500; i++) {
      now = place(now, 'abcde'[random(5)]!, random(4) === 0 ? null : slot(['R-mac', 'R-disc', 'L-mac', 'L-disc'][random(4)]!));
      expect([...now.photos.map((p) => p.id), ...now.tray!.map((p) => p.id)].sort().join('')).toBe('abcde');
      expect(new Set(now.photos.map((p) => p.slot)).size).toBe(now.photos.length);
      for (const photo of now.photos) expect(photo.laterality).toBe(slot(photo.slot).laterality);
    }
  });
});

describe('the sides', () => {
  const sorted = place(draft([], [kept('a')]), 'a', slot('R-mac'));

  test('are open until they are checked, and again after every move', () => {
    expect(sidesAreOpen(sorted)).toBe(true);
    const checked = { ...sorted, sidesChecked: sidesOf(sorted) };
    expect(sidesAreOpen(checked)).toBe(false);
    expect(sidesAreOpen(place(checked, 'a', slot('L-mac')))).toBe(true);
  });

  test('of photos that were taken into their slots one by one were asked there', () => {
    expect(sidesAreOpen(draft([put('a', 'R-mac')], []))).toBe(false);
  });
});
