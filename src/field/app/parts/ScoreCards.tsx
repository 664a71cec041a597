import { useState } from 'preact/hooks';
import { askedBy, scoresOf, type Score } from '../../intake/scoring';
import type { Template, TemplateItem } from '../../intake/template';
import { hasValue, optionOf } from '../../intake/values';
import type { Answers, Draft } from '../../shared/model';
import { t } from '../../words/words';
import { formWord } from '../formWords';
import { hints } from '../settings';
import { Icon } from './Icon';

interface Props {
  readonly form: Template;
  readonly draft: Pick<Draft, 'answers' | 'patient'>;
}

/** The scores of a form with their parts and sources; what they lack where they cannot be computed. Nothing before a first finding. */
export function ScoreCards({ form, draft }: Props) {
  const scores = scoresOf(form, draft.answers, draft.patient).filter((score) => !score.empty);
  // Their words come after the first load; without them there is nothing to say yet.
  if (scores.length === 0 || formWord('score.decides') === null) return null;
  return <>{scores.map((score) => <ScoreCard key={score.name} score={score} form={form} answers={draft.answers} mayHint={asksOwnViewFirst(form, draft.answers)} />)}</>;
}

/** So many of what is missing are named; the form holds the rest. */
const most = 5;

/** The worker's own view comes before any hint: where the form asks for it, it has been said, or said not to be there. */
const asksOwnViewFirst = (form: Template, answers: Answers): boolean => {
  const view = answers['impression'];
  const asked = (items: readonly TemplateItem[]): boolean => items.some((item) => item.linkId === 'impression' || asked(item.items));
  return !asked(form.items) || hasValue(view) || !!view?.absent;
};

function ScoreCard({ score, form, answers, mayHint }: { score: Score; form: Template; answers: Answers; mayHint: boolean }) {
  const title = formWord(`score.${score.name}.title`) ?? score.name;
  const label = (part: string) => formWord(`score.part.${part}`) ?? askedBy(form, part)?.brief ?? part;
  const lacks = [...new Set(score.missing.map(label))];
  const missing = [...lacks.slice(0, most), ...(lacks.length > most ? [t('review.andMore', { count: lacks.length - most })] : [])].join(', ');
  const band = score.band && formWord(`score.${score.name}.band.${score.band}`);
  const number = score.grade ?? (score.total === null ? null : formWord(`score.${score.name}.of`, { n: score.total }));
  return (
    <section class="card stack tight" aria-label={title}>
      <p class="row"><b class="grow">{title}</b>{number !== null && <b class="num xl">{number}</b>}</p>
      {band && <p><b>{band}</b></p>}
      {score.refused && <p class="s warn"><b>{formWord(`score.refused.${score.refused}`)}</b></p>}
      {missing && <p class="s warn"><b>{t('score.open', { what: missing })}</b></p>}
      {Object.keys(score.points).length > 0 && (
        <dl class="score s">
          {Object.entries(score.points).map(([part, points]) => (
            <>
              <dt>{label(part)}</dt>
              <dd class="quiet">{score.notes[part] === undefined ? said(form, answers, part) : formWord(`score.note.${part}`, { n: score.notes[part] })}</dd>
              <dd class="num"><b>{points}</b></dd>
            </>
          ))}
        </dl>
      )}
      {mayHint && score.band && <Hint text={formWord(`score.${score.name}.hint.${score.band}`)} />}
      <p class="s quiet">{formWord(`score.${score.name}.source`)}</p>
    </section>
  );
}

/** A hint can be put away, and all of them switched off; red flags are none. */
function Hint({ text }: { text: string | null }) {
  const [away, setAway] = useState(false);
  if (!text || away || !hints.value) return null;
  return (
    <p class="row s hintline">
      <Icon name="book" /><span class="grow">{text}</span>
      <button type="button" class="btn plain" aria-label={t('score.hintAway')} onClick={() => setAway(true)}><Icon name="x" /></button>
    </p>
  );
}

/** What was chosen, in the form's words; numbers stand among the answers. */
function said(form: Template, answers: Answers, part: string): string {
  const item = askedBy(form, part);
  const value = item && !item.repeats ? answers[item.linkId]?.values[0] : undefined;
  if (!item || !value) return '';
  if ('valueQuantity' in value) return `${value.valueQuantity.value} ${item.units.find((unit) => unit.code === value.valueQuantity.code)?.text ?? ''}`.trim();
  return optionOf(item, value)?.text ?? '';
}
