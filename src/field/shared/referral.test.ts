import { describe, expect, test } from 'vitest';
import type { Consult, LocalCase, OutboxLine, Referral, ReferralMark } from './model';
import { isKnown, referralDue, referralsOf } from './referral';

const referral = (over: Partial<Referral> = {}): Referral => ({
  id: 'r', by: { id: 'o', name: 'Dr Okello' }, at: '2026-11-20T10:00:00Z', urgency: 'urgent', reason: 'asAdvised', service: null, place: null, where: null, note: null,
  attendBy: '2026-11-27T10:00:00Z', bookedFor: null, attendedOn: null, missedAt: null, missedWhy: null, missedNote: null, reportedAt: null, report: null, endedAt: null,
  endedWhy: null, endNote: null, next: { kind: 'arrange', due: '2026-11-21T10:00:00Z', who: 'Amina', overdue: false }, ...over,
});
const line = (mark: ReferralMark, over: Partial<OutboxLine> = {}): OutboxLine => ({
  key: mark.did, consult: 'c', kind: 'referral', state: 'waiting', at: '2026-11-22T09:00:00Z', bytes: 1, confirmed: 0, photo: null, code: null, arguments: {}, text: null,
  subject: 'r', mark: null, referral: mark, ...over,
});
const local = (one: Referral, ...outbox: OutboxLine[]): LocalCase =>
  ({ id: 'c', draft: null, sealed: null, consult: { state: 'closed', referrals: [one] } as unknown as Consult, outbox });
const now = (one: Referral, ...outbox: OutboxLine[]) => referralsOf(local(one, ...outbox))[0]!;

describe('a referral on this phone', () => {
  test('shows what was said here before the server has heard of it, in the order in which it was said', () => {
    const told = now(
      referral(), line({ did: 'booked', on: '2026-11-24T09:00:00Z' }), line({ did: 'missed', why: 'cost' }, { text: 'No fare' }),
      line({ did: 'booked', on: '2026-11-26T09:00:00Z' }, { key: 'again' }),
    );
    expect(told.waits).toBe(true);
    expect(told.referral).toMatchObject({ bookedFor: '2026-11-26T09:00:00Z', missedWhy: 'cost', missedNote: 'No fare', next: { kind: 'attend', due: null, who: 'Amina' } });
  });

  test('takes the server’s word as soon as it shows the same, and says nothing of what was refused', () => {
    const attended = line({ did: 'attended', on: '2026-11-24T09:00:00Z' }, { state: 'stored' });
    expect(now(referral(), attended).referral.next?.kind).toBe('report');
    const server = referral({ attendedOn: '2026-11-24T09:00:00.000Z', next: { kind: 'report', due: '2026-12-01T09:00:00Z', who: 'Amina', overdue: false } });
    expect(now(server, attended)).toEqual({ referral: server, waits: false });
    expect(now(referral(), line({ did: 'reported' }, { state: 'refused' })).referral).toEqual(referral());
  });

  test.each<[ReferralMark, Partial<Referral>]>([
    [{ did: 'booked', on: '2026-11-24T09:00:00Z' }, { bookedFor: '2026-11-24T09:00:00.000Z' }],
    [{ did: 'missed', why: 'cost' }, { missedAt: '2026-11-22T09:00:05Z', missedWhy: 'cost' }],
    [{ did: 'reported' }, { reportedAt: '2026-11-25T09:00:00Z' }],
    [{ did: 'ended', why: 'notReached' }, { endedAt: '2026-11-25T09:00:00Z' }],
  ])('%o is known when the server shows it, and not before', (mark, shown) => {
    expect(isKnown(line(mark), referral())).toBe(false);
    expect(isKnown(line(mark), referral(shown))).toBe(true);
  });

  test('a read or closed case is not over while the patient is on the way', () => {
    const due = (one: Referral, at: string, ...outbox: OutboxLine[]) => {
      const here = local(one, ...outbox);
      return referralDue(here, here.consult!, Date.parse(at));
    };
    expect(due(referral(), '2026-11-20T12:00:00Z')).toEqual({ kind: 'arrange', due: '2026-11-21T10:00:00Z', who: 'Amina', late: false });
    expect(due(referral(), '2026-11-21T10:00:00Z')?.late).toBe(true);
    expect(due(referral(), '2026-11-21T10:00:00Z', line({ did: 'booked', on: '2026-11-24T09:00:00Z' }))).toMatchObject({ kind: 'attend', late: false });
    expect(due(referral({ next: null }), '2026-11-21T10:00:00Z')).toBeUndefined();
    const open = local(referral());
    expect(referralDue(open, { ...open.consult!, state: 'answered' }, 0)).toBeUndefined();
  });
});
