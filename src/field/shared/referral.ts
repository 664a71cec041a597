import type { CaseState, Consult, LocalCase, OutboxLine, Referral, ReferralMark } from './model';

/** A referral as this phone knows it: the server's, and what was said here and is on its way. */
export interface ReferralNow {
  readonly referral: Referral;
  /** Something of it waits on this phone. */
  readonly waits: boolean;
}

export function referralsOf(local: LocalCase): ReferralNow[] {
  return (local.consult?.referrals ?? []).map((referral) => {
    const lines = local.outbox.filter((line) => line.kind === 'referral' && line.subject === referral.id && line.state !== 'refused' && !isKnown(line, referral));
    return { referral: lines.reduce(after, referral), waits: lines.some((line) => line.state === 'waiting') };
  });
}

/** Whether the server's view shows what the line says; until then the phone goes on showing it. */
export function isKnown(line: OutboxLine, referral: Referral): boolean {
  const mark = line.referral;
  switch (mark?.did) {
    case 'booked': return same(referral.bookedFor, mark.on) || referral.attendedOn !== null;
    case 'attended': return referral.attendedOn !== null;
    case 'missed': return referral.missedAt !== null && referral.missedWhy === mark.why && referral.missedAt >= line.at;
    case 'reported': return referral.reportedAt !== null;
    case 'ended': return referral.endedAt !== null;
    case 'directed': return referral.where === mark.form.where && same(referral.attendBy, mark.form.attendBy);
    default: return true;
  }
}

const same = (one: string | null, other: string): boolean => one !== null && Date.parse(one) === Date.parse(other);

function after(referral: Referral, line: OutboxLine): Referral {
  const mark = line.referral as ReferralMark;
  const who = referral.next?.who ?? '';
  const next = (kind: 'arrange' | 'attend' | 'report') => ({ kind, due: null, who, overdue: false });
  switch (mark.did) {
    case 'directed': return { ...referral, where: mark.form.where, attendBy: mark.form.attendBy };
    case 'booked': return { ...referral, bookedFor: mark.on, next: next('attend') };
    case 'attended': return { ...referral, attendedOn: mark.on, endedAt: null, next: next('report') };
    case 'missed': return { ...referral, missedAt: line.at, missedWhy: mark.why, missedNote: line.text, bookedFor: null, next: next('arrange') };
    case 'reported': return { ...referral, attendedOn: referral.attendedOn ?? line.at, reportedAt: line.at, report: line.text, endedAt: null, next: null };
    case 'ended': return { ...referral, endedAt: line.at, endedWhy: mark.why, endNote: line.text, next: null };
  }
}

/** What has to be looked after next in a case that needs nothing else: the earliest, and what was just said here last. */
export function referralDue(local: LocalCase, consult: Consult, now: number): CaseState['referral'] {
  if (consult.state !== 'read' && consult.state !== 'closed') return undefined;
  const next = referralsOf(local).flatMap(({ referral }) => referral.next ?? []).sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'))[0];
  return next && { kind: next.kind, due: next.due, who: next.who, late: next.overdue || (next.due !== null && Date.parse(next.due) <= now) };
}
