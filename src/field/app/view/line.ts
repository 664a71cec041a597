import type { CaseState, Need, Promised } from '../../shared/model';
import { calendarDay, moment } from '../../words/times';
import { t } from '../../words/words';
import type { IconName } from '../parts/Icon';

/** The one true line of a case: a drawing, its words, and how loud it is. */
export interface StateLine {
  readonly icon: IconName;
  readonly text: string;
  /** do: something for the worker; ask: the specialist waits for the worker; late: a promise was not kept. */
  readonly tone: 'plain' | 'do' | 'ask' | 'late';
  /** Of what is being sent, confirmed by the server. */
  readonly percent: number | null;
}

export type SlotName = (slot: string) => string;

const line = (icon: IconName, text: string, tone: StateLine['tone'] = 'plain', percent: number | null = null): StateLine => ({ icon, text, tone, percent });

const join = (...parts: (string | null)[]): string => parts.filter(Boolean).join(' · ');

export const answerBy = (promise: Promised): string | null =>
  promise.until ? t(promise.taken ? 'line.takenBy' : 'line.answerBy', { time: moment(promise.until) }) : null;

/** What one reads in the list and above the thread. "Sent" is no word here: nothing counts before the server has stored it. */
export function stateLine(state: CaseState, slotName: SlotName): StateLine {
  const photos = state.photos;
  const follow = photos && photos.expected > photos.stored ? t('line.photosFollow', { stored: photos.stored, of: photos.expected }) : null;

  switch (state.kind) {
    case 'draft':
      return line('pen', t('line.draft', { time: moment(state.at) }), 'do');
    case 'saved':
      return line('phone', join(t('state.saved'), savedWhy(state.why, state.retryAt)));
    case 'sending':
      return line('up', state.photo ? t('line.sendingPhoto', { percent: state.percent, photo: state.photo, of: state.of }) : t('line.sending', { percent: state.percent }), 'plain', state.percent);
    case 'stored':
      return follow
        ? line('tick', t('line.storedPhotos', { photos: follow }), 'plain', photos!.percent)
        : line('tick', join(t('line.stored', { time: moment(state.at) }), answerBy(state.promise)));
    case 'complete':
      return line('tick', join(t('line.complete', { time: moment(state.at) }), answerBy(state.promise)));
    case 'seen':
      return line('ticks', join(state.service ? t('line.seenBy', { who: state.service }) : t('line.seen', { time: moment(state.at) }), answerBy(state.promise)));
    case 'claimed':
      return line('claim', join(state.who ? t('line.claimedBy', { who: state.who }) : t('state.claimed'), answerBy(state.promise)));
    case 'needsYou':
      return needLine(state.need, slotName);
    case 'answered':
      return line('answer', state.conflict ? t('line.conflict') : t(state.changed ? 'line.changed' : 'line.answered', { who: state.who, time: moment(state.at) }), 'do');
    case 'read':
      if (state.referral?.late) return referralLine(state.referral);
      return line('read', state.of > 0 ? t('line.readActions', { done: state.done, of: state.of }) : t('line.read', { time: moment(state.at) }));
    case 'another':
      return line('bubble', join(state.who ? t('line.another', { who: state.who }) : t('line.anotherNobody'), answerBy(state.promise)));
    case 'saidBack':
      return line('ticks', t('line.saidBack', { who: state.who, time: moment(state.at) }));
    case 'late':
      return line('clock', lateWords(state), 'late');
    case 'closed':
      if (state.referral) return referralLine(state.referral);
      return line('acted', state.askAgain ? t('line.closedAgain', { day: calendarDay(state.askAgain) }) : t('line.closed', { time: moment(state.at) }));
  }
}

/** A closed case whose patient was sent on is not over. */
function referralLine({ kind, due, late }: NonNullable<CaseState['referral']>): StateLine {
  const text = t(`line.referral.${kind}`);
  return line('claim', due ? t('line.referral.by', { what: text, day: calendarDay(due) }) : text, late ? 'do' : 'plain');
}

export function savedWhy(why: Extract<CaseState, { kind: 'saved' }>['why'], retryAt: number | null): string {
  if (why === 'server-busy' && retryAt) return t('line.why.busyUntil', { time: moment(retryAt) });
  const words = { next: 'line.why.next', offline: 'line.why.offline', unreachable: 'line.why.unreachable', 'signed-out': 'line.why.signedOut', 'server-busy': 'line.why.busy' } as const;
  return t(words[why]);
}

function needLine(need: Need, slotName: SlotName): StateLine {
  switch (need.kind) {
    case 'photo':
      return line('camera', t('line.newPhoto', { slot: slotName(need.slot) }), 'ask');
    case 'question':
      return line('pen', t('line.asks', { who: need.by }), 'ask');
    case 'readBack':
      return line('bubble', t(need.corrected ? 'line.readBackAgain' : 'line.readBack', { who: need.by }), 'ask');
    case 'refused':
      return line('warn', t('line.refused'), 'ask');
    case 'photoRefused':
      return line('warn', t('line.photoRefused', { slot: slotName(need.slot) }), 'ask');
  }
}

/** Who was told, when, and until when they act: a late answer is never just "late". */
export function lateWords(state: Extract<CaseState, { kind: 'late' }>): string {
  if (state.climbs && state.who && state.due) return t('line.lateNext', { who: state.who, due: moment(state.due) });
  if (state.who && state.toldAt && state.due) return t('line.lateTold', { who: state.who, told: moment(state.toldAt), due: moment(state.due) });
  if (state.who && state.due) return t('line.lateWho', { who: state.who, due: moment(state.due) });
  return t('state.late');
}

/** The same below a title that says "late" already. */
export function lateNote(state: Extract<CaseState, { kind: 'late' }>): string {
  if (state.climbs && state.who && state.due) return t('note.lateNext', { who: state.who, due: moment(state.due) });
  if (state.who && state.toldAt && state.due) return t('note.lateTold', { who: state.who, told: moment(state.toldAt), due: moment(state.due) });
  return state.who && state.due ? t('note.lateWho', { who: state.who, due: moment(state.due) }) : t('note.lateNobody');
}

/** "No news since 10:31": the promised time has passed and this phone cannot know whether there is an answer. */
export function silenceWords(state: CaseState): string | null {
  if (!state.silent) return null;
  return state.silent.since ? t('line.silentSince', { time: moment(state.silent.since) }) : t('line.silent');
}
