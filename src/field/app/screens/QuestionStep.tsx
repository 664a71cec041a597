import { useState } from 'preact/hooks';
import { answer, problems, render, toggle } from '../../intake/form';
import type { FormItem, FormProblem, RedFlag, Template } from '../../intake/template';
import { effectiveUrgency, redFlags } from '../../intake/urgency';
import type { Draft } from '../../shared/model';
import { isUnreviewed, nameOfLanguage, t, word } from '../../words/words';
import { change } from '../drafts';
import { formWord } from '../formWords';
import { shown } from '../language';
import { caseTitle, template } from '../templates';
import { FormItems, type FormProps } from '../parts/FormItems';
import { Note, Steps, UrgencyMark } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { DraftStrip, next, SavedAt, stepAddress } from './steps';

/** What a form's problem says, beside its field and before sending. */
export const problemWords = (problem: FormProblem): string =>
  word(`intake.problem.${problem.code}`, { min: problem.min, max: problem.max, name: problem.text }) ?? t('form.mend', { name: problem.text });

/** The question in the worker's own words first, then their own view, then what the form asks. */
export function QuestionStep({ draft }: { draft: Draft }) {
  const form = template(draft.template);
  const [tried, setTried] = useState(false);
  const [hidden, setHidden] = useState(false);
  return (
    <Screen
      title={caseTitle(draft.template)} sub={<SavedAt draft={draft} fallback={t('home.new')} />} back={stepAddress(draft, 'soon')}
      strip={<DraftStrip draft={draft}>{form ? <UrgencyNow draft={draft} form={form} /> : null}</DraftStrip>}
      dock={
        <button type="button" class="btn main" onClick={() => {
          const wrong = form ? problems(form, draft.answers).filter((one) => one.code !== 'required' || one.linkId === 'question') : [];
          if (wrong.length > 0) setTried(true);
          else next(draft, form && form.slots.length > 0 ? 'photos' : 'consent');
        }}>{t('question.next')}</button>
      }
    >
      <Steps now={1} label={t('question.step')} />
      {form ? <Fields draft={draft} form={form} tried={tried} hidden={hidden} onHide={() => setHidden(!hidden)} /> : <p class="pad quiet">{t('loading')}</p>}
    </Screen>
  );
}

/** The network's own steps for this kind of case: at hand, never in the way. */
function Guidance({ steps }: { steps: readonly string[] }) {
  const title = formWord('guidance.title');
  if (steps.length === 0 || title === null) return null;
  return (
    <details class="group">
      <summary><Icon name="book" /><span class="grow">{title}</span><Icon name="down" /></summary>
      <ol class="stack tight pad">{steps.map((step) => <li key={step}>{step}</li>)}</ol>
    </details>
  );
}

function UrgencyNow({ draft, form }: { draft: Draft; form: Template }) {
  if (!draft.urgency) return null;
  return <UrgencyMark urgency={effectiveUrgency(draft.urgency, redFlags(form, draft.answers)).urgency} />;
}

function Fields({ draft, form, tried, hidden, onHide }: { draft: Draft; form: Template; tried: boolean; hidden: boolean; onHide: () => void }) {
  const items = render(form, draft.answers);
  const question = find(items, 'question');
  const impression = find(items, 'impression');
  const others = without(items, ['question', 'impression']);
  const found = problems(form, draft.answers);
  const wrong = new Map(found.filter((one) => one.code !== 'required' || (tried && one.linkId === 'question')).map((one) => [one.linkId, problemWords(one)]));
  const shared: Omit<FormProps, 'items'> = {
    wrong,
    onAnswer: (linkId, value) => change(draft.id, (d) => ({ ...d, answers: answer(d.answers, linkId, value) })),
    onToggle: (item, value) => change(draft.id, (d) => ({ ...d, answers: toggle(item, d.answers, value) })),
  };
  const text = question?.answer?.values[0];
  return (
    <div class="pad stack">
      {isUnreviewed(shown.value) && <p class="s quiet">{t('language.unreviewed', { name: nameOfLanguage(shown.value) })}</p>}
      <Guidance steps={form.guidance} />
      {question && (
        <div>
          <TextField
            big area label={question.text} hint={question.help} value={text && 'valueString' in text ? text.valueString : ''} blurred={hidden}
            warning={wrong.get('question') ?? null} maxLength={question.maxLength} capitals="sentences"
            onText={(typed) => shared.onAnswer('question', typed ? { values: [{ valueString: typed }] } : null)}
          />
          <button type="button" class="btn text" aria-pressed={hidden} onClick={onHide}><Icon name={hidden ? 'eye' : 'hide'} />{hidden ? t('question.show') : t('question.hide')}</button>
        </div>
      )}
      {impression && <FormItems items={[impression]} {...shared} />}
      {draft.urgency && <RaisedNote draft={draft} form={form} />}
      <FormItems items={others} {...shared} />
    </div>
  );
}

/** Says that a rule raised the urgency, why, and whose rule it is. It cannot be waved away. */
export function RaisedNote({ draft, form }: { draft: Draft; form: Template }) {
  if (!draft.urgency) return null;
  const { urgency, raisedBy } = effectiveUrgency(draft.urgency, redFlags(form, draft.answers));
  return <Raised from={draft.urgency} to={urgency} flags={raisedBy} />;
}

export function Raised({ from, to, flags }: { from: NonNullable<Draft['urgency']>; to: NonNullable<Draft['urgency']>; flags: readonly RedFlag[] }) {
  if (flags.length === 0) return null;
  return (
    <Note tone={to === 'emergency' ? 'emergency' : to === 'urgent' ? 'urgent' : 'wait'} icon={to} title={t('intake.raised', { from: t(`urgency.${from}`), to: t(`urgency.${to}`) })} alert>
      {flags.map((flag) => <p>{flag.text}{flag.source && <><br /><span class="s">{t('intake.source', { source: flag.source })}</span></>}</p>)}
      {to === 'emergency' && <p><b>{t('soon.callFirst')}</b></p>}
    </Note>
  );
}

const find = (items: readonly FormItem[], linkId: string): FormItem | undefined => items.flatMap((item) => [item, ...item.items]).find((item) => item.linkId === linkId);

/** The same items without some: those stand at the top already. */
function without(items: readonly FormItem[], linkIds: readonly string[]): FormItem[] {
  return items.filter((item) => !linkIds.includes(item.linkId)).map((item) => (item.items.length > 0 ? { ...item, items: without(item.items, linkIds) } : item));
}
