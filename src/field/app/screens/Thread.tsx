import type { ComponentChildren } from 'preact';
import type { CaseView, PhotoView, ThreadLine } from '../../sync/api';
import type { Advice, InformationRequest } from '../../shared/model';
import { moment } from '../../words/times';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { follow, go, href } from '../route';
import { slotName } from '../templates';
import { Side } from '../parts/bits';
import { Icon, type IconName } from '../parts/Icon';
import { Preview } from '../parts/slots';
import { Retake } from './Retake';

interface Entry {
  readonly at: string;
  readonly key: string;
  readonly draw: () => ComponentChildren;
}

/** The case as a conversation: the question with its photos first, then everything in the server's order. */
export function Thread({ view }: { view: CaseView }) {
  const consult = view.case.consult;
  const entries: Entry[] = [
    ...view.thread.map((line): Entry => ({ at: line.at, key: line.id, draw: () => <Line line={line} /> })),
    ...(consult?.requests ?? []).map((request): Entry => ({ at: request.at, key: request.id, draw: () => <Request view={view} request={request} /> })),
    ...(consult?.advice ?? []).map((advice): Entry => ({ at: advice.at, key: advice.id, draw: () => <Answer view={view} advice={advice} /> })),
  ];
  entries.sort((a, b) => a.at.localeCompare(b.at));
  const last = view.thread.at(-1);
  const types = field.typing.value.get(view.id);
  // What was typed has just come.
  const typing = last && !last.mine && last.by === types && Date.now() - Date.parse(last.at) < 6_000 ? undefined : types;
  const here = (field.present.value.get(view.id) ?? []).filter((who) => who !== typing);
  return (
    <>
      <First view={view} />
      <Times view={view} />
      {entries.map((entry) => <div key={entry.key} class="entry">{entry.draw()}</div>)}
      {here.length > 0 && <p class="sys here" role="status">{t('presence.here', { who: here.join(', ') })}</p>}
      {typing && <p class="sys here" role="status">{t('message.typing', { who: typing })}</p>}
    </>
  );
}

function First({ view }: { view: CaseView }) {
  const photos = view.photos.filter((photo) => photo.where !== 'superseded');
  return (
    <div class="entry">
      <div class="msg mine">
        <p class="pre" dir="auto">{view.question}</p>
        {photos.length > 0 && <div class="pics">{photos.map((photo) => <Thumb key={photo.id} view={view} photo={photo} />)}</div>}
        <div class="row">
          <a class="grow s" href={href(`/case/${view.id}/sent`)} onClick={follow}>{t('sent.link')}</a>
          <p class="foot"><FirstFoot view={view} /></p>
        </div>
      </div>
    </div>
  );
}

function FirstFoot({ view }: { view: CaseView }) {
  const consult = view.case.consult;
  const sealed = view.case.sealed;
  const at = consult?.receivedAt ?? sealed?.storedAt ?? sealed?.sealedAt ?? view.startedAt;
  const [icon, words]: [IconName, string] = consult?.seenAt ? ['ticks', t('thread.seen')]
    : consult || sealed?.storedAt ? ['tick', t('thread.stored')]
      : view.state.kind === 'sending' ? ['up', t('thread.sending')] : ['phone', t('thread.onPhone')];
  return <>{moment(at)} <Icon name={icon} /> {words}</>;
}

/** What happened to the case, with the hospital's times. */
function Times({ view }: { view: CaseView }) {
  const consult = view.case.consult;
  if (!consult) return null;
  const parts = [
    t('times.stored', { time: moment(consult.receivedAt) }),
    consult.seenAt && t('times.seen', { time: moment(consult.seenAt), who: consult.service?.name ?? '' }),
    consult.claimedAt && t('times.claimed', { time: moment(consult.claimedAt), who: consult.holder?.name ?? '' }),
    consult.readAt && t('times.read', { time: moment(consult.readAt) }),
    consult.closedAt && t('times.closed', { time: moment(consult.closedAt) }),
  ].filter(Boolean);
  return <p class="sys">{parts.join(' · ')}</p>;
}

function Thumb({ view, photo }: { view: CaseView; photo: PhotoView }) {
  const name = slotName(view.template)(photo.slot);
  return (
    <button type="button" class="thumb" onClick={() => go(`/case/${view.id}/photo/${photo.id}`)} aria-label={t('thread.photo', { slot: name, state: photoWords(photo) })}>
      <Preview consult={view.id} photo={photo.id} alt="" />
      <Side side={photo.laterality} />
      <em>{photoWords(photo)}</em>
    </button>
  );
}

export function photoWords(photo: PhotoView): string {
  if (photo.lost && photo.where !== 'sending') return t('photo.lost');
  switch (photo.where) {
    case 'phone': return t('photo.saved');
    case 'sending': return photo.bytes > 0 ? t('photo.percent', { percent: Math.floor((100 * photo.confirmed) / photo.bytes) }) : t('photo.waits');
    case 'arriving': return t('photo.waits');
    case 'stored': return t('photo.stored');
    case 'refused': return t('photo.refused');
    case 'superseded': return t('photo.superseded');
  }
}

function Line({ line }: { line: ThreadLine }) {
  const icon: IconName = line.state === 'stored' ? 'tick' : line.state === 'refused' ? 'warn' : 'phone';
  return (
    <div class={line.mine ? 'msg mine' : 'msg'}>
      {!line.mine && <p class="from">{line.by}</p>}
      <p class="pre" dir="auto">{line.text}</p>
      <p class="foot">{moment(line.at)}{line.mine && <> <Icon name={icon} /> {line.state === 'stored' ? t('thread.stored') : line.state === 'refused' ? t('thread.refused') : t('thread.onPhone')}</>}</p>
      {line.state === 'refused' && line.code && (
        <>
          <p class="s warn"><b>{refusal(line.code)}</b></p>
          <div class="row"><button type="button" class="btn text" onClick={() => void field.giveUp(line.id)}>{t('refused.drop')}</button></div>
        </>
      )}
    </div>
  );
}

/** The specialist asks: a question, or one slot again. A retake goes to exactly that slot. */
function Request({ view, request }: { view: CaseView; request: InformationRequest }) {
  const open = !request.givenAt && !request.dropped;
  const coming = view.case.outbox.some((line) => line.subject === request.id && line.state === 'waiting') || view.photos.some((photo) => photo.answers === request.id);
  const slot = request.slot;
  const name = slot ? slotName(view.template)(slot) : '';
  const side = view.photos.find((photo) => photo.slot === slot)?.laterality ?? 'none';
  return (
    <>
      <div class="msg">
        <p class="from">{request.by.name}</p>
        {slot && <p class="row"><Side side={side} /><b>{t('request.photo', { slot: name })}</b></p>}
        {request.text && <p class="pre" dir="auto">{request.text}</p>}
        <p class="foot">{moment(request.at)}{request.dropped ? ` · ${t('request.dropped')}` : !open ? ` · ${t('request.given')}` : ''}</p>
        {open && coming && <p class="state"><Icon name="phone" />{t('request.coming')}</p>}
        {open && !coming && slot && <Retake view={view} target={request.id} code={slot} slot={name} why={request.text} />}
      </div>
      {request.answer && <div class="entry"><div class="msg mine"><p class="pre" dir="auto">{request.answer}</p>{request.givenAt && <p class="foot">{moment(request.givenAt)} <Icon name="tick" /> {t('thread.stored')}</p>}</div></div>}
    </>
  );
}

function Answer({ view, advice }: { view: CaseView; advice: Advice }) {
  return (
    <div class="msg">
      <p class="from">{[advice.by.name, advice.by.role].filter(Boolean).join(' · ')}</p>
      <p><b>{t(advice.replaced ? 'thread.adviceReplaced' : advice.readAt ? 'thread.adviceRead' : advice.change ? 'thread.adviceChanged' : 'thread.advice')}</b></p>
      {advice.readAt && <button type="button" class="btn plain" onClick={() => go(`/case/${view.id}/advice/${advice.id}`)}><Icon name="read" />{t('case.theAdvice')}</button>}
      <p class="foot">{moment(advice.at)}</p>
    </div>
  );
}
