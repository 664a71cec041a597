import { useState } from 'preact/hooks';
import type { Draft, NotTakenCode } from '../../shared/model';
import { t } from '../../words/words';
import { field } from '../field';
import { TextField } from './inputs';
import { Icon } from './Icon';
import type { SlotState } from './slots';

const whyNot = ['smallPupil', 'mediaOpacity', 'couldNotCooperate', 'refused', 'pain', 'cameraFault'] as const;

/** Why a slot could not be photographed: by a code that every language says, or in words. */
export function CannotTake({ draft, state, onDone }: { draft: Draft; state: SlotState; onDone: () => void }) {
  const [own, setOwn] = useState<string | null>(null);
  const say = (code: NotTakenCode, reason: string) => void field.notTaken(draft.id, state.slot.slot, { code, reason }).then(onDone);
  return (
    <>
      <p><b>{t('photos.whyNot', { slot: state.slot.text })}</b></p>
      {own === null
        ? (
          <div class="chips">
            {whyNot.map((code) => <button type="button" class="chip" onClick={() => say(code, t(`notTaken.${code}`))}>{t(`notTaken.${code}`)}</button>)}
            <button type="button" class="chip" onClick={() => setOwn('')}><Icon name="pen" />{t('intake.other')}</button>
          </div>
        )
        : <TextField label={t('intake.otherText')} value={own} onText={setOwn} maxLength={120} />}
      <div class="row">
        <button type="button" class="btn plain grow" onClick={onDone}>{t('cancel')}</button>
        {own !== null && <button type="button" class="btn grow" disabled={!own.trim()} onClick={() => say('other', own.trim())}>{t('photos.keepReason')}</button>}
      </div>
    </>
  );
}
