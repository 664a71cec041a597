import { useState } from 'preact/hooks';
import type { Draft, Target, Urgency } from '../../shared/model';
import { answerAt, answerInHours, targetOf } from '../../shared/promise';
import { moment } from '../../words/times';
import { t } from '../../words/words';
import { change } from '../drafts';
import { field } from '../field';
import { go } from '../route';
import { caseTitle, nameOf } from '../templates';
import { Note, Options } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { DraftStrip, next, SavedAt, stepAddress } from './steps';

const choices: readonly Urgency[] = ['emergency', 'urgent', 'soon', 'routine'];

/** How soon is an answer needed? With the times that were promised, and the team that promised them. */
export function HowSoon({ draft }: { draft: Draft }) {
  const session = field.session.value;
  const [tried, setTried] = useState(false);
  if (session.kind !== 'in') return null;
  const { services } = session.user;
  const fitting = services.filter((service) => service.templates.includes(nameOf(draft.template)));
  const unsure = nameOf(draft.template) === 'not-sure';
  const service = services.find((one) => one.id === draft.service) ?? null;

  return (
    <Screen
      title={caseTitle(draft.template)} sub={<SavedAt draft={draft} fallback={t('home.new')} />} back={stepAddress(draft, 'patient')}
      strip={<DraftStrip draft={draft}><button type="button" class="btn text" onClick={() => go(stepAddress(draft, 'patient'))}><Icon name="pen" />{t('change')}</button></DraftStrip>}
      dockColumn={tried && !draft.urgency}
      dock={
        <>
          {tried && !draft.urgency && <p class="s center" role="alert"><b>{t('soon.choose')}</b></p>}
          <button type="button" class="btn main" onClick={() => { if (draft.urgency) next(draft, 'question'); else setTried(true); }}>{t('soon.next')}</button>
        </>
      }
    >
      <div class="pad stack">
        <Options
          name="urgency" legend={t('soon.title')} value={draft.urgency}
          onPick={(urgency) => change(draft.id, (d) => ({ ...d, urgency }))}
          choices={choices.map((urgency) => ({
            value: urgency,
            lead: <span class={`u-${urgency}`}><Icon name={urgency} /></span>,
            text: <b class={`u-${urgency}`}>{t(`soon.${urgency}`)}</b>,
            more: urgency === 'emergency' ? t('soon.emergencyMore') : answerWords(targetOf(session.user, draft.service, urgency)),
          }))}
        />
        {draft.urgency === 'emergency' && (
          <Note tone="emergency" icon="emergency" title={t('soon.callFirst')} alert>
            <p>{t('soon.callFirstMore')}</p>
            <div class="row"><button type="button" class="btn redline" onClick={() => go('/emergency')}><Icon name="call" />{t('settings.numbers')}</button></div>
          </Note>
        )}
        {fitting.length > 1 && (
          <Options
            name="service" legend={t('soon.team')} value={draft.service}
            onPick={(id) => change(draft.id, (d) => ({ ...d, service: id }))}
            choices={fitting.map((one) => ({ value: one.id, text: <b>{one.name}</b>, more: [one.hospital, one.open].filter(Boolean).join(' · ') }))}
          />
        )}
        {fitting.length === 1 && service && <Note tone="ok" icon="home" title={`${service.name}, ${service.hospital}`}>{service.open && <p>{service.open}</p>}</Note>}
        {(unsure || fitting.length === 0) && <Note tone="info" icon="person" title={t('soon.coordinator')}><p>{t('soon.coordinatorMore', { name: session.user.network.coordinator?.name ?? t('soon.aCoordinator') })}</p></Note>}
      </div>
    </Screen>
  );
}

const answerWords = (target: Target | undefined): string => {
  const at = answerAt(target, Date.now());
  const hours = answerInHours(target);
  return at !== null ? t('soon.answerBy', { time: moment(at) }) : hours !== null ? t('soon.answerInHours', { count: hours }) : '';
};
