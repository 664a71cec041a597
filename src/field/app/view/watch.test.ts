import { describe, expect, test } from 'vitest';
import type { Consult, LocalCase, SealedCase } from '../../shared/model';
import { countdown, watchOf, wholeMinutes, type Clocks } from './watch';

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
const iso = (time: string) => `2026-11-21T${time}Z`;
const clocks = (time: string, heard: string | null = time): Clocks => ({ now: at(time), here: at(time), heard: heard === null ? null : at(heard), claimMinutes: 5 });

const sealed = (over: Partial<SealedCase> = {}): SealedCase =>
  ({ id: 'c', sealedAt: iso('14:02:00'), storedAt: null, number: null, nextStep: null, submission: {}, draft: {}, ...over } as SealedCase);
const consult = (over: Partial<Consult> = {}): Consult => ({
  state: 'waiting', receivedAt: iso('14:02:00'), seenAt: null, claimedAt: null, holder: null, advice: [], requests: [], timeline: [], readBacks: [], calls: [],
  nextStep: { kind: 'claim', due: iso('14:07:00'), who: 'Emergency advice', overdue: false }, ...over,
} as unknown as Consult);
const local = (over: Partial<LocalCase>): LocalCase => ({ id: 'c', draft: null, sealed: null, consult: null, outbox: [], ...over });
const advice = (over: object = {}) => ({ id: 'a', at: iso('14:10:00'), by: { id: 'd', name: 'Dr Okello' }, readAt: iso('14:11:00'), replaced: false, ...over }) as unknown as Consult['advice'][number];
const alert = (who: string, state: string) => ({ at: iso('14:02:01'), since: iso('14:02:02'), rung: 1, who, channel: 'push', state, why: null, acknowledged: false }) as never;
const readBack = (over: object = {}) => ({ id: 'r', advice: 'a', at: iso('14:12:00'), text: 'two drips', confirmedAt: null, confirmedBy: null, correctedAt: null, correctedBy: null, correction: null, ...over });

describe('the last watchdog', () => {
  test('what lies on this phone is known to nobody, and after the promised minutes that is said loudly', () => {
    expect(watchOf(local({ sealed: sealed() }), clocks('14:03:00', null))).toMatchObject({ kind: 'unsent', since: at('14:02:00'), late: false });
    expect(watchOf(local({ sealed: sealed() }), clocks('14:07:00', null))).toMatchObject({ kind: 'unsent', late: true });
  });

  test('stored and without a word from the server since, it breaks the silence by itself at the promised second', () => {
    const stored = local({ sealed: sealed({ storedAt: iso('14:02:05'), nextStep: { kind: 'claim', due: iso('14:07:05'), who: 'Emergency advice', overdue: false } }) });
    expect(watchOf(stored, clocks('14:07:04', '14:02:05'))).toMatchObject({ kind: 'waiting', due: at('14:07:05'), who: 'Emergency advice' });
    // It does not claim to know that nobody answered: it has heard nothing since before the promise.
    expect(watchOf(stored, clocks('14:07:05', '14:02:05'))).toMatchObject({ kind: 'nobody', heard: false, told: null });
    expect(watchOf(stored, clocks('14:07:05', '14:07:05'))).toMatchObject({ kind: 'nobody', heard: true });
  });

  test('a server that forgot its promise does not stop the clock', () => {
    const stored = local({ sealed: sealed({ storedAt: iso('14:02:00') }) });
    expect(watchOf(stored, clocks('14:07:00'))).toMatchObject({ kind: 'nobody' });
    expect(watchOf(local({ consult: consult({ nextStep: { kind: 'claim', due: null, who: null, overdue: false } }) }), clocks('14:07:00'))).toMatchObject({ kind: 'nobody' });
  });

  test('who was told, and by when they act, stands beside it, until somebody takes the case', () => {
    const late = consult({
      nextStep: { kind: 'claim', due: iso('14:12:00'), who: 'Grace Auma', overdue: true },
      timeline: [{ type: 'stepOverdue', at: iso('14:07:00'), by: null }],
    });
    expect(watchOf(local({ consult: late }), clocks('14:08:00'))).toMatchObject({ kind: 'nobody', heard: true, told: { who: 'Grace Auma', at: at('14:07:00'), by: at('14:12:00') } });
    const taken = consult({
      state: 'claimed', holder: { id: 'd', name: 'Dr Okello' }, claimedAt: iso('14:09:10'), nextStep: { kind: 'advise', due: iso('14:32:00'), who: 'Dr Okello', overdue: false },
    });
    expect(watchOf(local({ consult: taken }), clocks('14:10:00'))).toMatchObject({ kind: 'held', who: 'Dr Okello', took: 430_000, due: at('14:32:00') });
    expect(watchOf(local({ consult: taken }), clocks('14:32:00'))).toMatchObject({ kind: 'nobody', holder: 'Dr Okello' });
  });

  test('the next rung counts down beside the promise, and no rung moves the promise', () => {
    const climbing = consult({
      nextStep: { kind: 'claim', due: iso('14:05:00'), who: 'Dr OnCall', overdue: false, rung: 2, promised: iso('14:07:00') },
      ladder: { rung: 1, of: 5, nextAt: iso('14:05:00'), nextWho: ['Dr OnCall'], runs: true, unanswered: false, alerts: [alert('Dr Pool', 'sent'), alert('Dr Pool', 'queued'), alert('Dr Gone', 'failed')] },
    });
    expect(watchOf(local({ consult: climbing }), clocks('14:04:00'))).toMatchObject({
      kind: 'waiting', due: at('14:07:00'), next: { who: 'Dr OnCall', at: at('14:05:00') }, alerted: ['Dr Pool'],
    });
    // The rung's second has passed and the phone has not heard of it yet: nothing is claimed, the promise stands.
    expect(watchOf(local({ consult: climbing }), clocks('14:06:00'))).toMatchObject({ kind: 'waiting', next: null });
    expect(watchOf(local({ consult: climbing }), clocks('14:07:00'))).toMatchObject({ kind: 'nobody' });
    const late = consult({ nextStep: { kind: 'claim', due: iso('14:12:00'), who: 'Dr Lead', overdue: true, rung: 4, promised: iso('14:07:00') }, timeline: [{ type: 'rungReached', at: iso('14:07:00'), by: null }] });
    expect(watchOf(local({ consult: late }), clocks('14:08:00'))).toMatchObject({ kind: 'nobody', heard: true, told: { who: 'Dr Lead', by: at('14:12:00'), next: true } });
  });

  test('seen is not taken', () => {
    expect(watchOf(local({ consult: consult({ seenAt: iso('14:03:00') }) }), clocks('14:04:00'))).toMatchObject({ kind: 'waiting', seenAt: at('14:03:00') });
  });
});

describe('the loop', () => {
  const answered = (over: Partial<Consult> = {}) => consult({ state: 'read', advice: [advice()], needsReadBack: true, nextStep: { kind: 'readBack', due: iso('14:25:00'), who: 'Dr Kiprono', overdue: false }, ...over });

  test('an answer is to be read first, then said back, then found right', () => {
    expect(watchOf(local({ consult: answered({ state: 'answered', advice: [advice({ readAt: null })] }) }), clocks('14:10:30'))).toMatchObject({ kind: 'answered', advice: 'a' });
    expect(watchOf(local({ consult: answered() }), clocks('14:11:30'))).toMatchObject({ kind: 'loop', said: null });
    expect(watchOf(local({ consult: answered({ readBacks: [readBack()] }) }), clocks('14:13:00'))).toMatchObject({ kind: 'loop', said: { text: 'two drips', confirmed: null, corrected: null } });
    const wrong = readBack({ correctedAt: iso('14:13:00'), correctedBy: { name: 'Dr Okello' }, correction: 'one drip' });
    expect(watchOf(local({ consult: answered({ readBacks: [wrong] }) }), clocks('14:14:00'))).toMatchObject({ kind: 'loop', said: { corrected: { text: 'one drip', who: 'Dr Okello' } } });
    const right = readBack({ confirmedAt: iso('14:13:00'), confirmedBy: { name: 'Dr Okello' } });
    expect(watchOf(local({ consult: answered({ needsReadBack: false, readBacks: [right] }) }), clocks('14:14:00'))).toMatchObject({ kind: 'understood', byPhone: false, who: 'Dr Okello' });
  });

  test('what was said back here and has not gone is not lost from sight', () => {
    const line = { key: 'r2', kind: 'readBack', subject: 'a', state: 'waiting', at: iso('14:13:00'), text: 'one drip' } as LocalCase['outbox'][number];
    expect(watchOf(local({ consult: answered(), outbox: [line] }), clocks('14:14:00'))).toMatchObject({ kind: 'loop', said: { id: 'r2', text: 'one drip', state: 'waiting' } });
  });

  test('done by phone closes it', () => {
    const call = { id: 'p', advice: 'a', at: iso('14:15:00'), spokeAt: iso('14:12:00'), by: { id: 'd', name: 'Dr Okello' }, toWhom: 'Dr Kiprono', said: 'two drips' };
    expect(watchOf(local({ consult: answered({ needsReadBack: false, calls: [call] }) }), clocks('14:16:00'))).toMatchObject({ kind: 'understood', byPhone: true, at: at('14:12:00') });
  });
});

test('figures of a clock', () => {
  expect([102_000, 3_725_000, 500, -1].map(countdown)).toEqual(['1:42', '62:05', '0:01', '0:00']);
  expect([59_999, 60_000, -5].map(wholeMinutes)).toEqual([0, 1, 0]);
});
