import { bytes, clock, moment } from '../../words/times';
import { nameOfLanguage, t } from '../../words/words';
import { useState } from 'preact/hooks';
import { field } from '../field';
import { offered, shown } from '../language';
import { follow, go, href } from '../route';
import { caseTitle, slotName } from '../templates';
import { chooseHints, chooseTheme, hints, theme, type Theme } from '../settings';
import { stateLine } from '../view/line';
import { Note, Segment, State, Who } from '../parts/bits';
import { Icon, type IconName } from '../parts/Icon';
import { later } from '../later';
import { OriginalsWait, BundlePrice } from '../parts/DataCost';
import { LanguageChoice } from '../parts/LanguageChoice';
import { PushChoice } from '../parts/PushChoice';
import { Screen } from '../parts/Screen';
import { addressOf, waitingWhy } from './Home';

const Figures = later(async () => (await import('./Figures')).Figures);
const Digest = later(async () => (await import('./Digest')).Digest);

declare const __APP_VERSION__: string;

export function More({ page }: { page: string | undefined }) {
  switch (page) {
    case 'data': return <Data />;
    case 'figures': return <Figures />;
    case 'digest': return <Digest />;
    case 'recorded': return <Recorded />;
    case 'device': return <ThisDevice />;
    default: return <Settings />;
  }
}

function Settings() {
  const session = field.session.value;
  const [leaving, setLeaving] = useState(false);
  if (session.kind !== 'in') return null;
  const waiting = field.waiting.value;
  const themes: readonly { value: Theme; text: string }[] = [
    { value: 'system', text: t('settings.themeSystem') }, { value: 'light', text: t('settings.themeLight') }, { value: 'dark', text: t('settings.themeDark') },
  ];
  return (
    <Screen
      title={t('settings.title')} sub={t('settings.sub', { name: session.user.name })} back="/" dockColumn
      dock={leaving
        ? (
          <>
            <p class="center" role="alert"><b>{t('settings.leaveAsk')}</b><br /><span class="s">{waiting.requests > 0 ? t('settings.leaveWaiting', { count: waiting.requests }) : t('settings.leaveSafe')}</span></p>
            <div class="row">
              <button type="button" class="btn plain grow" onClick={() => setLeaving(false)}>{t('settings.stay')}</button>
              <button type="button" class="btn grow" onClick={() => { go('/', true); void field.signOut(); }}>{t('settings.leave')}</button>
            </div>
          </>
        )
        : <button type="button" class="btn plain" onClick={() => setLeaving(true)}><Icon name="leave" flip />{t('settings.leave')}</button>}
    >
      <div class="list">
        <Line to="/more/data" icon="data" title={t('settings.data')} text={waiting.requests > 0 ? t('settings.dataWaits', { count: waiting.requests, size: bytes(waiting.bytes) }) : t('settings.dataNothing')} />
        <div class="wrap">
          <Icon name="globe" />
          <span class="grow"><b>{t('language.title')}</b>{offered.value.length < 2 && <span class="s quiet">{nameOfLanguage(shown.value)}</span>}</span>
          <LanguageChoice />
        </div>
        <div class="wrap">
          <Icon name="moon" />
          <span class="grow"><b>{t('settings.theme')}</b></span>
          <Segment label={t('settings.theme')} wide choices={themes} value={theme.value} onPick={(choice) => chooseTheme(choice ?? 'system')} />
        </div>
        <div class="wrap">
          <Icon name="book" />
          <span class="grow"><b>{t('settings.hints')}</b><span class="s quiet">{t('settings.hintsMore')}</span></span>
          <Segment label={t('settings.hints')} wide choices={[{ value: true, text: t('intake.yes') }, { value: false, text: t('intake.no') }]} value={hints.value} onPick={(choice) => chooseHints(choice !== false)} />
        </div>
        <div class="wrap">
          <Icon name="net" />
          <span class="grow"><b>{t('settings.originals')}</b><span class="s quiet">{t('settings.originalsMore')}</span></span>
          <Segment label={t('settings.originals')} wide choices={[{ value: true, text: t('intake.yes') }, { value: false, text: t('intake.no') }]} value={field.originalsAnywhere.value}
            onPick={(choice) => void field.sendOriginalsAnywhere(choice === true)} />
        </div>
        <PushChoice />
        <Line to="/more/device" icon="phone" title={t('settings.device')} text={field.offlineReady.value ? t('settings.offlineReady') : t('settings.offlineNotYet')} />
        <Line to="/more/recorded" icon="eye" title={t('settings.recorded')} text={t('settings.recordedMore')} />
        <Line to="/more/digest" icon="person" title={t('digest.title')} text={t('digest.more')} />
        <Line to="/more/figures" icon="clock" title={t('settings.figures')} text={t('settings.figuresMore')} />
        <Line to="/emergency" icon="call" title={t('settings.numbers')} text={t('settings.numbersMore')} />
        {field.updateReady.value && (
          <button type="button" onClick={() => field.applyUpdate()}>
            <Icon name="refresh" /><span class="grow"><b>{t('home.update')}</b><span class="s quiet">{t('home.updateMore')}</span></span><Icon name="next" flip />
          </button>
        )}
      </div>
      <p class="pad s quiet">{t('settings.version', { version: __APP_VERSION__ })}</p>
    </Screen>
  );
}

function Line({ to, icon, title, text }: { to: string; icon: IconName; title: string; text: string }) {
  return (
    <a href={href(to)} onClick={follow}>
      <Icon name={icon} /><span class="grow"><b>{title}</b><span class="s quiet">{text}</span></span><Icon name="next" flip />
    </a>
  );
}

/** What waits on this phone, why, and how much of it. */
function Data() {
  const waiting = field.waiting.value;
  const room = field.room.value;
  const link = field.link.value;
  const cases = field.cases.value.filter((view) => view.case.outbox.some((line) => line.state !== 'stored'));
  return (
    <Screen
      title={t('settings.data')} sub={link.lastHeard ? t('data.heard', { time: moment(link.lastHeard) }) : t('data.heardNever')} back="/more"
      dock={<button type="button" class="btn main" onClick={() => void field.tryNow()}><Icon name="up" />{t('case.tryNow')}</button>}
    >
      <div class="pad stack">
        {waiting.requests > 0
          ? <Note tone="wait" icon="up" title={t('home.waitingWords', { count: waiting.requests })}><p>{waitingWhy(waiting.why, waiting.retryAt)}</p><p class="s">{t('data.size', { size: bytes(waiting.bytes) })}</p></Note>
          : <Note tone="ok" icon="tick" title={t('data.nothing')}><p>{t('data.nothingMore')}</p></Note>}
        <OriginalsWait />
        {room && room.quota > 0 && room.used / room.quota > 0.9 && <Note tone="wait" icon="warn" title={t('data.full')}><p>{t('data.fullMore')}</p></Note>}
      </div>
      {cases.length > 0 && (
        <ul class="cases">
          {cases.map((view) => (
            <li>
              <a class="case" href={href(addressOf(view))} onClick={follow}>
                <span class="pic"><Icon name="file" /></span>
                <div>
                  <div class="head"><b><Who person={view.patient} /></b><span class="num s">{bytes(view.case.outbox.reduce((sum, line) => sum + (line.state === 'stored' ? 0 : line.bytes - line.confirmed), 0))}</span></div>
                  <p class="q">{caseTitle(view.template)} · {clock(view.startedAt)}</p>
                  <State line={stateLine(view.state, slotName(view.template))} />
                </div>
              </a>
            </li>
          ))}
        </ul>
      )}
      <BundlePrice />
    </Screen>
  );
}

function ThisDevice() {
  const session = field.session.value;
  const room = field.room.value;
  const link = field.link.value;
  const live = !link.online ? t('device.offline') : !link.reachable ? t('device.unreachable') : link.live ? t('device.live') : t('device.connecting');
  return (
    <Screen title={t('settings.device')} back="/more">
      <div class="list">
        <Fact icon="person" title={t('device.user')} text={session.kind === 'in' ? `${session.user.name} · ${session.user.userName}` : ''} />
        <Fact icon="net" title={t('device.connection')} text={live} />
        <Fact icon="phone" title={t('device.offlineTitle')} text={field.offlineReady.value ? t('settings.offlineReady') : t('settings.offlineNotYet')} />
        {room && <Fact icon="data" title={t('device.room')} text={`${t('device.roomUsed', { used: bytes(room.used), quota: bytes(room.quota) })} ${room.persisted ? t('device.kept') : t('device.mayClear')}`} />}
        <Fact icon="lock" title={t('device.lost')} text={t('device.lostMore')} />
      </div>
    </Screen>
  );
}

function Fact({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return <div><Icon name={icon} /><span class="grow"><b>{title}</b><span class="s quiet">{text}</span></span></div>;
}

/** Nobody is watched in secret: what is kept about the worker, and who sees it. */
function Recorded() {
  const lines = ['cases', 'times', 'device', 'looked', 'figures', 'never'] as const;
  return (
    <Screen title={t('settings.recorded')} back="/more">
      <div class="list">
        {lines.map((line) => (
          <div><Icon name={line === 'never' ? 'x' : 'tick'} /><span class="grow"><b>{t(`recorded.${line}`)}</b><span class="s quiet">{t(`recorded.${line}More`)}</span></span></div>
        ))}
      </div>
    </Screen>
  );
}
