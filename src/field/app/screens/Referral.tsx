import { useState } from 'preact/hooks';
import type { MissedReason, Referral as Wire, ReferralEnd, ReferralMark } from '../../shared/model';
import { referralsOf } from '../../shared/referral';
import type { CaseView } from '../../sync/api';
import { calendarDay, moment } from '../../words/times';
import { t } from '../../words/words';
import { useKeptText } from '../drafts';
import { field } from '../field';
import { Icon } from '../parts/Icon';
import { TextField } from '../parts/inputs';

type Did = ReferralMark['did'];

const missed: readonly MissedReason[] = ['cost', 'distance', 'family', 'notTold', 'better', 'refused', 'turnedAway', 'other'];
const ended: readonly ReferralEnd[] = ['notNeeded', 'declined', 'seenElsewhere', 'notReached', 'noPlace', 'died', 'other'];

/** Where the patient was sent on to: what is to be done next, and what became of it. All of it works without a network. */
export function Referrals({ view }: { view: CaseView }) {
  const all = referralsOf(view.case);
  if (all.length === 0) return null;
  return (
    <section class="stack" aria-label={t('referral.title')}>
      {all.map(({ referral, waits }) => <One key={referral.id} view={view} referral={referral} waits={waits} />)}
    </section>
  );
}

function One({ view, referral, waits }: { view: CaseView; referral: Wire; waits: boolean }) {
  const [doing, begin] = useState<Did | null>(null);
  const keep = (mark: ReferralMark, note: string | null = null) => void field.followReferral(view.id, referral.id, mark, note).then(() => begin(null));
  return (
    <div class={referral.next?.overdue ? 'card stack tight referral late' : 'card stack tight referral'}>
      <p class="row top"><Icon name="leave" flip /><b class="grow l">{whereTo(referral)}</b></p>
      <p class="s">{t(`referral.reason.${referral.reason}`)} · {t(`urgency.${referral.urgency}`)} · {t('referral.attendBy', { day: calendarDay(referral.attendBy) })}</p>
      {referral.note && <p class="pre" dir="auto">{referral.note}</p>}
      {referral.bookedFor && !referral.attendedOn && <Line icon="clock" text={t('referral.booked', { day: calendarDay(referral.bookedFor) })} />}
      {referral.missedWhy && !referral.attendedOn && <Line icon="warn" text={t('referral.missed', { why: t(`referral.miss.${referral.missedWhy}`) })} note={referral.missedNote} />}
      {referral.attendedOn && <Line icon="tick" text={t('referral.attended', { day: calendarDay(referral.attendedOn) })} />}
      {referral.reportedAt && <Line icon="ticks" text={t('referral.reported', { day: calendarDay(referral.reportedAt) })} note={referral.report} />}
      {referral.endedWhy && referral.endedAt && <Line icon="x" text={t('referral.ended', { why: t(`referral.end.${referral.endedWhy}`) })} note={referral.endNote} />}
      {referral.next && <p class="s"><b>{nextWords(referral.next)}</b></p>}
      {waits && <p class="row s"><Icon name="phone" />{t('referral.waits')}</p>}
      {doing
        ? <Form key={doing} did={doing} referral={referral} onKeep={keep} onCancel={() => begin(null)} />
        : steps(referral).length > 0 && (
          <>
            <button type="button" class="btn" onClick={() => begin(steps(referral)[0]!)}>{t(`referral.do.${steps(referral)[0]!}`)}</button>
            <div class="row wrap">{steps(referral).slice(1).map((did) => <button type="button" class="btn plain" onClick={() => begin(did)}>{t(`referral.do.${did}`)}</button>)}</div>
          </>
        )}
    </div>
  );
}

function Line({ icon, text, note }: { icon: 'clock' | 'warn' | 'tick' | 'ticks' | 'x'; text: string; note?: string | null }) {
  return (
    <>
      <p class="row s"><Icon name={icon} /><span class="grow">{text}</span></p>
      {note && <p class="s pre quiet" dir="auto">{note}</p>}
    </>
  );
}

function whereTo({ service, place, where }: Wire): string {
  const to = [service?.name, place?.name, where].filter(Boolean).join(', ');
  return to ? t('referral.to', { where: to }) : t('referral.nowhere');
}

function nextWords(next: NonNullable<Wire['next']>): string {
  const what = t(`referral.step.${next.kind}`);
  if (!next.due) return t('referral.nextOpen', { what });
  return t(next.overdue ? 'referral.late' : 'referral.next', { who: next.who, day: moment(next.due), what });
}

/** What can be said now, the likeliest first. */
function steps(referral: Wire): readonly Did[] {
  switch (referral.next?.kind) {
    case 'arrange': return ['booked', 'attended', 'directed', 'ended'];
    case 'attend': return ['attended', 'missed', 'booked', 'directed', 'ended'];
    case 'report': return ['reported', 'ended'];
    default: return referral.reportedAt ? [] : ['attended', 'reported'];
  }
}

function Form({ did, referral, onKeep, onCancel }: { did: Did; referral: Wire; onKeep: (mark: ReferralMark, note?: string | null) => void; onCancel: () => void }) {
  const [day, setDay] = useState(dayOf(did === 'directed' ? referral.attendBy : did === 'attended' && referral.bookedFor && Date.parse(referral.bookedFor) < Date.now() ? referral.bookedFor : new Date()));
  const [where, setWhere] = useState(referral.where ?? '');
  const [why, choose] = useState<MissedReason | ReferralEnd | null>(null);
  const [note, keepNote] = useKeptText(`referral:${did}:${referral.id}`);
  const said = note.trim() || null;
  const keep = (mark: ReferralMark) => { keepNote(''); onKeep(mark, said); };
  const save = () => {
    switch (did) {
      case 'booked': return onKeep({ did, on: noon(day) });
      case 'attended': return onKeep({ did, on: noon(day) < new Date().toISOString() ? noon(day) : new Date().toISOString() });
      case 'reported': return keep({ did });
      case 'missed': return why && keep({ did, why: why as MissedReason });
      case 'ended': return why && keep({ did, why: why as ReferralEnd });
      case 'directed': return onKeep({ did, form: { urgency: referral.urgency, reason: referral.reason, service: referral.service?.id ?? null, place: referral.place?.id ?? null, where: where.trim() || null, note: referral.note, attendBy: day === dayOf(referral.attendBy) ? referral.attendBy : endOf(day) } });
    }
  };
  return (
    <div class="stack tight">
      {did === 'directed' && <TextField label={t('referral.where')} value={where} onText={setWhere} maxLength={300} />}
      {(did === 'booked' || did === 'attended' || did === 'directed') && <TextField label={t(`referral.day.${did}`)} type="date" value={day} onText={setDay} />}
      {(did === 'missed' || did === 'ended') && (
        <fieldset>
          <legend class="lab">{t(`referral.why.${did}`)}</legend>
          <div class="chips">
            {did === 'missed'
              ? missed.map((one) => <button type="button" class="chip" aria-pressed={why === one} onClick={() => choose(one)}>{t(`referral.miss.${one}`)}</button>)
              : ended.map((one) => <button type="button" class="chip" aria-pressed={why === one} onClick={() => choose(one)}>{t(`referral.end.${one}`)}</button>)}
          </div>
        </fieldset>
      )}
      {(did === 'missed' || did === 'ended' || did === 'reported') && <TextField area label={t(`referral.note.${did}`)} value={note} onText={keepNote} maxLength={2000} />}
      <div class="row">
        <button type="button" class="btn plain grow" onClick={onCancel}>{t('cancel')}</button>
        <button type="button" class="btn main grow" disabled={day === '' || ((did === 'missed' || did === 'ended') && !why)} onClick={save}>{t('referral.save')}</button>
      </div>
    </div>
  );
}

/** A day by this phone's calendar, as a date field has it. */
function dayOf(at: string | Date): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

const noon = (day: string): string => new Date(`${day}T12:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59`).toISOString();
