import { useEffect, useState } from 'preact/hooks';
import type { Digest as Told, DigestEntry } from '../../shared/model';
import { moment } from '../../words/times';
import { t, word } from '../../words/words';
import { field } from '../field';
import { go } from '../route';
import { Note } from '../parts/bits';
import { Screen } from '../parts/Screen';

/** What became of one's own patients in a month. It is asked for each time: nobody acts on it, so it need not be there without a network. */
export function Digest() {
  const [month, choose] = useState<string | null>(null);
  const [told, show] = useState<Told | null>(null);
  const [asked, done] = useState(false);
  useEffect(() => {
    let gone = false;
    done(false);
    void field.askDigest(month).then((fresh) => {
      if (gone) return;
      if (fresh) show(fresh);
      done(true);
    });
    return () => { gone = true; };
  }, [month]);
  return (
    <Screen title={t('digest.title')} sub={told?.month} back="/more">
      <div class="pad stack">
        <p class="s quiet">{t('digest.what')}</p>
        {asked && !told && <Note tone="wait" icon="nonet" title={t('digest.noNet')} />}
        {!asked && <p role="status">{t('loading')}</p>}
        {told && told.cases.length === 0 && asked && <p role="status">{t('digest.none')}</p>}
        {told?.cases.map((one) => <Entry key={one.id} one={one} />)}
        {told && <button type="button" class="btn" onClick={() => choose(before(told.month))}>{t('digest.before')}</button>}
      </div>
    </Screen>
  );
}

function Entry({ one }: { one: DigestEntry }) {
  return (
    <button type="button" class="tile wide" onClick={() => go(`/case/${one.id}`)}>
      <span class="grow"><b><bdi>{one.patient}</bdi></b> · {one.form}
        <small>{one.advisedAt ? t('digest.answered', { day: moment(one.advisedAt) }) : t('digest.waiting')}{one.actions > 0 && ` · ${t('digest.actions', { done: one.done, of: one.actions })}`}</small>
        {one.outcome && <small>{word(`close.outcome.${one.outcome}`)}</small>}
        {one.outcomeReferral && <small>{word(`close.referral.${one.outcomeReferral}`)}</small>}
        {one.referredAt && <small>{one.reportedAt ? t('digest.reported', { day: moment(one.reportedAt) }) : one.attendedAt ? t('digest.attended', { day: moment(one.attendedAt) }) : t('digest.referred')}</small>}
        {!one.closedAt && <small>{t('digest.open')}</small>}
      </span>
    </button>
  );
}

/** "2026-10" of "2026-11". */
function before(month: string): string {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return of > 1 ? `${year}-${String(of - 1).padStart(2, '0')}` : `${year - 1}-12`;
}
