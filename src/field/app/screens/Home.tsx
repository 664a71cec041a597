import type { CaseGroup, CaseView } from '../../sync/api';
import { bytes, moment } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { desk, follow, go, href, path } from '../route';
import { caseIcon, caseTitle, slotName } from '../templates';
import { silenceWords, stateLine } from '../view/line';
import { badge } from '../view/person';
import { State, UrgencyMark, Who } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Banner, Screen } from '../parts/Screen';

const groups: readonly { readonly key: CaseGroup; readonly title: 'home.todo' | 'home.way' | 'home.done' }[] = [
  { key: 'todo', title: 'home.todo' },
  { key: 'way', title: 'home.way' },
  { key: 'done', title: 'home.done' },
];

export function Home() {
  const session = field.session.value;
  if (session.kind !== 'in') return null;
  const cases = field.cases.value;
  return (
    <Screen
      title={t('home.title')}
      bar={
        <button type="button" class="who" onClick={() => go('/more')}>
          <span class="me" aria-hidden="true">{badge(session.user.name)}</span>
          <span class="grow"><b>{t('home.title')}</b><small dir="auto">{[session.user.name, session.user.facility?.name].filter(Boolean).join(' · ')}</small></span>
          <span class="away">{t('home.settings', { name: session.user.name })}</span>
        </button>
      }
      banner={<Banners />}
      dock={
        <>
          <button type="button" class="btn plain" onClick={() => go('/more')}><Icon name="menu" />{t('home.more')}</button>
          <button type="button" class="btn main" onClick={() => go('/new')}><Icon name="plus" />{t('home.new')}</button>
        </>
      }
    >
      <h1 class="away">{t('home.title')}</h1>
      {field.erased.value.map((one) => (
        <div class="pad" key={one.id}>
          <div class="note" role="status">
            <Icon name="bin" />
            <div class="grow">
              <p><b>{t('erased.title', { number: String(one.number), time: moment(one.at) })}</b></p>
              <p>{t(`erased.${one.reason}`)} {one.wasOpen && t('erased.noAnswer')}</p>
              <div class="row"><button type="button" class="btn plain" onClick={() => void field.erasedSeen(one.id)}>{t('ok')}</button></div>
            </div>
          </div>
        </div>
      ))}
      {cases.length === 0 && <FirstEmpty />}
      {groups.map(({ key, title }) => {
        const these = cases.filter((view) => view.group === key);
        if (these.length === 0) return null;
        return (
          <section>
            <h2 class="sec"><span>{t(title)}</span><span>{these.length}</span></h2>
            <ul class="cases">{these.map((view) => <Row key={view.id} view={view} />)}</ul>
          </section>
        );
      })}
    </Screen>
  );
}

function Row({ view }: { view: CaseView }) {
  const to = addressOf(view);
  const line = stateLine(view.state, slotName(view.template));
  const silent = silenceWords(view.state);
  const open = desk.value && path.value.includes(view.id);
  return (
    <li>
      <a class={view.group === 'todo' ? 'case do' : 'case'} href={href(to)} onClick={follow} aria-current={open ? 'page' : undefined}>
        <span class="pic"><Icon name={caseIcon(view.template)} /></span>
        <div>
          <div class="head"><b><Who person={view.patient} /></b><UrgencyMark urgency={view.urgency} /></div>
          <p class="q" dir="auto">{view.question || caseTitle(view.template)}</p>
          <State line={line} />
          {silent && <p class="state late"><Icon name="nonet" /><span class="grow">{silent}</span></p>}
        </div>
      </a>
    </li>
  );
}

/** A draft opens where the worker was; anything else opens the case. */
export function addressOf(view: CaseView): string {
  return view.state.kind === 'draft' && view.case.draft ? `/new/${view.id}/${view.case.draft.step || 'patient'}` : `/case/${view.id}`;
}

function FirstEmpty() {
  return (
    <div class="pad stack center">
      <p class="l"><b>{t('home.empty')}</b></p>
      <p class="quiet">{t('home.emptyMore')}</p>
    </div>
  );
}

function Banners() {
  const waiting = field.waiting.value;
  const session = field.session.value;
  const link = field.link.value;
  if (session.kind === 'in' && session.expired)
    return <Banner icon="lock" title={t('home.signInAgain')} text={t('home.signInAgainMore')} to="/sign-in" />;
  if (waiting.requests > 0) {
    const title = waiting.cases > 0 ? t('home.waiting', { count: waiting.cases, size: bytes(waiting.bytes) }) : t('home.waitingWords', { count: waiting.requests });
    return <Banner icon={waiting.why === 'offline' || waiting.why === 'unreachable' ? 'nonet' : 'net'} title={title} text={waitingWhy(waiting.why, waiting.retryAt)} to="/more/data" />;
  }
  if (!link.online || !link.reachable)
    return <Banner icon="nonet" title={link.since ? t('home.noNetSince', { time: moment(link.since) }) : t('home.noNet')} text={t('home.noNetMore')} />;
  if (Math.abs(link.clockOffset) > 120_000) return <Banner icon="clock" title={t('home.clock')} text={t('home.clockMore')} />;
  // A newer version waits until no case is being written; it never interrupts.
  if (field.updateReady.value && !path.value.startsWith('/new/')) return <Banner tone="info" icon="refresh" title={t('home.update')} text={t('home.updateMore')} onClick={() => field.applyUpdate()} />;
  return null;
}

export function waitingWhy(why: ReturnType<typeof field.waiting.peek>['why'], retryAt: number | null): string {
  switch (why) {
    case 'offline': return t('waiting.offline');
    case 'unreachable': return t('waiting.unreachable');
    case 'signed-out': return t('waiting.signedOut');
    case 'server-busy': return retryAt ? t('waiting.busyUntil', { time: moment(retryAt) }) : t('waiting.busy');
    default: return t('waiting.next');
  }
}
