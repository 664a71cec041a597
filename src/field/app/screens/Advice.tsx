import { useState } from 'preact/hooks';
import type { CaseView } from '../../sync/api';
import type { ActionLine, Advice as Answer, EyeGrading } from '../../shared/model';
import { calendarDay, moment } from '../../words/times';
import { t, word } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { go } from '../route';
import { caseTitle, slotName } from '../templates';
import { eyeWordsOf, outcomeWords, spokenGrades } from '../view/eyes';
import { named } from '../view/person';
import { Note, PatientStrip, Segment, Side } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { MarkedPhotos } from '../parts/MarkedPhoto';
import { Icon, type IconName } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Conflict } from './CaseNotes';
import { Another } from './Another';
import { NotOk } from './NotOk';
import { ReadBack } from './ReadBack';

/** The answer. It opens only after the worker has said whose it is. */
export function Advice({ id, advice: wantedAdvice }: { id: string; advice: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  const all = view?.case.consult?.advice ?? [];
  const wanted = all.find((one) => one.id === wantedAdvice);
  // What was never read and no longer holds is not worth reading first: the newer one is.
  const advice = wanted && wanted.replaced && !wanted.readAt ? newestOf(all, wanted) : wanted;
  const [confirmed, confirm] = useState(false);
  if (!view || !advice) return <Screen title={t('advice.title')} back={`/case/${id}`}><p class="pad quiet">{t('case.goneMore')}</p></Screen>;
  return confirmed || advice.readAt ? <Read view={view} advice={advice} /> : <WhoseIsIt view={view} advice={advice} onYes={() => confirm(true)} />;
}

const newestOf = (all: readonly Answer[], one: Answer): Answer => all.filter((other) => other.by.id === one.by.id).at(-1) ?? one;

/** Two identifiers, from the record and not from the worker's memory (hazard H2). */
function WhoseIsIt({ view, advice, onYes }: { view: CaseView; advice: Answer; onYes: () => void }) {
  const [no, sayNo] = useState(false);
  const consult = view.case.consult!;
  const full = [consult.patient.givenName, consult.patient.familyName].filter(Boolean).join(' ');
  const other = consult.patient.identifiers[0]?.value;
  return (
    <Screen
      title={t('advice.whose')} sub={t('advice.from', { who: advice.by.name, time: moment(advice.at) })} back={`/case/${view.id}`} dockColumn
      dock={no
        ? <button type="button" class="btn main" onClick={() => go('/', true)}>{t('advice.toList')}</button>
        : (
          <div class="row big">
            <button type="button" class="btn plain" onClick={() => sayNo(true)}><Icon name="x" />{t('intake.no')}</button>
            <button type="button" class="btn main" onClick={onYes}><Icon name="tick" />{t('advice.yes')}</button>
          </div>
        )}
    >
      <div class="pad stack">
        <p class="xl"><b>{t('advice.isThis', { who: named(view.patient) })}</b></p>
        <div class="list box">
          {full && <div><Icon name="person" /><span class="grow"><b>{full}</b><span class="s quiet">{t('advice.name')}</span></span></div>}
          {other && <div><Icon name="file" /><span class="grow"><b class="num">{other}</b><span class="s quiet">{t('patient.number')}</span></span></div>}
          <div><Icon name="acted" /><span class="grow"><b class="num">{t('case.number', { number: String(consult.number) })}</b><span class="s quiet">{caseTitle(view.template)}, {calendarDay(consult.sentAt ?? consult.receivedAt)}</span></span></div>
          <div><Icon name="bubble" /><span class="grow"><b>{t('advice.asked')}</b><span class="s quiet pre" dir="auto">{view.question}</span></span></div>
        </div>
        {no && <Note tone="urgent" icon="warn" title={t('advice.notThis')} alert><p>{t('advice.notThisMore')}</p></Note>}
      </div>
    </Screen>
  );
}

const icons: Readonly<Record<string, IconName>> = { emergencyTransfer: 'emergency', referUrgent: 'urgent', referRoutine: 'next', manageLocally: 'home', noAction: 'tick' };

function Read({ view, advice }: { view: CaseView; advice: Answer }) {
  const [late, setLate] = useState(false);
  const consult = view.case.consult!;
  const others = consult.advice.filter((one) => one.id !== advice.id && !one.replaced && one.by.id !== advice.by.id);
  const earlier = advice.change ? consult.advice.filter((one) => one.by.id === advice.by.id && one.id !== advice.id).at(-1) : undefined;
  const newest = newestOf(consult.advice, advice);
  const sending = view.case.outbox.some((line) => line.kind === 'read' && line.subject === advice.id && line.state === 'waiting');
  const isRead = advice.readAt !== null || sending || late;
  const closed = consult.state === 'closed';
  const newer = consult.contentVersion > advice.contentVersion;
  const read = () => { setLate(true); void field.markRead(view.id, advice.id); };
  return (
    <Screen
      title={t('advice.title')} sub={t('advice.from', { who: advice.by.name, time: moment(advice.at) })} back={`/case/${view.id}`}
      strip={
        <PatientStrip person={view.patient} small={[caseTitle(view.template), t('case.number', { number: String(consult.number) })].join(' · ')}>
          <span class="row s good"><Icon name="tick" /><b>{t('advice.right')}</b></span>
        </PatientStrip>
      }
      dock={
        <>
          <Aloud advice={advice} />
          {!isRead
            ? <button type="button" class="btn main" onClick={read}><Icon name="read" />{t('advice.read')}</button>
            : !closed && !advice.replaced && !consult.needsReadBack && <button type="button" class="btn main" onClick={() => go(`/case/${view.id}/close`)}><Icon name="acted" />{t('case.close')}</button>}
        </>
      }
    >
      <div class="pad stack">
        {advice.replaced && (
          <Note tone="urgent" icon="warn" title={t('advice.replaced')} alert>
            <p>{t('advice.replacedMore', { who: newest.by.name, time: moment(newest.at) })}</p>
            <button type="button" class="btn plain" onClick={() => go(`/case/${view.id}/advice/${newest.id}`)}>{t('advice.newest')}</button>
          </Note>
        )}
        {advice.change && (
          <Note tone="urgent" icon="warn" title={t('advice.changed')}>
            <p class="pre" dir="auto">{advice.change}</p>
            {earlier?.readAt && <button type="button" class="btn plain" onClick={() => go(`/case/${view.id}/advice/${earlier.id}`)}>{t('advice.earlier')}</button>}
          </Note>
        )}
        {consult.conflict && <Conflict view={view} beside={advice.id} />}
        {advice.signature && <Signed advice={advice} signer={advice.signature.by?.name ?? null} />}
        <div class={`card dispo d-${advice.disposition}`}>
          <Icon name={icons[advice.disposition] ?? 'answer'} flip={advice.disposition === 'referRoutine'} />
          <p class="grow xl"><b>{word(`disposition.${advice.disposition}`, { name: advice.by.name }) ?? advice.disposition}</b></p>
        </div>
        {others.length > 0 && (!consult.conflict?.stands || consult.conflict.stands === advice.id) && (
          <Note tone="urgent" icon="conflict" title={t('advice.more', { count: others.length })}>
            {!consult.conflict && <p>{others.some((one) => one.disposition !== advice.disposition) ? t('note.conflict') : t('advice.moreSame')}</p>}
            <div class="row">{others.map((one) => <button type="button" class="btn plain" onClick={() => go(`/case/${view.id}/advice/${one.id}`)}>{one.by.name}, {moment(one.at)}</button>)}</div>
          </Note>
        )}
        {newer && <Note tone="wait" icon="clock" title={t('advice.newer')}><p>{t('advice.newerMore')}</p></Note>}
        {advice.grading && <Grades grading={advice.grading} />}
        <Assessment advice={advice} />
        {advice.photoMarks && <MarkedPhotos consult={view.id} marked={advice.photoMarks} nameOf={(photo) => photoName(view, photo)} />}
        {advice.actions.length > 0 && <Actions view={view} advice={advice} />}
        {advice.safetyNet && <Note tone="urgent" icon="warn" title={t('advice.safetyNet')}><p class="pre" dir="auto">{advice.safetyNet}</p></Note>}
        {advice.review && <div class="card row"><b class="grow">{t('advice.lookAgain')}</b><span>{reviewWords(advice)}</span></div>}
        {(advice.teachingPoint || advice.reference) && (
          <Note tone="info" icon="book" title={t('advice.learn')}>
            {advice.teachingPoint && <p class="pre" dir="auto">{advice.teachingPoint}</p>}
            {advice.reference && <p class="s" dir="auto">{advice.reference}</p>}
          </Note>
        )}
        {isRead && !advice.replaced && view.urgency === 'emergency' && <ReadBack view={view} />}
        {isRead && !closed && <Another view={view} />}
        {isRead && <NotOk view={view} advice={advice} />}
        {advice.deliveredAt && <p class="s quiet">{t('advice.deliveredHere', { time: moment(advice.deliveredAt) })}</p>}
        <p class="s quiet">{t('advice.scope', { version: advice.contentVersion, photos: word(`adequacy.${advice.adequacy ?? ''}`) ?? t('advice.noPhotos') })}</p>
      </div>
    </Screen>
  );
}

const photoName = (view: CaseView, id: string): string => {
  const photo = view.photos.find((one) => one.id === id);
  return photo ? slotName(view.template)(photo.slot) : t('photos.step');
};

/** Who stands behind the answer of somebody in training. */
function Signed({ advice, signer }: { advice: Answer; signer: string | null }) {
  return signer
    ? <p class="s row"><span class="good"><Icon name="tick" /></span><span class="grow">{t('advice.signedBy', { who: advice.by.name, signer })}</span></p>
    : <Note tone="wait" icon="clock" title={t('advice.notSigned', { who: advice.by.name })}><p>{t('advice.notSignedMore')}</p></Note>;
}

/** Each eye on its own side, as one faces the patient: the right one on the left of the screen, in every language. */
function Grades({ grading }: { grading: EyeGrading }) {
  const { recall, open, less, table } = outcomeWords(grading);
  return (
    <section class="stack tight">
      <div class="eyes graded">
        {(['right', 'left'] as const).map((side) => {
          const { title, more, tone } = eyeWordsOf(grading[side]);
          return (
            <div class={`slot eye ${tone}`} key={side} dir="auto">
              <span class="row"><Side side={side} /><b>{t(side === 'right' ? 'side.rightEye' : 'side.leftEye')}</b></span>
              <b>{title}</b>
              {more.map((line) => <span class="s">{line}</span>)}
            </div>
          );
        })}
      </div>
      {recall && <p><b>{recall}</b></p>}
      {open && <Note tone="urgent" icon="warn" title={open} />}
      {less && <p class="s" dir="auto">{less}</p>}
      {table && <p class="s quiet">{table}</p>}
    </section>
  );
}

function Assessment({ advice: { assessment } }: { advice: Answer }) {
  if (!assessment?.mostLikely && !assessment?.cannotExclude && !assessment?.differentials.length) return null;
  const sure = assessment.confidence ? word(`confidence.${assessment.confidence}`) : null;
  return (
    <section>
      {assessment.mostLikely && <p><b>{t('advice.mayBe')}</b> <span dir="auto">{sure ? `${sure}: ${assessment.mostLikely}` : assessment.mostLikely}</span></p>}
      {assessment.differentials.length > 0 && <p><b>{t('advice.orElse')}</b> <span dir="auto">{assessment.differentials.join(', ')}</span></p>}
      {assessment.cannotExclude && <p><b>{t('advice.cannotExclude')}</b> <span dir="auto">{assessment.cannotExclude}</span></p>}
    </section>
  );
}

/** What this phone has marked counts at once; the server's mark replaces it. */
function markOf(view: CaseView, advice: Answer, line: number): 'done' | 'notDone' | null {
  const own = view.case.outbox.filter((one) => one.kind === 'mark' && one.state === 'waiting' && one.subject === advice.id && one.mark?.line === line).at(-1);
  return own?.mark?.outcome ?? advice.marks.filter((mark) => mark.line === line).at(-1)?.outcome ?? null;
}

function Actions({ view, advice }: { view: CaseView; advice: Answer }) {
  const done = advice.actions.filter((_, line) => markOf(view, advice, line) === 'done').length;
  return (
    <section>
      <h2 class="lab l">{t('advice.do')} <small>{t('advice.doneOf', { done, of: advice.actions.length })}</small></h2>
      <ul class="card flush">{advice.actions.map((action, line) => <Action key={line} view={view} advice={advice} action={action} line={line} />)}</ul>
    </section>
  );
}

function Action({ view, advice, action, line }: { view: CaseView; advice: Answer; action: ActionLine; line: number }) {
  const [pressed, press] = useState<'done' | 'notDone' | null>(null);
  const [why, ask] = useState(false);
  const [own, setOwn] = useKeptText(`cannot:${advice.id}:${line}`);
  const mark = (outcome: 'done' | 'notDone', reason?: string) => {
    press(outcome);
    ask(false);
    void field.markAction(view.id, advice.id, line, outcome, reason).then(() => setOwn(''));
  };
  const reasons = [t('cannot.notHere'), t('cannot.refuses'), t('cannot.cost'), t('cannot.already')];
  return (
    <li class="act">
      <span class="n num">{line + 1}</span>
      <div><b dir="auto">{action.text}</b>{(action.who || action.by) && <p class="s quiet">{[action.who, action.by].filter(Boolean).join(' · ')}</p>}</div>
      {!advice.replaced && (
        <Segment
          icons label={action.text} value={why ? 'notDone' : pressed ?? markOf(view, advice, line)}
          choices={[{ value: 'done', text: t('action.done') }, { value: 'notDone', text: t('action.notDone'), no: true }]}
          onPick={(outcome) => { if (outcome === 'done') mark('done'); else ask(true); }}
        />
      )}
      {why && (
        <div class="why stack tight">
          <p><b>{t('cannot.why')}</b></p>
          <div class="chips">{reasons.map((reason) => <button type="button" class="chip" onClick={() => mark('notDone', reason)}>{reason}</button>)}</div>
          <TextField label={t('intake.otherText')} value={own} onText={setOwn} maxLength={200}
            after={<button type="button" class="btn" disabled={!own.trim()} onClick={() => mark('notDone', own.trim())}>{t('ok')}</button>} />
        </div>
      )}
    </li>
  );
}

function reviewWords(advice: Answer): string {
  const { value, unit } = advice.review!;
  const date = new Date(advice.at);
  if (unit === 'mo') date.setMonth(date.getMonth() + value);
  else date.setDate(date.getDate() + value * (unit === 'wk' ? 7 : 1));
  return calendarDay(date);
}

/** Reads the answer aloud where the phone has a voice. */
function Aloud({ advice }: { advice: Answer }) {
  const [on, set] = useState(false);
  if (typeof speechSynthesis === 'undefined') return null;
  const say = () => {
    speechSynthesis.cancel();
    if (on) return set(false);
    const words = [word(`disposition.${advice.disposition}`, { name: advice.by.name }), ...(advice.grading ? spokenGrades(advice.grading) : []), advice.assessment?.mostLikely, ...advice.actions.map((action) => action.text), advice.safetyNet && `${t('advice.safetyNet')} ${advice.safetyNet}`];
    const speech = new SpeechSynthesisUtterance(words.filter(Boolean).join('. '));
    speech.lang = document.documentElement.lang;
    speech.onend = speech.onerror = () => set(false);
    speechSynthesis.speak(speech);
    set(true);
  };
  return <button type="button" class="btn plain" aria-pressed={on} onClick={say}><Icon name={on ? 'x' : 'speaker'} />{on ? t('advice.stop') : t('advice.aloud')}</button>;
}
