import { useState } from 'preact/hooks';
import type { CaseView } from '../../sync/api';
import type { OutboxLine } from '../../shared/model';
import { bytes, moment } from '../../words/times';
import { refusal, t, word } from '../../words/words';
import { field } from '../field';
import { go } from '../route';
import { contacts } from '../settings';
import { nameOf, slotName } from '../templates';
import { savedWhy, silenceWords } from '../view/line';
import { Note } from '../parts/bits';
import { Amended } from './Amended';
import { AnotherAsked } from './Another';
import { Call } from './Emergency';
import { Retake } from './Retake';

/** What is not as it should be, what happens next, and the way out: two short lines, at most two buttons. */
export function CaseNotes({ view, live }: { view: CaseView; live?: boolean }) {
  const state = view.state;
  const waiting = field.waiting.value;
  const link = field.link.value;
  const silent = silenceWords(state);
  // A photo that can be taken again has its own note below; messages say it themselves.
  const again = state.kind === 'needsYou' && state.need.kind === 'photoRefused' ? state.need.photo : null;
  const refused = view.case.outbox.filter((line) => line.state === 'refused' && line.kind !== 'message' && (again === null || line.photo !== again));
  return (
    <>
      {state.kind === 'saved' && state.why !== 'next' && (
        <Note tone="wait" icon="nonet" title={state.why === 'offline' && link.since ? t('home.noNetSince', { time: moment(link.since) }) : capital(savedWhy(state.why, state.retryAt))}>
          <p>{state.why === 'signed-out' ? t('note.signIn') : t('note.byItself')}</p>
          {waiting.cases > 0 && <p class="s">{t('home.waiting', { count: waiting.cases, size: bytes(waiting.bytes) })}</p>}
          {state.why === 'signed-out' && <div class="row"><button type="button" class="btn" onClick={() => go('/sign-in')}>{t('signIn.go')}</button></div>}
        </Note>
      )}
      {silent && !live && (
        <Note tone="wait" icon="nonet" title={silent}>
          <p>{t('note.silent')}</p>
          <div class="row"><button type="button" class="btn" onClick={() => void field.tryNow()}>{t('case.tryNow')}</button><button type="button" class="btn plain" onClick={() => go('/emergency')}>{t('settings.numbers')}</button></div>
        </Note>
      )}
      {state.kind === 'late' && !live && <Local form={nameOf(view.template)} />}
      <Conflict view={view} />
      {state.kind === 'needsYou' && state.need.kind === 'photoRefused' && (
        <Note tone="urgent" icon="warn" title={t('line.photoRefused', { slot: slotName(view.template)(state.need.slot) })}>
          <p>{refusal(state.need.code)}</p>
          <Retake view={view} target={state.need.photo} code={state.need.slot} slot={slotName(view.template)(state.need.slot)} />
        </Note>
      )}
      {state.kind === 'another' && <AnotherAsked view={view} />}
      {refused.map((line) => <Refused key={line.key} view={view} line={line} />)}
      {state.kind === 'complete' && !live && <Note tone="ok" icon="tick" title={t('note.complete')}><p>{t('note.completeMore')}</p></Note>}
      <Amended view={view} />
    </>
  );
}

/** What the network says to do for this form while nobody answers. Offline too. */
function Local({ form }: { form: string }) {
  const own = contacts.value?.forms?.[form];
  if (!own?.protocol && !own?.phone) return null;
  return (
    <Note tone="info" icon="file" title={t('live.local')}>
      {own.protocol && <p class="pre" dir="auto">{own.protocol}</p>}
      {own.phone && <Call number={own.phone} words={t('emergency.localNumber')} />}
    </Note>
  );
}

/** Two answers differ: until it is decided which stands nobody acts on one of them; then both faces say which, and why. */
export function Conflict({ view, beside }: { view: CaseView; beside?: string }) {
  const { state, case: { consult } } = view;
  const conflict = consult?.conflict;
  if (conflict?.stands) {
    const whose = consult!.advice.find((advice) => advice.id === conflict.stands)?.by.name ?? '';
    const other = beside !== undefined && beside !== conflict.stands;
    return (
      <Note tone={other ? 'urgent' : 'ok'} icon={other ? 'warn' : 'tick'} title={other ? t('conflict.notThis') : t('conflict.decided', { who: conflict.by?.name ?? '', whose })} alert={other}>
        {other && <p>{t('conflict.decided', { who: conflict.by?.name ?? '', whose })}</p>}
        {conflict.reason && <p class="pre" dir="auto">{conflict.reason}</p>}
        {other && <button type="button" class="btn plain" onClick={() => go(`/case/${view.id}/advice/${conflict.stands}`)}>{t('conflict.toIt')}</button>}
      </Note>
    );
  }
  if (!conflict && !(state.kind === 'answered' && state.conflict)) return null;
  return (
    <Note tone="urgent" icon="conflict" title={t('line.conflict')}>
      <p>{conflict?.by ? t('note.conflictWho', { who: conflict.by.name }) : t('note.conflict')}</p>
    </Note>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A refusal says why in plain words, and what can be done; what was written stays. */
function Refused({ view, line }: { view: CaseView; line: OutboxLine }) {
  const [sure, ask] = useState(false);
  const isCase = line.kind === 'submission';
  return (
    <Note tone="urgent" icon="warn" title={t('refused.title', { what: word(`refused.what.${line.kind}`) ?? '' })} alert>
      <p>{refusal(line.code ?? 'unknown', line.arguments)}</p>
      {line.text && <p class="s quiet pre">{line.text}</p>}
      {sure
        ? (
          <div class="row">
            <button type="button" class="btn plain" onClick={() => ask(false)}>{t('cancel')}</button>
            <button type="button" class="btn" onClick={() => void field.giveUp(line.key)}>{t('refused.dropSure')}</button>
          </div>
        )
        : (
          <div class="row">
            {isCase && <button type="button" class="btn" onClick={() => void field.mend(view.id).then((draft) => go(`/new/${draft.id}/check`))}>{t('review.mend')}</button>}
            <button type="button" class="btn plain" onClick={() => void field.sendAgain(view.id)}>{t('refused.again')}</button>
            {!isCase && <button type="button" class="btn plain" onClick={() => ask(true)}>{t('refused.drop')}</button>}
          </div>
        )}
    </Note>
  );
}
