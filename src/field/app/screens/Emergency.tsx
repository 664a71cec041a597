import { t } from '../../words/words';
import { field } from '../field';
import { contacts } from '../settings';
import { Note } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Banner, Screen } from '../parts/Screen';

/** Until there is a live line: whom to call, and the local steps. Works offline and before signing in. */
export function Emergency() {
  const known = contacts.value;
  return (
    <Screen
      title={t('urgency.emergency')} sub={t('emergency.sub')} mode="emergency"
      back={field.session.value.kind === 'in' ? '/' : () => history.back()}
      banner={<Banner icon="emergency" tone="emergency" title={t('emergency.first')} text={t('emergency.firstMore')} />}
    >
      <div class="pad stack">
        {known
          ? (
            <>
              <h2 class="l">{t('emergency.now')}</h2>
              <Call number={known.number} words={t('emergency.ambulance')} main />
              {known.switchboard && <Call number={known.switchboard} words={t('emergency.switchboard')} />}
              {known.coordinator?.phone && <Call number={known.coordinator.phone} words={t('emergency.coordinator', { name: known.coordinator.name })} />}
              {known.protocol && (
                <section class="card">
                  <h2 class="lab">{t('emergency.protocol')}</h2>
                  <p class="pre" dir="auto">{known.protocol}</p>
                </section>
              )}
            </>
          )
          : <Note tone="emergency" icon="emergency" title={t('emergency.unknown')}><p>{t('emergency.unknownMore')}</p></Note>}
        <p class="s quiet">{t('emergency.notHere')}</p>
      </div>
    </Screen>
  );
}

function Call({ number, words, main }: { number: string; words: string; main?: boolean }) {
  return (
    <a class={main ? 'btn call red' : 'btn call redline'} href={`tel:${number.replace(/[^\d+*#]/g, '')}`}>
      <Icon name="call" /><span>{words}<br /><span class="num" dir="ltr">{number}</span></span>
    </a>
  );
}
