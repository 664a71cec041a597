import type { CaseView } from '../../sync/api';
import { t } from '../../words/words';
import type { IconName } from '../parts/Icon';

export interface Receipt {
  readonly icon: IconName;
  readonly word: string;
  /** done: it happened; now: where the case is; todo: still to come. */
  readonly step: 'done' | 'now' | 'todo';
}

/** From the phone to the reader: every receipt stands for something somebody can prove. */
const steps = ['saved', 'sending', 'stored', 'seen', 'claimed', 'answer', 'read'] as const;

const icons: Readonly<Record<(typeof steps)[number], IconName>> = {
  saved: 'phone', sending: 'up', stored: 'tick', seen: 'ticks', claimed: 'claim', answer: 'bubble', read: 'read',
};

/** How far the case has come: what the server's own times prove, then what this phone does. */
function reached(view: CaseView): number {
  const consult = view.case.consult;
  if (consult?.readAt || consult?.state === 'read' || consult?.state === 'closed') return 7;
  if (consult?.state === 'answered') return 5;
  if (consult?.claimedAt && consult.holder) return 4;
  if (consult?.seenAt) return 3;
  if (consult || view.case.sealed?.storedAt) return 2;
  return view.state.kind === 'sending' ? 1 : 0;
}

export function chain(view: CaseView): readonly Receipt[] {
  const now = reached(view);
  return steps.map((step, i) => ({
    icon: icons[step],
    word: words(step),
    step: i < now ? 'done' : i === now ? 'now' : 'todo',
  }));
}

function words(step: (typeof steps)[number]): string {
  switch (step) {
    case 'saved': return t('chain.saved');
    case 'sending': return t('state.sending');
    case 'stored': return t('state.stored');
    case 'seen': return t('state.seen');
    case 'claimed': return t('state.claimed');
    case 'answer': return t('chain.answer');
    case 'read': return t('state.read');
  }
}
