import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaseView } from '../../sync/api';
import { targetOf } from '../../shared/promise';
import { clock } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { contacts, protocolOf } from '../settings';
import { nameOf } from '../templates';
import { countdown, watchOf, wholeMinutes, type Watch } from '../view/watch';
import { Note, Who } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Alerted } from './Alerted';
import { Calling } from './Calling';
import { Dock, usePresence } from './Case';
import { CaseNotes } from './CaseNotes';
import { Call, tel } from './Emergency';
import { ReadBack } from './ReadBack';
import { Referrals } from './Referral';
import { Thread } from './Thread';

/** An emergency that was sent: the wall clock, the phone beside it, and both sides writing. It tells by itself when nobody has answered. */
export function LiveCase({ view }: { view: CaseView }) {
  const now = useSeconds();
  const session = field.session.value;
  const link = field.link.value;
  const service = serviceOf(view);
  const phone = service?.emergency?.phone ?? contacts.value?.switchboard ?? null;
  const watch = watchOf(view.case, {
    now: now + link.clockOffset, here: now, heard: link.lastHeard ? Date.parse(link.lastHeard) : null,
    claimMinutes: (session.kind === 'in' ? targetOf(session.user, service?.id ?? null, 'emergency')?.claimMinutes : null) ?? 5,
  });
  useAlarm(watch.kind === 'nobody' || (watch.kind === 'unsent' && watch.late));
  usePresence(view);
  // Messages go out right after the case has come in: one more look, in case they did before this screen could hear of it.
  const known = view.case.consult !== null;
  useEffect(() => {
    if (!known) return undefined;
    const timer = setTimeout(() => field.lookAgain(view.id), 4_000);
    return () => clearTimeout(timer);
  }, [view.id, known]);

  const end = useRef<HTMLDivElement>(null);
  const lines = view.thread.length + (view.case.consult?.requests.length ?? 0) + (view.case.consult?.advice.length ?? 0);
  useEffect(() => {
    if (lines > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines]);
  const alone = watch.kind === 'nobody' || watch.kind === 'unsent';
  return (
    <Screen
      title={<Who person={view.patient} />} sub={[t('urgency.emergency'), view.number ? t('case.number', { number: String(view.number) }) : t('live.notSent')].join(' · ')} back="/" mode="emergency"
      strip={<Clock watch={watch} now={now + link.clockOffset} here={now} service={service?.name ?? view.service ?? ''} />}
      dock={<>{phone && !alone && <a class="btn redline" href={tel(phone)}><Icon name="call" />{t('live.call', { name: service?.name ?? t('emergency.switchboard'), number: phone.replaceAll(' ', '\u00a0') })}</a>}<Dock view={view} live /></>}
      dockColumn
    >
      <div class="thread">
        {alone && <Help watch={watch} phone={phone} service={service?.name ?? ''} form={nameOf(view.template)} />}
        {(watch.kind === 'waiting' || watch.kind === 'held') && <Note tone="emergency" icon="emergency" title={t('live.dontWait')}><p>{t('emergency.firstMore')}</p></Note>}
        <Calling view={view} now={now + link.clockOffset} />
        <Alerted ladder={view.case.consult?.ladder} />
        <Thread view={view} />
        <CaseNotes view={view} live />
        {(watch.kind === 'loop' || watch.kind === 'understood') && <ReadBack view={view} />}
        <Referrals view={view} />
        <div ref={end} class="end" />
      </div>
    </Screen>
  );
}

export function serviceOf(view: CaseView) {
  const session = field.session.value;
  const id = view.case.consult?.service?.id ?? view.case.sealed?.submission.service;
  return session.kind === 'in' ? session.user.services.find((one) => one.id === id) : undefined;
}

/** What the clock says now, in words and figures; told aloud only when it changes its meaning, not every second. */
function Clock({ watch, now, here, service }: { watch: Watch; now: number; here: number; service: string }) {
  const said = words(watch, now, here, service);
  return (
    <section class={`clock ${said.tone}`} aria-label={t('live.clock')}>
      {said.figure && <b class="figure num" aria-hidden="true" dir="ltr">{said.figure}</b>}
      {said.icon && <Icon name={said.icon} />}
      <p class="grow"><b role="status">{said.head}</b>{said.more && <span class="s under">{said.more}</span>}</p>
    </section>
  );
}

interface Said {
  readonly tone: '' | 'late' | 'good';
  readonly figure?: string;
  readonly icon?: Parameters<typeof Icon>[0]['name'];
  readonly head: string;
  readonly more?: string;
}

function words(watch: Watch, now: number, here: number, service: string): Said {
  switch (watch.kind) {
    case 'unsent':
      return { tone: 'late', icon: 'phone', head: t(watch.late ? 'live.unsentLate' : 'live.unsent'), more: t('live.unsentMore', { time: clock(watch.since), count: wholeMinutes(here - watch.since) }) };
    case 'waiting':
      return {
        tone: '', figure: countdown((watch.next?.at ?? watch.due) - now),
        head: watch.next ? t('live.nextIn', { who: watch.next.who }) : t('live.until', { time: clock(watch.due), who: watch.who ?? service }),
        more: [watch.alerted.length > 0 && t('live.alerted', { who: watch.alerted.join(', ') }), watch.next && `${t('live.until', { time: clock(watch.due), who: service })}.`, seenWords(watch, now)].filter(Boolean).join(' '),
      };
    case 'nobody':
      return {
        tone: 'late', icon: 'clock', head: watch.holder ? t('live.late', { who: watch.holder }) : t(watch.heard ? 'live.nobody' : 'live.nothing'),
        more: [t('live.since', { time: clock(watch.since), count: wholeMinutes(now - watch.since) }), watch.told && toldWords(watch.told)].filter(Boolean).join(' '),
      };
    case 'held':
      return {
        tone: 'good', icon: 'claim', head: watch.took === null ? t('line.claimedBy', { who: watch.who }) : t('live.claimed', { who: watch.who, span: countdown(watch.took) }),
        more: t('live.answerBy', { time: clock(watch.due), count: wholeMinutes(now - watch.since) }),
      };
    case 'asked': return { tone: 'late', icon: 'pen', head: t('line.asks', { who: watch.who }), more: t('live.askedMore') };
    case 'answered': return { tone: 'good', icon: 'answer', head: t('line.answered', { who: watch.who, time: clock(watch.at) }), more: t('live.answeredMore') };
    case 'loop':
      if (watch.said && !watch.said.corrected && watch.said.state !== 'refused') return { tone: '', icon: 'ticks', head: t('readBack.waits', { who: watch.who }), more: t('readBack.since', { time: clock(watch.said.at), count: wholeMinutes(now - Date.parse(watch.said.at)) }) };
      return { tone: 'late', icon: 'bubble', head: t(watch.said?.corrected ? 'readBack.again' : 'readBack.now'), more: t('readBack.why') };
    case 'understood':
      return { tone: 'good', icon: 'ticks', head: watch.byPhone ? t('readBack.byPhone', { who: watch.who, time: watch.at ? clock(watch.at) : '' }) : t('readBack.right', { who: watch.who, time: watch.at ? clock(watch.at) : '' }), more: t('live.closeNext') };
    case 'closed': return { tone: '', icon: 'acted', head: t('line.closed', { time: clock(watch.at) }) };
  }
}

const seenWords = (watch: Extract<Watch, { kind: 'waiting' }>, now: number): string =>
  watch.seenAt ? t('live.seen', { time: clock(watch.seenAt) }) : t('live.waiting', { count: wholeMinutes(now - watch.since) });

const toldWords = (told: NonNullable<Extract<Watch, { kind: 'nobody' }>['told']>): string =>
  told.next ? t('live.rung', { who: told.who, by: told.by ? clock(told.by) : '' })
    : told.by ? t('live.told', { who: told.who, told: told.at ? clock(told.at) : '', by: clock(told.by) }) : t('live.toldNow', { who: told.who });

/** Nobody has it, or nobody knows of it: the phone first, large. */
function Help({ watch, phone, service, form }: { watch: Watch; phone: string | null; service: string; form: string }) {
  const known = contacts.value;
  const local = protocolOf(form);
  return (
    <section class="stack" aria-label={t('emergency.now')} role={watch.kind === 'nobody' ? 'alert' : undefined}>
      <h2 class="l">{t('emergency.now')}</h2>
      {phone && <Call number={phone} words={t('emergency.team', { name: service || t('emergency.theTeam') })} main />}
      {known?.number && <Call number={known.number} words={t('emergency.ambulance')} />}
      {known?.switchboard && known.switchboard !== phone && <Call number={known.switchboard} words={t('emergency.switchboard')} />}
      {local.phone && <Call number={local.phone} words={t('emergency.localNumber')} />}
      {local.text && <p class="s pre" dir="auto">{local.text}</p>}
      <p class="s quiet">{t(watch.kind === 'unsent' ? 'live.goesByItself' : 'live.staysOpen')}</p>
    </section>
  );
}

/** Every second while the screen is seen; the wall clock, so a sleeping phone wakes to the right time. */
function useSeconds(): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Shakes once when a promise breaks: the phone may lie beside the patient. Where it cannot, the screen says it alone. */
function useAlarm(on: boolean): void {
  const before = useRef(on);
  useEffect(() => {
    if (on && !before.current) navigator.vibrate?.([300, 150, 300]);
    before.current = on;
  }, [on]);
}
