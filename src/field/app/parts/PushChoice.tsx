import { t } from '../../words/words';
import { field } from '../field';
import { Segment } from './bits';
import { Icon } from './Icon';

/** Whether this phone takes messages, what they say and never say, and what to do where it cannot. */
export function PushChoice() {
  const state = field.push.value;
  const on = state === 'on' || state === 'busy';
  return (
    <div class="wrap">
      <Icon name="bubble" />
      <span class="grow"><b>{t('push.title')}</b><span class="s quiet">{t('push.what')}</span></span>
      <Segment label={t('push.title')} wide choices={[{ value: true, text: t('intake.yes') }, { value: false, text: t('intake.no') }]} value={on}
        onPick={(choice) => void field.takePush(choice === true)} />
      <p class={`s push-state ${state === 'on' || state === 'off' || state === 'busy' ? 'quiet' : 'warn'}`} role="status">{t(`push.state.${state}`)}</p>
    </div>
  );
}
