import { useState } from 'preact/hooks';
import type { Advice } from '../../shared/model';
import type { CaseView } from '../../sync/api';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { Icon } from '../parts/Icon';
import { Note, Segment } from '../parts/bits';
import { TextField } from '../parts/inputs';

/** Quiet, below a read answer: what was not all right goes to the network's coordinators and to nobody else. */
export function NotOk({ view, advice }: { view: CaseView; advice: Advice }) {
  const [text, keep] = useKeptText(`notOk:${advice.id}`);
  const [sent, keepSent] = useKeptText(`notOkSent:${advice.id}`);
  const [another, setAnother] = useState(false);
  if (sent) return <Note tone="info" icon="tick" title={t('notOk.sent')}><p>{t('notOk.sentMore')}</p></Note>;
  const send = () => {
    void field.reportReply(view.id, advice.id, text.trim(), another).then(() => { keep(''); keepSent('1'); });
  };
  return (
    <details class="group" open={text !== ''}>
      <summary><span class="grow">{t('notOk.title')}</span><Icon name="down" /></summary>
      <div class="stack">
        <p class="s quiet">{t('notOk.what')}</p>
        <TextField area label={t('notOk.words')} value={text} onText={keep} maxLength={2000} />
        <div>
          <span class="lab">{t('notOk.another')}</span>
          <Segment label={t('notOk.another')} value={another ? 'yes' : 'no'} choices={[{ value: 'yes', text: t('intake.yes') }, { value: 'no', text: t('intake.no') }]} onPick={(value) => setAnother(value === 'yes')} />
        </div>
        <button type="button" class="btn plain" disabled={text.trim() === ''} onClick={send}>{t('notOk.send')}</button>
      </div>
    </details>
  );
}
