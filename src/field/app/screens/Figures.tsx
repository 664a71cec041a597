import { useEffect, useState } from 'preact/hooks';
import type { OwnFigures, OwnGroup } from '../../shared/model';
import { moment } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { Note, UrgencyMark } from '../parts/bits';
import { Screen } from '../parts/Screen';

/** One's own times and tally: private, and there without a network as they were last heard. */
export function Figures() {
  const [own, show] = useState<OwnFigures | null>(null);
  const [asked, done] = useState(false);
  useEffect(() => {
    let gone = false;
    void field.keptFigures().then(async (kept) => {
      if (!gone && kept) show(kept);
      const fresh = await field.askFigures();
      if (gone) return;
      if (fresh) show(fresh);
      done(true);
    });
    return () => { gone = true; };
  }, []);
  const empty = own && own.asked.length + own.answered.length === 0;
  return (
    <Screen title={t('settings.figures')} sub={own ? t('figures.asOf', { time: moment(own.at) }) : undefined} back="/more">
      <div class="pad stack figures">
        <p class="s quiet">{t('figures.private')}</p>
        {!own && <p role="status">{asked ? t('figures.notYet') : t('loading')}</p>}
        {empty && <p>{t('figures.none')}</p>}
        {own && <Groups title={t('figures.answered')} groups={own.answered} />}
        {own && <Groups title={t('figures.asked')} groups={own.asked} />}
        {own && own.beside.length > 0 && (
          <section class="card stack tight">
            <h2 class="lab l">{t('figures.beside')}</h2>
            <p class="s quiet">{t('figures.besideWhy')}</p>
            {own.beside.map((one) => (
              <p class="row s"><span class="grow">{[one.group, t(`figures.measure.${one.measure}`)].filter(Boolean).join(', ')}</span><b>{t('figures.mine', { mine: said(one.mine), all: said(one.all) })}</b></p>
            ))}
          </section>
        )}
        {own && own.looks > 0 && <Note tone="info" icon="eye" title={t('figures.looks', { count: own.looks })}><p><a href="/times" target="_blank" rel="noopener">{t('figures.looksMore')}</a></p></Note>}
      </div>
    </Screen>
  );
}

/** A stretch of minutes: "25 min", "3 h 05", "2 d 4 h". */
function span(minutes: number): string {
  if (minutes < 60) return t('figures.span.min', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('figures.span.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') });
  return t('figures.span.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

const said = (minutes: number | null): string => (minutes === null ? t('figures.open') : span(minutes));

function Groups({ title, groups }: { title: string; groups: readonly OwnGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <section class="stack tight">
      <h2 class="lab l">{title}</h2>
      {groups.map((group) => (
        <div class="card stack tight">
          <p class="row top"><b class="grow">{group.service || t('figures.noTeam')}</b><UrgencyMark urgency={group.urgency} /></p>
          <p class="s">{t('figures.cases', { count: group.cases })}{group.due > 0 && ` · ${t('figures.inTime', { done: group.inTarget, of: group.due })}`}</p>
          {group.measures.map((one) => (
            <p class="row s"><span class="grow">{t(`figures.measure.${one.measure}`)} <span class="quiet">{t('figures.doneOf', { done: one.done, of: one.cases })}</span></span><b>{said(one.median)}</b></p>
          ))}
        </div>
      ))}
    </section>
  );
}
