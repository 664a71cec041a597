import { readable } from '../../intake/response';
import { calendarDay, clock } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { caseTitle, template } from '../templates';
import { PatientStrip, UrgencyMark } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';

/** What the specialist has been told: every answer of the case, as it was sent. */
export function Sent({ id }: { id: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  const form = view && template(view.template);
  const response = view?.case.consult?.answers ?? view?.case.sealed?.submission.answers ?? null;
  if (!view || !form || !response) return <Screen title={t('sent.title')} back={`/case/${id}`}><p class="pad quiet">{view ? t('loading') : t('case.goneMore')}</p></Screen>;
  const at = view.case.consult?.sentAt ?? view.case.sealed?.sealedAt ?? view.startedAt;
  const lines = readable(form, response, { yes: t('intake.yes'), no: t('intake.no') });
  return (
    <Screen
      title={t('sent.title')} sub={`${caseTitle(view.template)} · ${calendarDay(at)} ${clock(at)}`} back={`/case/${id}`}
      strip={<PatientStrip person={view.patient}><UrgencyMark urgency={view.urgency} /></PatientStrip>}
    >
      {lines.map((line, i) => (
        <section>
          {line.heading !== null && line.heading !== lines[i - 1]?.heading && <h2 class="sec"><span>{line.heading}</span></h2>}
          <div class="list">
            <div>
              <span class="grow"><span class="s quiet">{line.text}</span><b class="pre" dir="auto">{line.absent ? t(`intake.absent.${line.absent}`) : line.value}</b></span>
              {line.flagged && <span class="state ask"><Icon name="warn" />{t('intake.redFlag')}</span>}
            </div>
          </div>
        </section>
      ))}
    </Screen>
  );
}
