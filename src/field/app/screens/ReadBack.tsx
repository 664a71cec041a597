import type { CaseView } from '../../sync/api';
import { saidBackOf, type SaidBack } from '../../shared/state';
import { clock } from '../../words/times';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { named } from '../view/person';
import { Note } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { Icon } from '../parts/Icon';

/**
 * The closed loop of an emergency: the doctor says back what they will do, and the specialist says whether that is right. In own
 * words; the actions of the advice can be taken over one by one, none stands there by itself.
 */
export function ReadBack({ view }: { view: CaseView }) {
  const consult = view.case.consult;
  const advice = consult?.advice.filter((one) => !one.replaced).at(-1);
  if (!consult || !advice) return null;
  const said = saidBackOf(view.case, advice.id);
  const calls = (consult.calls ?? []).filter((one) => one.advice === advice.id);
  const asks = consult.needsReadBack && consult.state !== 'closed' && (!said || said.corrected || said.state === 'refused');
  return (
    <section class="stack" aria-label={t('readBack.title')}>
      {calls.map((call) => (
        <div key={call.id} class="card loop">
          <p class="row s"><Icon name="call" /><b class="grow">{t('readBack.byPhone', { who: call.by.name, time: clock(call.spokeAt) })}</b></p>
          <p class="pre" dir="auto">{call.said}</p>
          <p class="s quiet">{t('readBack.toWhom', { who: call.toWhom })}</p>
        </div>
      ))}
      {said && <Said said={said} who={advice.by.name} />}
      {asks && <Form key={`${advice.id} ${said?.id ?? ''}`} view={view} advice={advice.id} actions={advice.actions.map((one) => one.text)} />}
    </section>
  );
}

function Said({ said, who }: { said: SaidBack; who: string }) {
  return (
    <div class={said.confirmed ? 'card loop good-edge' : 'card loop'}>
      <p class="s quiet">{t('readBack.yours', { time: clock(said.at) })}</p>
      <p class="pre" dir="auto"><b>{said.text}</b></p>
      {said.confirmed && <p class="row s good"><Icon name="ticks" /><b>{t('readBack.right', { who: said.confirmed.who, time: clock(said.confirmed.at) })}</b></p>}
      {said.state === 'waiting' && <p class="row s"><Icon name="phone" />{t('thread.onPhone')}</p>}
      {said.state === 'stored' && !said.confirmed && !said.corrected && <p class="row s"><Icon name="tick" />{t('readBack.waits', { who })}</p>}
      {said.corrected && (
        <Note tone="urgent" icon="warn" title={t('readBack.wrong', { who: said.corrected.who, time: clock(said.corrected.at) })} alert>
          <p class="pre l" dir="auto"><b>{said.corrected.text}</b></p>
        </Note>
      )}
    </div>
  );
}

function Form({ view, advice, actions }: { view: CaseView; advice: string; actions: readonly string[] }) {
  const [text, write] = useKeptText(`readBack:${advice}`);
  const send = () => void field.readBack(view.id, advice, text.trim()).then(() => write(''));
  const left = actions.filter((action) => !text.includes(action));
  return (
    <div class="card loop ask stack tight">
      <TextField area big label={t('readBack.say', { who: named(view.patient) })} hint={t('readBack.hint')} value={text} onText={write} maxLength={2000} capitals="sentences" />
      {left.length > 0 && (
        <div class="chips" role="group" aria-label={t('readBack.take')}>
          {left.map((action) => <button type="button" class="chip" onClick={() => write(text.trim() ? `${text.trim()}\n${action}` : action)}><Icon name="plus" />{action}</button>)}
        </div>
      )}
      <button type="button" class="btn main" disabled={!text.trim()} onClick={send}><Icon name="bubble" />{t('readBack.send')}</button>
    </div>
  );
}
