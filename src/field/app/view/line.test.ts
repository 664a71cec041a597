import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseState } from '../../shared/model';
import { useLanguage } from '../../words/words';
import { lateNote, silenceWords, stateLine } from './line';

beforeAll(() => useLanguage('en'));

const today = (hour: number, minute = 0): string => {
  const date = new Date();
  date.setHours(hour, minute, 0, 0);
  return date.toISOString();
};
const quiet = { photos: null, silent: null } as const;
const slots: Record<string, string> = { 'R-mac': 'Right eye, macula' };
const line = (state: CaseState) => stateLine(state, (slot) => slots[slot] ?? slot);
const promise = { until: today(17), who: 'Grace Auma' };

/** One of every state before the server has stored anything. */
const before: readonly CaseState[] = [
  { ...quiet, kind: 'draft', at: today(10, 41) },
  ...(['next', 'offline', 'unreachable', 'signed-out', 'server-busy'] as const).map((why): CaseState => ({ ...quiet, kind: 'saved', why, at: today(10), retryAt: null })),
  { ...quiet, kind: 'sending', percent: 43, photo: 2, of: 3 },
  { ...quiet, kind: 'needsYou', need: { kind: 'refused', key: 'k', what: 'submission', code: 'service.unknown', arguments: {} }, promise: { until: null, who: null } },
];

describe('the one true line of a case', () => {
  it('never says "sent" before the server has stored it', () => {
    for (const state of before) expect(line(state).text).not.toMatch(/\bsent\b|\bstored\b/i);
  });

  it('says why it still lies on the phone', () => {
    expect(line({ ...quiet, kind: 'saved', why: 'offline', at: today(10), retryAt: null })).toMatchObject({ icon: 'phone', text: 'Saved on this phone · no network', tone: 'plain' });
  });

  it('shows what the server has confirmed while sending', () => {
    expect(line({ ...quiet, kind: 'sending', percent: 43, photo: 2, of: 3 })).toMatchObject({ text: 'Sending 43 % · photo 2 of 3', percent: 43 });
    expect(line({ ...quiet, kind: 'sending', percent: 5, photo: null, of: 0 }).text).toBe('Sending 5 %');
  });

  it('keeps the photos that follow in sight until all are there', () => {
    const photos = { stored: 1, expected: 2, current: 2, percent: 60 };
    expect(line({ silent: null, photos, kind: 'stored', at: today(9, 58), promise })).toMatchObject({ text: 'Stored · sending photos, 1 of 2', percent: 60 });
    expect(line({ ...quiet, kind: 'complete', at: today(9, 58), promise }).text).toBe('Complete 09:58 · answer by 17:00');
  });

  it('tells seen from claimed, and names who', () => {
    expect(line({ ...quiet, kind: 'seen', at: today(10), service: 'Dermatology', promise }).text).toBe('Seen by Dermatology · answer by 17:00');
    expect(line({ ...quiet, kind: 'claimed', at: today(10), who: 'Dr Okello', promise }).text).toBe('Claimed by Dr Okello · answer by 17:00');
  });

  it('promises no answer by the time at which only somebody takes it', () => {
    const taken = { ...promise, taken: true };
    expect(line({ ...quiet, kind: 'complete', at: today(9, 58), promise: taken }).text).toBe('Complete 09:58 · taken by 17:00');
    expect(line({ ...quiet, kind: 'seen', at: today(10), service: 'Dermatology', promise: taken }).text).toBe('Seen by Dermatology · taken by 17:00');
  });

  it('asks for exactly the photo that is wanted', () => {
    const need = { kind: 'photo', request: 'r', slot: 'R-mac', by: 'Sr Achieng', text: '' } as const;
    expect(line({ ...quiet, kind: 'needsYou', need, promise })).toMatchObject({ icon: 'camera', text: 'New photo asked: Right eye, macula', tone: 'ask' });
  });

  it('says of a late answer who was told, when, and until when they act', () => {
    const late = { ...quiet, kind: 'late', due: today(14, 30), toldAt: today(14), who: 'Grace Auma', holder: null } as const;
    expect(line(late)).toMatchObject({ text: 'Answer is late. Grace Auma was told at 14:00 and steps in by 14:30', tone: 'late' });
    expect(lateNote(late)).toBe('Grace Auma was told at 14:00 and steps in by 14:30.');
    expect(line({ ...late, who: null, due: null, toldAt: null }).text).toBe('Answer is late');
  });

  it('calls the worker to an answer, and to both where two differ', () => {
    const answered = { ...quiet, kind: 'answered', at: today(11, 20), who: 'Dr Okello', advice: 'a', disposition: 'referUrgent', conflict: false, changed: false } as const;
    expect(line(answered)).toMatchObject({ text: 'Answered by Dr Okello 11:20. Read it', tone: 'do' });
    expect(line({ ...answered, conflict: true }).text).toBe('Two answers differ. Read both');
  });

  it('counts what was done, and says when to ask again', () => {
    expect(line({ ...quiet, kind: 'read', at: today(11), done: 2, of: 3 }).text).toBe('Read · 2 of 3 actions done');
    expect(line({ ...quiet, kind: 'closed', at: today(12), askAgain: '2026-12-04T10:00:00Z' }).text).toMatch(/^Closed · ask again on .*4/);
  });

  it('admits that it has heard nothing', () => {
    expect(silenceWords({ photos: null, silent: { since: today(10, 31), due: today(12) }, kind: 'seen', at: today(9), service: null, promise })).toBe('No news since 10:31. There may be an answer');
    expect(silenceWords({ ...quiet, kind: 'seen', at: today(9), service: null, promise })).toBeNull();
  });
});
