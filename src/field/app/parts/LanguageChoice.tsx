import { isUnreviewed, nameOfLanguage, t } from '../../words/words';
import { chooseLanguage, offered, shown } from '../language';
import { Segment } from './bits';

/** Which language the app speaks; nothing where there is no choice. What no clinician has reviewed says so. */
export function LanguageChoice() {
  if (offered.value.length < 2) return null;
  return (
    <>
      <Segment
        label={t('language.title')} wide value={shown.value} onPick={(tag) => tag && void chooseLanguage(tag)}
        choices={offered.value.map((tag) => ({ value: tag, text: nameOfLanguage(tag) }))}
      />
      {offered.value.filter(isUnreviewed).map((tag) => <p class="s quiet">{t('language.unreviewed', { name: nameOfLanguage(tag) })}</p>)}
    </>
  );
}
