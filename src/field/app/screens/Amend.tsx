import { useState } from 'preact/hooks';
import { answer, problems, render, toggle } from '../../intake/form';
import { fromResponse, toResponse } from '../../intake/response';
import type { FormItem, Template } from '../../intake/template';
import { effectiveUrgency, redFlags } from '../../intake/urgency';
import type { Answers } from '../../shared/answers';
import type { CaseView } from '../../sync/api';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { go } from '../route';
import { caseTitle, template } from '../templates';
import { FormItems } from '../parts/FormItems';
import { PatientStrip } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { problemWords, Raised } from './QuestionStep';

/** The answers of a sent case, to be changed; also without a network. What is changed goes as a new version. */
export function Amend({ id }: { id: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  const form = view ? template(view.template) : null;
  if (!view || (!view.case.consult && !view.case.sealed) || view.case.consult?.state === 'closed') {
    return <Screen title={t('amend.title')} back={`/case/${id}`}><p class="pad quiet">{t('case.goneMore')}</p></Screen>;
  }
  return form ? <Change view={view} form={form} /> : <Screen title={t('amend.title')} back={`/case/${id}`}><p class="pad quiet">{t('loading')}</p></Screen>;
}

/** What was asked stands open: most who come here change that. */
const open = (items: readonly FormItem[]): FormItem[] => items.flatMap((item) => (item.items.some((one) => one.linkId === 'question') ? item.items : [item]));

interface Kept {
  /** The content version that they go on from. */
  readonly seen: number;
  readonly answers: Answers;
}

function Change({ view, form }: { view: CaseView; form: Template }) {
  const { consult, sealed, outbox } = view.case;
  // Kept as one text, so that half a change survives like any other words.
  const [text, keep] = useKeptText(`amend:${view.id}`);
  const [tried, setTried] = useState(false);
  const before = consult?.answers ? fromResponse(consult.answers) : sealed?.draft.answers ?? {};
  const kept = parse(text) ?? { seen: consult?.contentVersion ?? 1, answers: before };
  const set = (answers: Answers) => keep(JSON.stringify({ ...kept, answers } satisfies Kept));
  const { answers } = kept;
  const changed = JSON.stringify(toResponse(form, answers)) !== JSON.stringify(toResponse(form, before));
  const waits = outbox.some((line) => line.kind === 'amend' && line.state === 'waiting');
  const found = problems(form, answers).filter((one) => one.code !== 'required' || one.linkId === 'question');
  const chosen = consult?.urgency ?? view.urgency;
  const { urgency, raisedBy } = effectiveUrgency(chosen, redFlags(form, answers));

  const send = () => {
    if (found.length > 0) return setTried(true);
    void field.amendAnswers(view.id, toResponse(form, answers), kept.seen).then(() => { keep(''); go(`/case/${view.id}`, true); });
  };

  return (
    <Screen
      title={t('amend.title')} sub={caseTitle(view.template)} back={`/case/${view.id}`} dockColumn
      strip={<PatientStrip person={view.patient} />}
      dock={
        <>
          {(waits || !changed || (tried && found.length > 0)) && (
            <p class="s quiet center">{waits ? t('amend.waiting') : tried && found[0] ? <b role="alert">{problemWords(found[0])}</b> : t('amend.nothing')}</p>
          )}
          <button type="button" class="btn main" disabled={waits || !changed} onClick={send}><Icon name="up" />{t('amend.send')}</button>
        </>
      }
    >
      <div class="pad stack">
        <p class="s quiet">{t('amend.what')}</p>
        <Raised from={chosen} to={urgency} flags={raisedBy} />
        <FormItems
          items={open(render(form, answers))} wrong={new Map(found.map((one) => [one.linkId, problemWords(one)]))}
          onAnswer={(linkId, value) => set(answer(answers, linkId, value))} onToggle={(item, value) => set(toggle(item, answers, value))}
        />
      </div>
    </Screen>
  );
}

function parse(text: string): Kept | null {
  if (!text) return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}
