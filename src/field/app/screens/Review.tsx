import { useEffect, useState } from 'preact/hooks';
import type { Review as Reviewed, ReviewProblem } from '../../sync/api';
import type { Draft } from '../../shared/model';
import { bytes, moment } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { go, wanted } from '../route';
import { slotName, template } from '../templates';
import { findingsIn } from '../../sync/checks';
import { withCost } from '../parts/DataCost';
import { checkWords } from '../parts/Findings';
import { named } from '../view/person';
import { Note, Side, Steps, UrgencyMark } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { ScoreCards } from '../parts/ScoreCards';
import { notTakenWords, Preview } from '../parts/slots';
import { Raised, problemWords } from './QuestionStep';
import { DraftStrip, SavedAt, stepAddress } from './steps';
import type { Step } from './NewCase';

/** Everything once more, and what it costs to send, before the worker presses Send with the patient's name on it. */
export function Review({ draft }: { draft: Draft }) {
  const [review, setReview] = useState<Reviewed | null>(null);
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState<readonly ReviewProblem[]>([]);
  useEffect(() => {
    let gone = false;
    void field.review(draft).then((found) => { if (!gone) setReview(found); });
    return () => void (gone = true);
  }, [draft]);
  const form = template(draft.template);
  const session = field.session.value;
  const name = named({ initials: draft.patient.initials, age: draft.patient.age, sex: draft.patient.sex });
  const findings = findingsIn(draft, field.cases.value.map((view) => view.case));
  const problems = left.length > 0 ? left : review?.problems ?? [];
  const service = session.kind === 'in' ? session.user.services.find((one) => one.id === draft.service) : undefined;

  const send = async () => {
    setBusy(true);
    const result = await field.send(draft);
    setBusy(false);
    if (result.ok) go(`/case/${draft.id}`, true);
    else setLeft(result.problems);
  };
  const mend = (problem: ReviewProblem) => {
    if (problem.kind === 'form') wanted.value = problem.linkId;
    go(problem.kind === 'sides' ? `${stepAddress(draft, 'photos')}/sides` : stepAddress(draft, placeOf(problem)));
  };

  return (
    <Screen
      title={t('review.title')} sub={<SavedAt draft={draft} />} back={stepAddress(draft, 'consent')}
      strip={<DraftStrip draft={draft}>{review?.urgency && <UrgencyMark urgency={review.urgency.urgency} />}</DraftStrip>}
      dock={<button type="button" class="btn main" disabled={busy || !review || problems.length > 0} onClick={() => void send()}><Icon name="up" />{busy ? t('review.busy') : t('review.send', { who: name })}</button>}
    >
      <Steps now={4} label={t('review.step')} />
      <div class="pad stack">
        {problems.map((problem) => (
          <Note tone="urgent" icon="warn" title={reviewWords(problem)}>
            <div class="row"><button type="button" class="btn" onClick={() => mend(problem)}><Icon name="pen" />{t('review.mend')}</button></div>
          </Note>
        ))}
        {review?.urgency && draft.urgency && <Raised from={draft.urgency} to={review.urgency.urgency} flags={review.urgency.raisedBy} />}
        {form && <ScoreCards form={form} draft={draft} />}
        {!field.link.value.online && <Note tone="wait" icon="nonet" title={t('review.offline')}><p>{t('review.offlineMore')}</p></Note>}
        {review && <Costs draft={draft} review={review} />}
        {review && review.notGiven.length > 0 && (
          <div class="card row">
            <span class="grow"><b>{t('intake.notGiven')}</b> <span class="s quiet">{t('review.notGivenMore')}</span><br />
              <span class="s">{notGivenWords(review.notGiven)}</span></span>
            <button type="button" class="btn plain" onClick={() => { wanted.value = review.notGiven.find((one) => !one.absent)?.linkId ?? review.notGiven[0]!.linkId; go(stepAddress(draft, 'question')); }}>{t('review.add')}</button>
          </div>
        )}
        <div class="card stack tight">
          <b>{t('review.question')}</b>
          <p class="pre" dir="auto">{questionOf(draft)}</p>
          {form && draft.photos.map((photo) => (
            <div class="row">
              <span class="thumb small"><Preview consult={draft.id} photo={photo.id} alt="" /></span>
              <Side side={photo.laterality} /><span class="grow"><b>{slotName(draft.template)(photo.slot)}</b>{findings.has(photo.id) && <><br /><span class="s">{checkWords(findings.get(photo.id)!, photo.kept)}</span></>}</span><span class="num s">{bytes(photo.bytes)}</span>
            </div>
          ))}
          {draft.notTaken.map((one) => <p class="s quiet">{slotName(draft.template)(one.slot)}: {notTakenWords(one)}</p>)}
        </div>
        <div class="card">
          <b>{t('review.goesTo')}</b>
          <p>{service ? `${service.name}, ${service.hospital}` : t('soon.coordinator')}</p>
          <p class="s quiet">{[review?.answerBy ? t('review.answerBy', { time: moment(review.answerBy) }) : review?.answerInHours ? t('soon.answerInHours', { count: review.answerInHours }) : null, t('review.seenAs', { who: name })].filter(Boolean).join(' ')}</p>
        </div>
      </div>
    </Screen>
  );
}

/** What goes first: the words with small previews, so that a doctor can begin; then the photos. */
function Costs({ draft, review }: { draft: Draft; review: Reviewed }) {
  const total = review.words + review.photos.reduce((sum, photo) => sum + photo.bytes, 0);
  return (
    <div class="card">
      <p class="row"><b class="grow">{t('review.thisCase')}</b><b class="num">{withCost(total)}</b></p>
      <ol class="stack tight s">
        <li class="row"><span class="grow"><b>1.</b> {t(review.photos.length > 0 ? 'review.wordsPreviews' : 'review.words')}</span><span class="num">{bytes(review.words)}</span></li>
        {review.photos.map((photo, i) => <li class="row"><span class="grow"><b>{i + 2}.</b> {slotName(draft.template)(photo.slot)}</span><span class="num">{bytes(photo.bytes)}</span></li>)}
      </ol>
      {review.photos.length > 0 && <p class="s quiet">{t('review.starts')}</p>}
    </div>
  );
}

/** The first few by name; the form holds the rest. */
function notGivenWords(list: Reviewed['notGiven']): string {
  const named = list.slice(0, 5).map((one) => (one.absent ? `${one.text} (${t(`intake.absent.${one.absent}`)})` : one.text));
  return [...named, ...(list.length > 5 ? [t('review.andMore', { count: list.length - 5 })] : [])].join(' · ');
}

function questionOf(draft: Draft): string {
  const value = draft.answers['question']?.values[0];
  return value && 'valueString' in value ? value.valueString : '';
}

const placeOf = (problem: ReviewProblem): Step => ({ form: 'question', patient: 'patient', consent: 'consent', urgency: 'soon', sides: 'photos' } as const)[problem.kind];

function reviewWords(problem: ReviewProblem): string {
  switch (problem.kind) {
    case 'form': return problemWords(problem);
    case 'patient': return t('patient.missing', { what: t(`patient.${problem.field}`) });
    case 'consent': return t('consent.needed');
    case 'urgency': return t('soon.choose');
    case 'sides': return t('tray.sidesOpen');
  }
}
