import { useEffect, useState } from 'preact/hooks';
import type { Draft, Id, Laterality } from '../../shared/model';
import { contentOf } from '../../shared/tray';
import { t } from '../../words/words';
import { field } from '../field';
import { caseWithSame } from '../view/elsewhere';
import { named } from '../view/person';
import { Note, Side } from '../parts/bits';
import { useOtherEye } from '../parts/eyeSeen';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Fundus, notTakenWords, Preview, type SlotState } from '../parts/slots';
import { DraftStrip, next, stepAddress } from './steps';

/** All photos once more, large, each on the side of its eye, before they may be sent. */
export function SideCheck({ draft, slots }: { draft: Draft; slots: readonly SlotState[] }) {
  const [kept, keep] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<readonly Id[]>([]);
  const report = (photo: Id, isOpen: boolean) => setOpen((now) => (now.includes(photo) === isOpen ? now : isOpen ? [...now, photo] : now.filter((id) => id !== photo)));
  const asked = open.filter((id) => draft.photos.some((photo) => photo.id === id));
  const right = slots.filter((one) => one.slot.laterality === 'right');
  const left = slots.filter((one) => one.slot.laterality === 'left');
  return (
    <Screen
      title={t('tray.sides')} sub={t('tray.sidesSub')} back={stepAddress(draft, 'photos')} strip={<DraftStrip draft={draft} />}
      dock={<button type="button" class="btn main" disabled={asked.length > 0} onClick={() => void field.sidesChecked(draft.id).then(() => next(draft, 'consent'))}><Icon name="tick" />{t('tray.sidesRight')}</button>}
    >
      {(draft.tray?.length ?? 0) > 0 && <div class="wide pad"><Note tone="wait" icon="file" title={t('tray.left', { count: draft.tray!.length })} /></div>}
      <div class="pad wide sides">
        {[right, left].map((eye, i) => (
          <section class="stack" key={i}>
            <h2 class="row l"><Side side={i === 0 ? 'right' : 'left'} />{t(i === 0 ? 'side.rightEye' : 'side.leftEye')}</h2>
            {eye.map((one) => (
              <OneSide key={one.photo?.id ?? one.slot.slot} draft={draft} state={one} kept={kept.includes(key(one))} opposite={opposite(one, slots)}
                onKeep={() => keep([...kept, key(one)])} onOpen={report} />
            ))}
          </section>
        ))}
      </div>
    </Screen>
  );
}

/** Kept is this photo in this slot: moved, it is asked about anew. */
const key = ({ slot, photo }: SlotState): string => `${slot.slot}=${photo?.id}`;

const opposite = (one: SlotState, slots: readonly SlotState[]): SlotState | null =>
  slots.find((other) => other.slot.laterality !== one.slot.laterality && other.slot.slot.replace(/^[RL]/, '') === one.slot.slot.replace(/^[RL]/, '')) ?? null;

function OneSide({ draft, state, kept, opposite: other, onKeep, onOpen }: {
  draft: Draft; state: SlotState; kept: boolean; opposite: SlotState | null; onKeep: () => void; onOpen: (photo: Id, isOpen: boolean) => void;
}) {
  const { slot, photo, notTaken } = state;
  const looks = useOtherEye(draft.id, photo);
  const twin = photo && caseWithSame(draft.id, contentOf(photo), field.cases.value);
  const asks = looks !== null && !kept;
  useEffect(() => { if (photo) onOpen(photo.id, asks); }, [photo?.id, asks]);
  return (
    <figure class="card sidecard">
      <figcaption><b>{slot.text}</b></figcaption>
      {photo
        ? (
          <div class="sidepair">
            <div class="sidephoto"><Preview consult={draft.id} photo={photo.id} alt={slot.text} large /></div>
            <div class="sidesketch"><Fundus slot={slot} /><span class="s quiet">{t(slot.laterality === 'right' ? 'tray.oneRight' : 'tray.oneLeft')}</span></div>
          </div>
        )
        : <p class="row quiet"><Icon name="x" />{notTaken ? notTakenWords(notTaken) : t('photos.missing')}</p>}
      {photo && looks && !kept && <SideWarning looks={looks} onKeep={onKeep} onMove={other ? () => void field.place(draft.id, photo.id, other.slot.slot) : null} />}
      {twin && <Note tone="urgent" icon="warn" title={t('tray.elsewhere', { who: named(twin.patient) })} />}
    </figure>
  );
}

/** "This looks like a left eye": a question, which the worker answers. */
export function SideWarning({ looks, onMove, onKeep }: { looks: Exclude<Laterality, 'none'>; onMove: (() => void) | null; onKeep: () => void }) {
  const left = looks === 'left';
  return (
    <Note tone="urgent" icon="warn" title={t(left ? 'tray.looksLeft' : 'tray.looksRight')} alert>
      <p>{t(left ? 'tray.discLeft' : 'tray.discRight')}</p>
      <div class="row wrap">
        {onMove && <button type="button" class="btn" onClick={onMove}><Icon name="refresh" />{t(left ? 'tray.moveLeft' : 'tray.moveRight')}</button>}
        <button type="button" class="btn plain" onClick={onKeep}>{t(left ? 'tray.keepRight' : 'tray.keepLeft')}</button>
      </div>
    </Note>
  );
}
