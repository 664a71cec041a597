import { useState } from 'preact/hooks';
import { closeOutOf } from '../../shared/closeOut';
import type { CloseOut as Given } from '../../shared/model';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { go } from '../route';
import { Note, Options, PatientStrip, Segment } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';

/** Two questions, those of the case's pathway, twenty seconds. Needed only to close, never to read an answer. */
export function CloseOut({ id }: { id: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  // Kept as one text, so that half an answer survives like any other words.
  const [kept, keep] = useKeptText(`close:${id}`);
  const [tried, setTried] = useState(false);
  if (!view?.case.consult) return <Screen title={t('close.title')} back={`/case/${id}`}><p class="pad quiet">{t('case.goneMore')}</p></Screen>;
  const { questions, outcomes, referrals } = closeOutOf(view.case.consult.template);
  const asked = t(`close.outcome.of.${questions}`);
  const askedToo = t(`close.referral.of.${questions}`);
  const half = parse(kept);
  // What was kept by an app that asked other questions answers none of these.
  const given = { ...half, outcome: outcomes.find((one) => one === half.outcome) ?? null, referral: referrals.find((one) => one === half.referral) ?? null };
  const set = (some: Partial<Half>) => keep(JSON.stringify({ ...given, ...some }));
  const missing = !given.outcome || !given.referral;

  const close = () => {
    if (!given.outcome || !given.referral) return setTried(true);
    const comment = given.comment.trim();
    const closeOut: Given = { questions, outcome: given.outcome, referral: given.referral, value: given.value, feltRespected: given.feltRespected, ...(comment ? { comment } : {}) };
    void field.closeCase(id, closeOut).then(() => { keep(''); go('/', true); });
  };

  return (
    <Screen
      title={t('close.title')} sub={t('close.sub')} back={`/case/${id}`} dockColumn
      strip={<PatientStrip person={view.patient}><span class="s quiet">{t('case.number', { number: String(view.case.consult.number) })}</span></PatientStrip>}
      dock={
        <>
          <p class="s quiet center">{tried && missing ? <b role="alert">{t('close.both')}</b> : t('close.again')}</p>
          <button type="button" class="btn main" onClick={close}><Icon name="acted" />{t('case.close')}</button>
        </>
      }
    >
      <div class="pad stack">
        {given.outcome
          ? (
            <p class="card row">
              <span class="good"><Icon name="tick" /></span><span class="grow s"><b>{asked}</b><br />{t(`close.outcome.${given.outcome}`)}</span>
              <button type="button" class="btn text" onClick={() => set({ outcome: null })}>{t('change')}</button>
            </p>
          )
          : <Options name="outcome" legend={asked} value={given.outcome} onPick={(outcome) => set({ outcome })} choices={outcomes.map((value) => ({ value, text: t(`close.outcome.${value}`) }))} />}
        {given.outcome && <Options name="referral" legend={askedToo} value={given.referral} onPick={(referral) => set({ referral })} choices={referrals.map((value) => ({ value, text: t(`close.referral.${value}`) }))} />}
        {given.outcome && given.referral && (
          <details class="group" open={given.value !== null || given.feltRespected !== null || given.comment !== ''}>
            <summary><span class="grow">{t('close.more')}<small>{t('close.moreHint')}</small></span><Icon name="down" /></summary>
            <div>
              <div>
                <span class="lab">{t('close.value')}</span>
                <div class="row"><Segment label={t('close.value')} wide clears value={given.value === null ? null : String(given.value)} choices={['1', '2', '3', '4', '5'].map((value) => ({ value, text: value }))} onPick={(value) => set({ value: value === null ? null : Number(value) })} /></div>
                <p class="hint">{t('close.valueHint')}</p>
              </div>
              <div>
                <span class="lab">{t('close.respected')}</span>
                <Segment label={t('close.respected')} clears value={given.feltRespected === null ? null : given.feltRespected ? 'yes' : 'no'}
                  choices={[{ value: 'yes', text: t('intake.yes') }, { value: 'no', text: t('intake.no'), no: true }]} onPick={(value) => set({ feltRespected: value === null ? null : value === 'yes' })} />
              </div>
              <TextField area label={t('close.comment')} value={given.comment} onText={(comment) => set({ comment })} maxLength={1000} />
            </div>
          </details>
        )}
        {view.state.kind === 'answered' && <Note tone="info" icon="answer" title={t('close.unread')}><p>{t('close.unreadMore')}</p></Note>}
      </div>
    </Screen>
  );
}

interface Half {
  readonly outcome: Given['outcome'] | null;
  readonly referral: Given['referral'] | null;
  readonly value: number | null;
  readonly feltRespected: boolean | null;
  readonly comment: string;
}

const nothing: Half = { outcome: null, referral: null, value: null, feltRespected: null, comment: '' };

function parse(kept: string): Half {
  if (!kept) return nothing;
  try {
    return { ...nothing, ...(JSON.parse(kept) as Partial<Half>) };
  } catch {
    return nothing;
  }
}
