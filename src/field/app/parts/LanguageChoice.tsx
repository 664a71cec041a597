import { isUnreviewed, nameOfLanguage, t } from '../../words/words';
import { chooseLanguage, offered, shown } from '../language';

/**
 * Which language the app speaks; nothing where there is no choice. Each name stands in its own language and script, for who cannot read the present one. What
 * no clinician has reviewed says so once it is chosen.
 */
export function LanguageChoice() {
  if (offered.value.length < 2) return null;
  return (
    <>
      <select class="inp" aria-label={t('language.title')} value={shown.value} onChange={(event) => void chooseLanguage(event.currentTarget.value)}>
        {offered.value.map((tag) => <option key={tag} value={tag} lang={tag}>{nameOfLanguage(tag)}</option>)}
      </select>
      {isUnreviewed(shown.value) && <p class="s quiet">{t('language.unreviewed', { name: nameOfLanguage(shown.value) })}</p>}
    </>
  );
}
