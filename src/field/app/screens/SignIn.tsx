import { useState } from 'preact/hooks';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { go, path } from '../route';
import { contacts } from '../settings';
import { badge } from '../view/person';
import { Note } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { LanguageChoice } from '../parts/LanguageChoice';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';

/** The door. Also asks for the password again when the server wants it, and loses nothing by doing so. */
export function SignIn() {
  const session = field.session.value;
  const again = session.kind === 'in' ? session.user : null;
  const known = field.knownUsers.value;
  const [typed, setUserName] = useState<string | null>(null);
  const userName = typed ?? again?.userName ?? (known.length === 1 ? known[0]!.userName : '');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [second, setSecond] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const offline = !field.link.value.online;

  const submit = async () => {
    if (!userName.trim() || !password) return setSaid(t('signIn.empty'));
    setBusy(true);
    setSaid(null);
    const result = await field.signIn(userName.trim(), password, second?.trim() || undefined, fresh || undefined);
    setBusy(false);
    if (result.ok) {
      setPassword('');
      if (path.value === '/sign-in') go('/', true);
    } else if (result.problem.code === 'auth.two-factor') {
      setSecond(second ?? '');
      setSaid(second === null ? null : refusal(result.problem.code, result.problem.arguments));
    } else if (result.problem.code === 'auth.password-first') {
      setFresh(fresh ?? '');
      setSaid(t('signIn.freshWhy'));
    } else {
      setSaid(refusal(result.problem.code, result.problem.arguments));
    }
  };

  return (
    <div class="lone">
      <Screen title={again ? t('signIn.again') : t('signIn.title')} sub={contacts.value?.facility?.name ?? t('signIn.sub')} {...(again ? { back: '/' } : {})}>
        <form class="pad stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          {again && <Note tone="info" icon="lock" title={t('signIn.expired')}><p>{t('signIn.expiredMore')}</p></Note>}
          {known.length > 1 && !again && (
            <div class="chips" role="group" aria-label={t('signIn.known')}>
              {known.map((user) => (
                <button type="button" class="chip" aria-pressed={user.userName === userName} onClick={() => setUserName(user.userName)}>
                  <b>{badge(user.name)}</b>{user.name}{user.waiting > 0 && ` · ${t('signIn.waits', { count: user.waiting })}`}
                </button>
              ))}
            </div>
          )}
          <TextField label={t('signIn.userName')} value={userName} onText={setUserName} complete="username" capitals="none" />
          <TextField
            label={t('signIn.password')} value={password} onText={setPassword} type={shown ? 'text' : 'password'} complete="current-password" capitals="none"
            after={<button type="button" class="btn plain" aria-pressed={shown} onClick={() => setShown(!shown)}><Icon name={shown ? 'hide' : 'eye'} />{shown ? t('signIn.hide') : t('signIn.show')}</button>}
          />
          {second !== null && <TextField label={t('signIn.second')} value={second} onText={setSecond} mode="numeric" complete="one-time-code" />}
          {fresh !== null && <TextField label={t('signIn.fresh')} value={fresh} onText={setFresh} type={shown ? 'text' : 'password'} complete="new-password" capitals="none" />}
          {said && <Note tone="urgent" icon="warn" title={said} alert />}
          {offline && !said && <Note tone="wait" icon="nonet" title={t('signIn.offline')}><p>{t('signIn.offlineMore')}</p></Note>}
          <button type="submit" class="btn main wide" disabled={busy}>{busy ? t('signIn.busy') : t('signIn.go')}</button>
          <p class="s quiet row"><Icon name="lock" /><span>{t('signIn.safe')}</span></p>
          <LanguageChoice />
        </form>
      </Screen>
    </div>
  );
}
