import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Slot } from '../../intake/template';
import type { LocalPhoto, NotTaken } from '../../shared/model';
import { calendarDay } from '../../words/times';
import { t } from '../../words/words';
import type { LastPhoto } from '../view/lastTime';
import { field } from '../field';
import { Side } from './bits';
import { Icon } from './Icon';

export interface SlotState {
  readonly slot: Slot;
  readonly photo: LocalPhoto | null;
  readonly notTaken: NotTaken | null;
  /** The same place in the case that this one follows. */
  readonly last?: LastPhoto | null;
  /** A case of this kind should have it. */
  readonly asked: boolean;
}

/** A small picture of a photo; nothing while it is looked for. It is never mirrored. */
export function Preview({ consult, photo, alt, large }: { consult: string; photo: string; alt: string; large?: boolean }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const ask = large ? field.photoUrl(consult, photo).then((found) => found ?? field.previewUrl(consult, photo)) : field.previewUrl(consult, photo);
    ask.then((found) => { if (!gone) setUrl(found); }, () => undefined);
    return () => void (gone = true);
  }, [consult, photo, large]);
  return url ? <img src={url} alt={alt} /> : null;
}

/** Two eyes as one faces the patient: the right eye stands on the left of the screen, in every language. */
export function EyeSlots({ consult, slots, nextSlot, onPick }: { consult: string; slots: readonly SlotState[]; nextSlot: string | null; onPick: (slot: SlotState) => void }) {
  const right = slots.filter((one) => one.slot.laterality === 'right');
  const left = slots.filter((one) => one.slot.laterality === 'left');
  const rows = right.flatMap((one, i) => [one, left[i]]).concat(left.slice(right.length));
  return (
    <>
      <div class="eyehead">
        <span class="row"><Side side="right" /><b>{t('side.rightEye')}</b></span>
        <svg viewBox="0 0 40 34" aria-hidden="true"><circle cx="20" cy="17" r="15" /><path d="M14 13v2M26 13v2M20 15v4M14.500 23.500c3 3 8 3 11 0" /></svg>
        <span class="row"><b>{t('side.leftEye')}</b><Side side="left" /></span>
      </div>
      <div class="eyes">
        {rows.map((one) => one && (
          <button type="button" class={`slot ${one.photo ? 'done' : ''} ${one.slot.slot === nextSlot ? 'next' : ''}`} onClick={() => onPick(one)}>
            <span class="away">{one.slot.laterality === 'right' ? t('side.rightEye') : t('side.leftEye')}</span>
            {one.photo
              ? <span class="shot"><Preview consult={consult} photo={one.photo.id} alt="" /></span>
              : <span class="shot none"><Fundus slot={one.slot} /></span>}
            <b>{shortName(one.slot)}</b>
            <SlotLine state={one} isNext={one.slot.slot === nextSlot} />
          </button>
        ))}
      </div>
    </>
  );
}

/** Rows for photos that are no pair. */
export function RowSlots({ consult, slots, nextSlot, onPick, again }: { consult: string; slots: readonly SlotState[]; nextSlot: string | null; onPick: (slot: SlotState) => void; again: (slot: SlotState) => ComponentChildren }) {
  return (
    <ul class="stack">
      {slots.map((one) => (
        <li class={one.slot.slot === nextSlot ? 'shotrow next' : 'shotrow'}>
          <button type="button" class={one.photo ? 'shot' : 'shot none'} onClick={() => onPick(one)} aria-label={slotLabel(one)}>
            {one.photo ? <Preview consult={consult} photo={one.photo.id} alt="" /> : <Sketch slot={one.slot.slot} />}
          </button>
          <span>
            <b class="row"><Side side={one.slot.laterality} /><span>{one.slot.text}</span></b>
            {one.slot.help && <><span class="s quiet">{one.slot.help}</span></>}
            <SlotLine state={one} isNext={one.slot.slot === nextSlot} />
            {one.last && <span class="row last s quiet"><span class="thumb small"><Preview consult={one.last.consult} photo={one.last.photo} alt="" /></span>{lastWords(one.last)}</span>}
          </span>
          {one.photo ? again(one) : <span />}
        </li>
      ))}
    </ul>
  );
}

/** The code in this app's language; what has none, in the worker's own words. */
export const notTakenWords = ({ code, reason }: NotTaken): string => (code && code !== 'other' ? t(`notTaken.${code}`) : reason);

/** "Last time, 14 Nov" */
export const lastWords = (last: LastPhoto): string => t('lastTime.of', { day: calendarDay(last.at) });

const slotLabel = ({ slot, photo, notTaken }: SlotState): string => `${slot.text}: ${photo ? t('photos.taken') : notTaken ? notTakenWords(notTaken) : t('photos.missing')}`;

/** "Macula" where the eye already stands above. */
export function shortName(slot: Slot): string {
  const tail = slot.text.split(/[,:]\s*/).slice(1).join(', ');
  return tail ? tail.charAt(0).toUpperCase() + tail.slice(1) : slot.text;
}

/** "Right, macula": short enough for a button. */
export const eyeWords = (slot: Slot): string => `${slot.laterality === 'right' ? t('side.right') : t('side.left')}, ${shortName(slot).toLocaleLowerCase()}`;

export function SlotLine({ state: { photo, notTaken, asked }, isNext }: { state: SlotState; isNext: boolean }) {
  if (photo) return <span class="state st good"><Icon name="tick" />{t('photos.taken')}</span>;
  if (notTaken) return <span class="state st"><Icon name="x" />{notTakenWords(notTaken)}</span>;
  if (isNext) return <span class="state st"><Icon name="camera" />{t('photos.now')}</span>;
  return <span class="state st quiet">{asked ? t('photos.missing') : t('photos.optional')}</span>;
}

/** What the picture of this field looks like: macula in the middle, or disc in the middle. The disc lies towards the nose. */
export function Fundus({ slot }: { slot: Slot }) {
  const disc = /disc|onh/i.test(slot.slot);
  // Drawn for a right eye, as a fundus camera shows it; the left eye's drawing is its mirror. Photos never are.
  const flip = slot.laterality === 'left' ? 'translate(100 0) scale(-1 1)' : undefined;
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <g transform={flip}>
        <circle cx="50" cy="50" r="46" stroke-dasharray="4 5" />
        {disc
          ? <><ellipse cx="50" cy="50" rx="8" ry="9.500" class="f" /><circle cx="20" cy="50" r="3.500" class="f" /><circle cx="20" cy="50" r="10" stroke-dasharray="2 4" /><path d="M50 42C45 22 30 18 14 24M50 58C45 78 30 82 14 76M52 42C56 28 68 20 80 22M52 58C56 72 68 80 80 78" /></>
          : <><ellipse cx="80" cy="50" rx="8" ry="9.500" class="f" /><circle cx="50" cy="50" r="3.500" class="f" /><circle cx="50" cy="50" r="10" stroke-dasharray="2 4" /><path d="M80 42C70 18 40 16 18 28M80 58C70 82 40 84 18 72" /></>}
      </g>
    </svg>
  );
}

/** From where to take it. */
function Sketch({ slot }: { slot: string }) {
  if (slot === 'overview') return <svg viewBox="0 0 60 60" aria-hidden="true"><circle cx="30" cy="12" r="7" /><path d="M14 54V32c0-6 6-9 16-9s16 3 16 9v22M22 34v20M38 34v20" /><circle cx="36" cy="31" r="3" class="f" /></svg>;
  if (slot === 'side') return <svg viewBox="0 0 60 60" aria-hidden="true"><path d="M4 44h14c4 0 4-14 12-14s8 14 12 14h14M48 20l-12 6M48 20l-1 7M48 20l-7-3" /></svg>;
  return <svg viewBox="0 0 60 60" aria-hidden="true"><circle cx="30" cy="24" r="8" class="f" /><path d="M6 14V6h8M46 6h8v8M54 34v8h-8M14 42H6v-8M10 48h40v8H10zM16 48v4M22 48v3M28 48v4M34 48v3M40 48v4M46 48v3" /></svg>;
}
