import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../sync/api';
import type { CaseState, Consult } from '../../shared/model';
import { useLanguage } from '../../words/words';
import { chain } from './chain';

beforeAll(() => useLanguage('en'));

const view = (kind: CaseState['kind'], consult: Partial<Consult> | null, storedAt: string | null = null) =>
  ({ state: { kind }, case: { consult, sealed: { storedAt } } }) as unknown as CaseView;
const shape = (of: CaseView) => chain(of).map((receipt) => `${receipt.word}:${receipt.step}`).join(' ');
const at = '2026-11-20T10:00:00Z';

describe('the chain of receipts', () => {
  it('begins on the phone', () => {
    expect(shape(view('saved', null))).toBe('Saved:now Sending:todo Stored:todo Seen:todo Claimed:todo Answer:todo Read:todo');
    expect(shape(view('sending', null))).toMatch(/^Saved:done Sending:now Stored:todo/);
  });

  it('moves on with the server\'s proofs only: delivered is not seen, seen is not claimed', () => {
    expect(shape(view('stored', null, at))).toMatch(/Sending:done Stored:now Seen:todo/);
    expect(shape(view('seen', { state: 'waiting', seenAt: at }))).toMatch(/Stored:done Seen:now Claimed:todo/);
    expect(shape(view('claimed', { state: 'claimed', seenAt: at, claimedAt: at, holder: { id: 'd', name: 'Dr Okello' } }))).toMatch(/Seen:done Claimed:now Answer:todo/);
  });

  it('falls back to seen when the case is given back', () => {
    expect(shape(view('seen', { state: 'waiting', seenAt: at, claimedAt: at, holder: null }))).toMatch(/Seen:now Claimed:todo/);
  });

  it('ends with the reading', () => {
    expect(shape(view('answered', { state: 'answered', seenAt: at, claimedAt: at }))).toMatch(/Claimed:done Answer:now Read:todo/);
    expect(shape(view('read', { state: 'read', readAt: at }))).toMatch(/Answer:done Read:done$/);
  });
});
