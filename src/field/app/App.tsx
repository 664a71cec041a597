import { t } from '../words/words';
import { field } from './field';
import { shown } from './language';
import { later } from './later';
import { desk, path } from './route';
import { Icon } from './parts/Icon';
import { Screen } from './parts/Screen';
import { Emergency } from './screens/Emergency';
import { Home } from './screens/Home';
import { SignIn } from './screens/SignIn';

const Advice = later(async () => (await import('./screens/Advice')).Advice);
const Amend = later(async () => (await import('./screens/Amend')).Amend);
const Case = later(async () => (await import('./screens/Case')).Case);
const CloseOut = later(async () => (await import('./screens/CloseOut')).CloseOut);
const DraftScreen = later(async () => (await import('./screens/NewCase')).DraftScreen);
const More = later(async () => (await import('./screens/More')).More);
const NewCase = later(async () => (await import('./screens/NewCase')).NewCase);
const PhotoLook = later(async () => (await import('./screens/PhotoLook')).PhotoLook);
const Sent = later(async () => (await import('./screens/Sent')).Sent);

/** Which screen an address shows; null is the list. */
function screenOf(address: string) {
  const [first, id, second, third] = address.split('/').slice(1);
  switch (first) {
    case 'emergency': return <Emergency />;
    case 'new': return id ? <DraftScreen key={id} id={id} step={second} rest={third} /> : <NewCase />;
    case 'more': return <More page={id} />;
    case 'case':
      if (!id) return null;
      if (second === 'advice' && third) return <Advice key={third} id={id} advice={third} />;
      if (second === 'photo' && third) return <PhotoLook id={id} photo={third} />;
      if (second === 'sent') return <Sent id={id} />;
      if (second === 'amend') return <Amend key={id} id={id} />;
      if (second === 'close') return <CloseOut key={id} id={id} />;
      return <Case key={id} id={id} />;
    default: return null;
  }
}

/** Another language is another tree: every sentence is said anew. */
export const App = () => <Face key={shown.value} />;

function Face() {
  const session = field.session.value;
  const address = path.value;
  if (session.kind === 'starting') return <p class="away" role="status">{t('loading')}</p>;
  if (session.kind === 'out') return address === '/emergency' ? <div class="lone"><Emergency /></div> : <SignIn />;
  if (address === '/sign-in') return session.expired ? <SignIn /> : <Home />;
  const screen = screenOf(address);
  if (!desk.value) return screen ?? <Home />;
  return (
    <div class="desk">
      <div class="pane"><Home /></div>
      <div class="pane">{screen ?? <Nothing />}</div>
    </div>
  );
}

/** At a desk with no case open. */
function Nothing() {
  return (
    <Screen title={t('app.name')} bar={<span class="grow" />}>
      <div class="empty"><Icon name="bubble" /><p>{t('desk.pick')}</p></div>
    </Screen>
  );
}
