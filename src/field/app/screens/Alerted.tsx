import type { Alert, Ladder } from '../../shared/wire';
import { moment } from '../../words/times';
import { t, word } from '../../words/words';

/** Who was alerted while nobody had the case, by what, and whether it arrived; and who is next. */
export function Alerted({ ladder }: { ladder: Ladder | null | undefined }) {
  if (!ladder || (!ladder.runs && ladder.alerts.length === 0)) return null;
  return (
    <details class="alerted" open={ladder.unanswered}>
      <summary><b>{t('ladder.title')}</b>{ladder.nextAt && <span class="s under">{t('ladder.next', { who: ladder.nextWho.join(', '), time: moment(ladder.nextAt) })}</span>}</summary>
      {ladder.alerts.length === 0 && <p class="s quiet">{t('ladder.waits')}</p>}
      <ul>{newest(ladder.alerts).map((alert) => <li key={`${alert.who} ${alert.channel} ${alert.at}`} class={alert.state === 'failed' ? 's warn' : 's'}>{said(alert)}</li>)}</ul>
    </details>
  );
}

/** The newest message to each person by each channel, the newest first. */
export function newest(alerts: readonly Alert[]): readonly Alert[] {
  const seen = new Set<string>();
  return [...alerts].reverse().filter((one) => {
    const key = `${one.who} ${one.channel}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

function said(alert: Alert): string {
  const why = alert.why ? word(`alert.why.${alert.why}`) : null;
  const state = [word(`alert.state.${alert.state}`), why, alert.acknowledged && t('ladder.acknowledged')].filter(Boolean).join(', ');
  return `${moment(alert.since)} · ${alert.who} · ${word(`alert.channel.${alert.channel}`) ?? ''}: ${state}`;
}
