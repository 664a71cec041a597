import type { CaseView } from '../../sync/api';
import { clock } from '../../words/times';
import { t } from '../../words/words';
import { Note } from '../parts/bits';

interface Item { readonly linkId: string; readonly item?: readonly Item[]; readonly answer?: readonly { readonly valueString?: string }[] }

/** The specialist is phoning now, or has tried: which phone will ring, and to keep it free. */
export function Calling({ view, now }: { view: CaseView; now: number }) {
  const consult = view.case.consult;
  if (!consult) return null;
  const calling = consult.calling;
  if (calling && now < Date.parse(calling.until)) {
    const number = callBack(view) ?? consult.facilityPhone;
    return (
      <div role="alert">
        <Note tone="emergency" icon="call" title={t('live.calling', { who: calling.by.name })}>
          <p>{number ? t('live.callingOn', { number: number.replaceAll(' ', '\u00a0') }) : t('live.callingFree')}</p>
        </Note>
      </div>
    );
  }
  const missed = consult.timeline.filter((line) => line.type === 'callMissed' || line.type === 'toldByPhone').at(-1);
  return missed?.type === 'callMissed' && consult.state !== 'closed'
    ? <Note tone="wait" icon="call" title={t('live.callMissed', { who: missed.by ?? '', time: clock(Date.parse(missed.at)) })}><p>{t('live.callMissedMore')}</p></Note>
    : null;
}

/** The number that the requester gave in the form. */
function callBack(view: CaseView): string | null {
  const answers = (view.case.consult as { answers?: { item?: readonly Item[] } } | null)?.answers ?? view.case.sealed?.submission.answers;
  const find = (items: readonly Item[] | undefined): string | null => {
    for (const one of items ?? []) {
      const said = one.linkId === 'call-back' ? one.answer?.[0]?.valueString?.trim() : find(one.item);
      if (said) return said;
    }
    return null;
  };
  return find((answers as { item?: readonly Item[] } | undefined)?.item);
}
