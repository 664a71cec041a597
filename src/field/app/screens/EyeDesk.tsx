import type { ComponentChildren, TargetedDragEvent, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, Id, TrayPhoto } from '../../shared/model';
import { contentOf, sidesAreOpen } from '../../shared/tray';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { go } from '../route';
import { caseWithSame } from '../view/elsewhere';
import { named } from '../view/person';
import { Note, Side, Steps } from '../parts/bits';
import { CannotTake } from '../parts/CannotTake';
import { byName, filesOf } from '../parts/dropped';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Fundus, Preview, shortName, SlotLine, type SlotState } from '../parts/slots';
import { DraftStrip, next, stepAddress } from './steps';

/** What a drag of our own carries; files of the desk carry 'Files'. */
const dragged = 'application/x-teleconsult-photo';

interface Drop {
  readonly onDragOver: (event: TargetedDragEvent<HTMLElement>) => void;
  readonly onDragLeave: (event: TargetedDragEvent<HTMLElement>) => void;
  readonly onDrop: (event: TargetedDragEvent<HTMLElement>) => void;
}

interface Refused {
  readonly name: string;
  readonly why: string;
}

/** Eye photos at a desk: many files at once, dragged or pressed to their places. No file decides by its name which eye it is. */
export function EyeDesk({ draft, slots, onLook }: { draft: Draft; slots: readonly SlotState[]; onLook: (slot: string) => void }) {
  const [picked, pick] = useState<Id | null>(null);
  const [reading, setReading] = useState<{ n: number; of: number } | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [over, setOver] = useState<string | null>(null);
  const tray = draft.tray ?? [];
  const order = inOrder(slots);

  const read = async (files: readonly File[]) => {
    for (const [n, file] of files.entries()) {
      setReading({ n, of: files.length });
      const result = await field.addToTray(draft.id, file);
      if (!result.ok) setRefused((now) => [...now, { name: file.name, why: refusal(result.code, result.arguments) }]);
    }
    setReading(null);
  };
  const put = (photo: Id, slot: string | null) => {
    pick(null);
    void field.place(draft.id, photo, slot);
  };
  const drop = (slot: SlotState | null): Drop => ({
    onDragOver: (event) => {
      const types = event.dataTransfer?.types ?? [];
      if (!types.includes(dragged) && !types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(slot?.slot.slot ?? 'tray');
    },
    onDragLeave: (event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null); },
    onDrop: (event) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(null);
      const transfer = event.dataTransfer;
      const photo = transfer?.getData(dragged);
      if (photo) put(photo, slot?.slot.slot ?? null);
      // Files go into the tray, wherever they are dropped: a slot is chosen for each photo, with the photo before one's eyes.
      else if (transfer) void filesOf(transfer).then(read);
    },
  });
  const key = (photo: Id) => (event: TargetedKeyboardEvent<HTMLElement>) => {
    const slot = order[Number(event.key) - 1];
    if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    put(photo, slot.slot.slot);
  };
  const done = slots.every((one) => one.photo || one.notTaken || !one.asked);
  const onward = () => (sidesAreOpen(draft) ? go(`${stepAddress(draft, 'photos')}/sides`) : next(draft, 'consent'));

  return (
    <Screen
      title={t('photos.eyes')} sub={t('photos.facing')} back={stepAddress(draft, 'question')} strip={<DraftStrip draft={draft} />}
      dock={<button type="button" class={done ? 'btn main' : 'btn plain grow'} disabled={reading !== null} onClick={onward}>{sidesAreOpen(draft) ? t('tray.next') : done ? t('photos.next') : slots.some((one) => one.photo) ? t('photos.enough') : t('photos.without')}</button>}
    >
      <div class="wide"><Steps now={2} label={t('photos.step')} side={t('photos.count', { n: slots.filter((one) => one.photo).length, of: slots.length })} /></div>
      <div class="pad wide eyedesk" {...drop(null)}>
        <section class={over === 'tray' ? 'tray over' : 'tray'} aria-label={t('tray.title')}>
          <div class="row wrap">
            <Many class="btn" onFiles={read} disabled={reading !== null}><Icon name="file" />{t('tray.files')}</Many>
            <Many folder class="btn plain" onFiles={read} disabled={reading !== null}>{t('tray.folder')}</Many>
          </div>
          <p class="s quiet">{t('tray.drop')}</p>
          <p class="s" role="status">{reading ? t('tray.reading', { n: reading.n, of: reading.of }) : picked ? <b>{t('tray.pressed')}</b> : null}</p>
          {refused.length > 0 && (
            <Note tone="urgent" icon="warn" title={t('tray.notAdded')} alert>
              <ul>{refused.map((one) => <li class="s"><bdi>{t('tray.refused', { name: one.name, why: one.why })}</bdi></li>)}</ul>
              <button type="button" class="btn text" onClick={() => setRefused([])}>{t('tray.seen')}</button>
            </Note>
          )}
          {tray.length > 0 && <Pile draft={draft} tray={tray} picked={picked} onPick={(id) => pick(picked === id ? null : id)} onKey={key} />}
          {tray.length > 0 && <p class="s quiet">{t('tray.notSent')}</p>}
          {picked && draft.photos.some((photo) => photo.id === picked) && <button type="button" class="btn plain small" onClick={() => put(picked, null)}><Icon name="back" flip />{t('tray.back')}</button>}
        </section>
        <section class="eyes desk-eyes" aria-label={t('photos.eyes')}>
          {(['right', 'left'] as const).map((side) => <h2 class="row l" key={side}><Side side={side} />{t(side === 'right' ? 'side.rightEye' : 'side.leftEye')}</h2>)}
          {order.map((one, n) => (
            <Place key={one.slot.slot} draft={draft} state={one} n={n + 1} picked={picked} over={over === one.slot.slot} drop={drop(one)} onPut={put} onPick={pick} onKey={key} onLook={onLook} />
          ))}
        </section>
      </div>
    </Screen>
  );
}

/** Row by row as they stand on the screen: right, left, right, left. */
function inOrder(slots: readonly SlotState[]): SlotState[] {
  const [right, left] = (['right', 'left'] as const).map((side) => slots.filter((one) => one.slot.laterality === side)) as [SlotState[], SlotState[]];
  return right.flatMap((one, i) => [one, ...(left[i] ? [left[i]] : [])]).concat(left.slice(right.length));
}

type KeyOf = (photo: Id) => (event: TargetedKeyboardEvent<HTMLElement>) => void;

const drag = (photo: Id) => (event: TargetedDragEvent<HTMLElement>) => {
  event.dataTransfer?.setData(dragged, photo);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
};

function Pile({ draft, tray, picked, onPick, onKey }: { draft: Draft; tray: readonly TrayPhoto[]; picked: Id | null; onPick: (photo: Id) => void; onKey: KeyOf }) {
  const list = useRef<HTMLUListElement>(null);
  const byKey = useRef(false);
  // By keyboard one goes from photo to photo: when one is placed, the next one is at hand.
  useEffect(() => {
    if (byKey.current) list.current?.querySelector('button')?.focus();
    byKey.current = false;
  }, [tray.length]);
  return (
    <ul class="pile" ref={list}>
      {tray.map((photo) => {
        const twin = caseWithSame(draft.id, contentOf(photo), field.cases.value);
        return (
          <li key={photo.id}>
            <button type="button" class="pilephoto" draggable aria-pressed={picked === photo.id} aria-label={t('tray.photo', { name: photo.name })} onDragStart={drag(photo.id)}
              onClick={() => onPick(photo.id)} onKeyDown={(event) => { byKey.current = true; onKey(photo.id)(event); }}>
              <span class="shot"><Preview consult={draft.id} photo={photo.id} alt="" /></span>
              <bdi class="s">{photo.name}</bdi>
            </button>
            <button type="button" class="btn text small" aria-label={`${t('photos.remove')}: ${photo.name}`} onClick={() => void field.removePhoto(draft.id, photo.id)}><Icon name="bin" /></button>
            {twin && <p class="s warn">{t('tray.elsewhere', { who: named(twin.patient) })}</p>}
          </li>
        );
      })}
    </ul>
  );
}

function Place({ draft, state, n, picked, over, drop, onPut, onPick, onKey, onLook }: {
  draft: Draft; state: SlotState; n: number; picked: Id | null; over: boolean; drop: Drop;
  onPut: (photo: Id, slot: string | null) => void; onPick: (photo: Id | null) => void; onKey: KeyOf; onLook: (slot: string) => void;
}) {
  const [why, ask] = useState(false);
  const { slot, photo, notTaken } = state;
  const press = () => (picked && picked !== photo?.id ? onPut(picked, slot.slot) : onPick(photo && picked !== photo.id ? photo.id : null));
  const label = picked && picked !== photo?.id ? t('tray.place', { slot: slot.text }) : slot.text;
  return (
    <div class={`slot deskslot ${photo ? 'done' : ''} ${over || (picked && picked !== photo?.id) ? 'next' : ''}`} data-slot={slot.slot} {...drop}>
      <button type="button" class="deskplace" aria-label={label} aria-pressed={photo ? picked === photo.id : undefined} draggable={photo !== null} onDragStart={photo ? drag(photo.id) : undefined} onClick={press}
        onKeyDown={photo ? onKey(photo.id) : undefined}>
        {photo ? <span class="shot"><Preview consult={draft.id} photo={photo.id} alt="" /></span> : <span class="shot none"><Fundus slot={slot} /></span>}
        <b>{shortName(slot)} <kbd>{n}</kbd></b>
        <SlotLine state={state} isNext={false} />
      </button>
      {why
        ? <div class="stack tight why"><CannotTake draft={draft} state={state} onDone={() => ask(false)} /></div>
        : (
          <div class="row">
            {photo
              ? <><button type="button" class="btn text small" onClick={() => onLook(slot.slot)}><Icon name="eye" />{t('tray.look')}</button>
                <button type="button" class="btn text small" onClick={() => onPut(photo.id, null)}>{t('tray.back')}</button></>
              : notTaken
                ? <button type="button" class="btn text small" onClick={() => void field.notTaken(draft.id, slot.slot, null)}>{t('cancel')}</button>
                : <button type="button" class="btn text small" onClick={() => ask(true)}>{t('photos.cannot')}</button>}
          </div>
        )}
    </div>
  );
}

/** Many files, or a folder where the browser can. */
function Many({ folder, class: classes, children, disabled, onFiles }: {
  folder?: boolean; class: string; children: ComponentChildren; disabled: boolean; onFiles: (files: readonly File[]) => Promise<void>;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => { if (folder && input.current) input.current.webkitdirectory = true; }, [folder]);
  if (folder && !('webkitdirectory' in HTMLInputElement.prototype)) return null;
  return (
    <>
      <button type="button" class={classes} disabled={disabled} onClick={() => input.current?.click()}>{children}</button>
      <input ref={input} hidden type="file" multiple tabIndex={-1} aria-hidden="true" onChange={(event) => {
        const files = byName(event.currentTarget.files ?? []);
        event.currentTarget.value = ''; // the same files may be chosen again
        void onFiles(files);
      }} />
    </>
  );
}
