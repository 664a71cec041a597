import { useEffect, useRef } from 'preact/hooks';
import type { CaseView } from '../../sync/api';
import { moment } from '../../words/times';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { go } from '../route';
import { later } from '../later';
import { caseTitle, isEmergencyForm, slotName } from '../templates';
import { answerBy, lateNote, silenceWords, stateLine } from '../view/line';
import { chain } from '../view/chain';
import { Note, UrgencyMark, Who } from '../parts/bits';
import { Writer } from '../parts/inputs';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Alerted } from './Alerted';
import { CaseNotes } from './CaseNotes';
import { Thread } from './Thread';

const LiveCase = later(async () => (await import('./LiveCase')).LiveCase);
const Referrals = later(async () => (await import('./Referral')).Referrals);
const ReadBack = later(async () => (await import('./ReadBack')).ReadBack);

/** One case: how far it is, what is promised, what was said, and what the worker can do now. */
export function Case({ id }: { id: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  if (!view) {
    return (
      <Screen title={t('case.gone')} back="/">
        <div class="pad"><Note tone="info" icon="file" title={t('case.gone')}><p>{t('case.goneMore')}</p></Note></div>
      </Screen>
    );
  }
  return isEmergencyForm(view.template) && view.state.kind !== 'draft' ? <LiveCase key={id} view={view} /> : <Open key={id} view={view} />;
}

function Open({ view }: { view: CaseView }) {
  usePresence(view);
  const end = useRef<HTMLDivElement>(null);
  const lines = view.thread.length + (view.case.consult?.requests.length ?? 0);
  // A conversation opens at its newest line, and follows it.
  useEffect(() => {
    if (lines > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines]);
  const number = view.number === null ? null : t('case.number', { number: String(view.number) });
  return (
    <Screen
      title={<Who person={view.patient} />} sub={[caseTitle(view.template), number].filter(Boolean).join(' · ')} back="/"
      strip={<Receipts view={view} />} dock={<Dock view={view} />} dockColumn
    >
      <div class="thread">
        <Linked view={view} />
        <Thread view={view} />
        <CaseNotes view={view} />
        <Alerted ladder={view.case.consult?.ladder} />
        {view.urgency === 'emergency' && (view.case.consult?.state === 'read' || view.state.kind === 'saidBack') && <ReadBack view={view} />}
        {(view.case.consult?.referrals?.length ?? 0) > 0 && <Referrals view={view} />}
        <div ref={end} class="end" />
      </div>
    </Screen>
  );
}

/** While a sent case is on the screen the others who have it open see that. */
export function usePresence(view: CaseView): void {
  const sent = view.case.consult !== null;
  useEffect(() => {
    if (!sent) return undefined;
    field.openCase(view.id);
    return () => field.leaveCase(view.id);
  }, [view.id, sent]);
}

/** The case before this one, and those after it. */
function Linked({ view }: { view: CaseView }) {
  const before = view.case.consult?.earlier?.id ?? view.case.sealed?.submission.followUpOf;
  const all = field.cases.value;
  const links = all.filter((one) => one.id === before || (one.case.consult?.earlier?.id ?? one.case.sealed?.submission.followUpOf) === view.id);
  return (
    <>
      {links.map((one) => {
        const number = one.number === null ? '' : String(one.number);
        return (
          <button type="button" class="btn text" onClick={() => go(`/case/${one.id}`)}>
            <Icon name="refresh" />{t(one.id === before ? 'followUp.of' : 'followUp.next', { number })}
          </button>
        );
      })}
    </>
  );
}

function Receipts({ view }: { view: CaseView }) {
  const line = stateLine(view.state, slotName(view.template));
  const more = promise(view);
  return (
    <section class="receipts" aria-label={t('case.receipts')}>
      <ol class="chain">
        {chain(view).map((one) => (
          <li class={one.step} aria-current={one.step === 'now' ? 'step' : undefined}><span><Icon name={one.icon} /></span>{one.word}</li>
        ))}
      </ol>
      <div class="say" role="status">
        <p class="row top"><b class="grow l">{headline(view, line.text)}</b><UrgencyMark urgency={view.urgency} /></p>
        {line.percent !== null && <progress max={100} value={line.percent} aria-label={line.text} />}
        {more && <p class="s">{more}</p>}
      </div>
    </section>
  );
}

/** The promise stands in its own line below, so the headline leaves it out. */
function headline(view: CaseView, whole: string): string {
  const state = view.state;
  if ('promise' in state) {
    const by = answerBy(state.promise);
    return by ? whole.replace(` · ${by}`, '') : whole;
  }
  if (state.kind === 'saved') return t('state.saved');
  return state.kind === 'late' ? t('state.late') : whole;
}

function promise(view: CaseView): string | null {
  const state = view.state;
  switch (state.kind) {
    case 'saved': return t('case.savedMore');
    case 'sending': return t('case.sendingMore');
    case 'stored': case 'complete': case 'seen': case 'claimed': {
      if (!state.promise.until) return t('case.storedMore');
      const until = t(state.promise.taken ? 'case.takenBy' : 'case.answerBy', { time: moment(state.promise.until) });
      return state.promise.who ? `${until} ${t('case.ifLate', { who: state.promise.who })}` : until;
    }
    case 'needsYou': return state.need.kind === 'photo' || state.need.kind === 'question' ? t('case.clockWaits') : null;
    case 'late': return state.holder ? `${t('note.holder', { who: state.holder })} ${lateNote(state)}` : lateNote(state);
    case 'answered': return t('case.answeredMore');
    default: return silenceWords(state);
  }
}

/** What the worker can do now: read an answer, close the case, or write. */
export function Dock({ view, live }: { view: CaseView; live?: boolean }) {
  const state = view.state;
  const consult = view.case.consult;
  const question = consult?.requests.find((request) => request.slot === null && !request.givenAt && !request.dropped && !isAnswering(view, request.id)) ?? null;
  const advice = consult?.advice ?? [];
  const unread = advice.find((one) => !one.readAt) ?? null;
  const closed = consult?.state === 'closed';
  return (
    <>
      {state.kind === 'answered' && (
        <button type="button" class="btn main" onClick={() => go(`/case/${view.id}/advice/${state.advice}`)}><Icon name="answer" />{t('case.readAdvice')}</button>
      )}
      {state.kind !== 'answered' && advice.length > 0 && (
        <div class="row">
          <button type="button" class="btn plain grow" onClick={() => go(`/case/${view.id}/advice/${(unread ?? advice[advice.length - 1]!).id}`)}><Icon name="read" />{t('case.theAdvice')}</button>
          {!closed && !consult?.needsReadBack && <button type="button" class="btn grow" onClick={() => go(`/case/${view.id}/close`)}><Icon name="acted" />{t('case.close')}</button>}
          {closed && <button type="button" class="btn grow" onClick={() => void followUp(view.id)}><Icon name="refresh" />{t('followUp.start')}</button>}
        </div>
      )}
      {consult?.state === 'read' && !live && <button type="button" class="btn plain" onClick={() => void followUp(view.id)}><Icon name="refresh" />{t('followUp.start')}</button>}
      {closed && advice.length === 0 && <button type="button" class="btn" onClick={() => void followUp(view.id)}><Icon name="refresh" />{t('followUp.start')}</button>}
      {state.kind === 'saved' && <button type="button" class="btn" onClick={() => void field.tryNow()}><Icon name="up" />{t('case.tryNow')}</button>}
      {!closed && state.kind !== 'draft' && <Composer view={view} request={question?.id ?? null} by={question?.by.name ?? null} />}
    </>
  );
}

async function followUp(id: string): Promise<void> {
  const draft = await field.followUp(id);
  if (draft) go(`/new/${draft.id}/patient`);
}

const isAnswering = (view: CaseView, request: string): boolean => view.case.outbox.some((line) => line.kind === 'answer' && line.subject === request && line.state !== 'refused');

function Composer({ view, request, by }: { view: CaseView; request: string | null; by: string | null }) {
  const key = request ? `answer:${request}` : `message:${view.id}`;
  const [text, write] = useKeptText(key);
  const send = () => {
    const words = text.trim();
    // The kept text goes only when the words are safe in the outbox.
    void (request ? field.answerRequest(view.id, request, words) : field.postMessage(view.id, words)).then(() => write(''));
  };
  return <Writer text={text} label={by ? t('message.answer', { who: by }) : t('message.write')} onText={write} onSend={send} onTyping={() => field.sayTyping(view.id)} />;
}
