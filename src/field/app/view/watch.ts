import type { Id, LocalCase, NextStep } from '../../shared/model';
import { saidBackOf, type SaidBack } from '../../shared/state';

/**
 * How an emergency stands at this second, by the wall clock. The last watchdog: it needs no server to say that a promise has
 * passed, and never says that somebody has it before the server said so.
 */
export type Watch =
  /** It lies on this phone: nobody knows of it. `late`: for as long as an answer was to take. */
  | { readonly kind: 'unsent'; readonly since: number; readonly late: boolean }
  /** Stored, and somebody is to take it by `due`. `next`: whom the ladder alerts then; `alerted`: who has been written to. */
  | { readonly kind: 'waiting'; readonly since: number; readonly due: number; readonly seenAt: number | null; readonly who: string | null; readonly next: Next | null; readonly alerted: readonly string[] }
  /** The promised time has passed. `heard`: the server says so too; else this phone has heard nothing and cannot know. */
  | { readonly kind: 'nobody'; readonly since: number; readonly heard: boolean; readonly told: Told | null; readonly holder: string | null }
  | { readonly kind: 'held'; readonly since: number; readonly who: string; readonly took: number | null; readonly due: number }
  | { readonly kind: 'asked'; readonly who: string }
  | { readonly kind: 'answered'; readonly at: number; readonly who: string; readonly advice: Id }
  | { readonly kind: 'loop'; readonly advice: Id; readonly who: string; readonly said: SaidBack | null }
  | { readonly kind: 'understood'; readonly at: number | null; readonly who: string; readonly byPhone: boolean }
  | { readonly kind: 'closed'; readonly at: number };

/** Who acts now that the promise was broken, since when they know, and by when they act. `next`: they are alerted only then. */
export interface Told {
  readonly who: string;
  readonly at: number | null;
  readonly by: number | null;
  readonly next: boolean;
}

export interface Next {
  readonly who: string;
  readonly at: number;
}

export interface Clocks {
  /** By the server's clock, as well as this phone knows it. */
  readonly now: number;
  /** By this phone's. */
  readonly here: number;
  /** When this phone last heard the server, by the server's clock. */
  readonly heard: number | null;
  /** In which an emergency is to be taken. */
  readonly claimMinutes: number;
}

export function watchOf(local: LocalCase, clocks: Clocks): Watch {
  const { consult, sealed } = local;
  if (!consult) {
    if (sealed?.storedAt) {
      const since = Date.parse(sealed.storedAt);
      const step = sealed.nextStep;
      return waiting({ since, due: promiseOf(step, since, clocks), seenAt: null, who: step?.rung ? null : step?.who ?? null, holder: null, overdue: false, told: null, next: nextOf(step), alerted: [] }, clocks);
    }
    const since = Date.parse(sealed?.sealedAt ?? '') || clocks.here;
    return { kind: 'unsent', since, late: clocks.here - since >= clocks.claimMinutes * 60_000 };
  }

  const since = Date.parse(consult.receivedAt);
  const advice = consult.advice.filter((one) => !one.replaced).at(-1);
  if (consult.state === 'closed') return { kind: 'closed', at: Date.parse(consult.closedAt ?? consult.receivedAt) };
  if (advice && (consult.state === 'answered' || consult.state === 'read')) {
    const readHere = local.outbox.some((line) => line.kind === 'read' && line.subject === advice.id);
    if (!advice.readAt && !readHere) return { kind: 'answered', at: Date.parse(advice.at), who: advice.by.name, advice: advice.id };
    const said = saidBackOf(local, advice.id);
    if (consult.needsReadBack || (said && !said.confirmed && said.state !== 'stored')) return { kind: 'loop', advice: advice.id, who: advice.by.name, said };
    const call = (consult.calls ?? []).filter((one) => one.advice === advice.id).at(-1);
    return said?.confirmed
      ? { kind: 'understood', at: Date.parse(said.confirmed.at), who: said.confirmed.who, byPhone: false }
      : { kind: 'understood', at: call ? Date.parse(call.spokeAt) : null, who: call?.by.name ?? advice.by.name, byPhone: !!call };
  }

  const request = consult.requests.find((one) => !one.givenAt && !one.dropped);
  if (consult.state === 'needsRequester' && request) return { kind: 'asked', who: request.by.name };
  const step = consult.nextStep;
  const toldAt = [...consult.timeline].reverse().find((line) => /overdue|rungReached/i.test(line.type))?.at;
  const told = step.overdue && step.who
    ? { who: step.who, at: toldAt && !step.rung ? Date.parse(toldAt) : null, by: step.due ? Date.parse(step.due) : null, next: Boolean(step.rung) } : null;
  return waiting({
    since, told, overdue: step.overdue, who: step.rung ? null : step.who, next: nextOf(step),
    alerted: [...new Set((consult.ladder?.alerts ?? []).filter((one) => one.state !== 'failed' && one.state !== 'dropped').map((one) => one.who))],
    due: promiseOf(step, since, clocks),
    seenAt: consult.seenAt ? Date.parse(consult.seenAt) : null,
    holder: consult.holder && consult.state !== 'waiting' ? { name: consult.holder.name, took: consult.claimedAt ? Date.parse(consult.claimedAt) - since : null } : null,
  }, clocks);
}

/** When somebody has to have it: no rung of the ladder moves that. A server that forgot its promise does not stop the clock. */
function promiseOf(step: NextStep | null, since: number, clocks: Clocks): number {
  const due = step?.overdue ? step.due : step?.promised ?? step?.due;
  return due ? Date.parse(due) : since + clocks.claimMinutes * 60_000;
}

const nextOf = (step: NextStep | null): Next | null => (step?.rung && step.who && step.due ? { who: step.who, at: Date.parse(step.due) } : null);

interface Wait {
  readonly since: number;
  readonly due: number;
  readonly seenAt: number | null;
  readonly who: string | null;
  readonly holder: { readonly name: string; readonly took: number | null } | null;
  readonly overdue: boolean;
  readonly told: Told | null;
  readonly next: Next | null;
  readonly alerted: readonly string[];
}

function waiting({ since, due, seenAt, who, holder, overdue, told, next, alerted }: Wait, { now, heard }: Clocks): Watch {
  if (overdue || now >= due) {
    return { kind: 'nobody', since, heard: overdue || (heard !== null && heard >= due), told, holder: holder?.name ?? null };
  }
  return holder ? { kind: 'held', since, who: holder.name, took: holder.took, due } : { kind: 'waiting', since, due, seenAt, who, next: next && next.at > now ? next : null, alerted };
}

/** "1:42", "62:05": minutes and seconds, never below zero. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const wholeMinutes = (milliseconds: number): number => Math.max(0, Math.floor(milliseconds / 60_000));
