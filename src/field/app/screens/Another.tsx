import type { CaseView } from '../../sync/api';
import { moment } from '../../words/times';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { Icon } from '../parts/Icon';
import { Note } from '../parts/bits';
import { TextField } from '../parts/inputs';

/** Who was answered can hear another specialist as well, without saying why. While one is asked: who, and by when. */
export function Another({ view }: { view: CaseView }) {
  const [text, keep] = useKeptText(`another:${view.id}`);
  const consult = view.case.consult;
  if (consult?.another || view.case.outbox.some((line) => line.kind === 'another' && line.state === 'waiting')) return <AnotherAsked view={view} />;
  return (
    <details class="group" open={text !== ''}>
      <summary><span class="grow">{t('another.title')}</span><Icon name="down" /></summary>
      <div class="stack">
        <p class="s quiet">{t('another.what')}</p>
        <TextField area label={t('another.look')} value={text} onText={keep} maxLength={2000} />
        <button type="button" class="btn plain" onClick={() => void field.askAnother(view.id, text.trim()).then(() => keep(''))}>{t('another.do')}</button>
      </div>
    </details>
  );
}

export function AnotherAsked({ view }: { view: CaseView }) {
  const wish = view.case.consult?.another;
  const { due, who } = view.case.consult?.nextStep ?? { due: null, who: null };
  if (!wish) return <Note tone="info" icon="bubble" title={t('another.sent')}><p>{t('another.sentMore')}</p></Note>;
  return (
    <Note tone="info" icon="bubble" title={wish.asked ? t('another.asked', { who: wish.asked.name }) : t('another.nobody', { who: who ?? '' })}>
      {due && <p>{t('another.by', { time: moment(due) })}</p>}
    </Note>
  );
}
