import { useState } from 'preact/hooks';
import { lastTimeOf } from '../view/lastTime';
import { shotOf } from '../../intake/coach';
import { slotsNow } from '../../intake/form';
import type { Slot, Template } from '../../intake/template';
import { effectiveUrgency, redFlags } from '../../intake/urgency';
import { sidesAreOpen } from '../../shared/tray';
import { findingsIn } from '../../sync/checks';
import type { Draft, Urgency } from '../../shared/model';
import { bytes } from '../../words/times';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { desk, go, up } from '../route';
import { caseTitle, nameOf, template } from '../templates';
import { Note, Side, Steps, UrgencyMark } from '../parts/bits';
import { CameraButton } from '../parts/CameraButton';
import { CannotTake } from '../parts/CannotTake';
import { useOtherEye } from '../parts/eyeSeen';
import { FindingLines, KeepAnyway } from '../parts/Findings';
import { FileButton } from '../parts/inputs';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { EyeSlots, eyeWords, lastWords, Preview, RowSlots, type SlotState } from '../parts/slots';
import { EyeDesk } from './EyeDesk';
import { SideCheck, SideWarning } from './SideCheck';
import { DraftStrip, next, SavedAt, stepAddress } from './steps';

/** Photos go into slots, each with its side: a pile of pictures cannot say which eye it shows. */
export function Photos({ draft, slot }: { draft: Draft; slot: string | undefined }) {
  const form = template(draft.template);
  if (!form) return <Screen title={caseTitle(draft.template)} back={stepAddress(draft, 'question')} strip={<DraftStrip draft={draft} />}><p class="pad quiet">{t('loading')}</p></Screen>;
  const asked = askedFor(form.items);
  const last = lastTimeOf(draft, field.cases.value);
  const slots: readonly SlotState[] = slotsNow(form, draft.answers, draft.photos.map((photo) => photo.slot)).map((one) => ({
    slot: one,
    photo: draft.photos.find((photo) => photo.slot === one.slot) ?? null,
    notTaken: draft.notTaken.find((not) => not.slot === one.slot) ?? null,
    last: last.get(one.slot) ?? null,
    asked: one.required || asked.includes(one.linkId) || asked.length === 0,
  }));
  const shown = slot ? slots.find((one) => one.slot.slot === decodeURIComponent(slot)) : undefined;
  const urgency = draft.urgency && effectiveUrgency(draft.urgency, redFlags(form, draft.answers)).urgency;
  const eyes = form.policy === 'retina';
  if (eyes && slot === 'sides') return <SideCheck draft={draft} slots={slots} />;
  if (eyes && desk.value && !shown) return <EyeDesk draft={draft} slots={slots} onLook={(code) => go(`${stepAddress(draft, 'photos')}/${encodeURIComponent(code)}`)} />;
  return shown ? <OneSlot draft={draft} state={shown} eyes={eyes} /> : <AllSlots draft={draft} slots={slots} eyes={eyes} urgency={urgency} />;
}

function AllSlots({ draft, slots, eyes, urgency }: { draft: Draft; slots: readonly SlotState[]; eyes: boolean; urgency: Urgency | null }) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [marked, mark] = useState<string | null>(null);
  const [cannot, setCannot] = useState(false);
  const open = (one: SlotState) => !one.photo && !one.notTaken;
  const now = slots.find((one) => one.slot.slot === marked && !one.photo) ?? slots.find((one) => open(one) && one.asked) ?? null;
  const taken = slots.filter((one) => one.photo).length;
  // Photos that came out of a desk's tray have their sides checked, also when the window has become narrow.
  const onward = () => (sidesAreOpen(draft) ? go(`${stepAddress(draft, 'photos')}/sides`) : next(draft, 'consent'));

  const add = async (one: SlotState, file: File, camera: boolean) => {
    setBusy(true);
    setSaid(null);
    const result = await field.addPhoto(draft.id, one.slot.slot, file, camera || !file.lastModified ? undefined : new Date(file.lastModified).toISOString());
    setBusy(false);
    mark(null);
    if (result.ok) go(`${stepAddress(draft, 'photos')}/${encodeURIComponent(one.slot.slot)}`);
    else setSaid(refusal(result.code, result.arguments));
  };
  const pick = (one: SlotState) => {
    if (one.photo) go(`${stepAddress(draft, 'photos')}/${encodeURIComponent(one.slot.slot)}`);
    else mark(one.slot.slot);
  };

  return (
    <Screen
      title={eyes ? t('photos.eyes') : caseTitle(draft.template)} sub={eyes ? t('photos.facing') : <SavedAt draft={draft} />} back={stepAddress(draft, 'question')}
      strip={<DraftStrip draft={draft}>{urgency && <UrgencyMark urgency={urgency} />}</DraftStrip>}
      dockColumn={!eyes || cannot}
      dock={cannot && now
        ? <CannotTake draft={draft} state={now} onDone={() => { setCannot(false); mark(null); }} />
        : !now
          ? <button type="button" class="btn main" onClick={onward}>{t('photos.next')}</button>
          : eyes
            ? (
              <>
                <FileButton camera={false} class="btn plain small" disabled={busy} onFile={(file) => void add(now, file, false)}>{t('photos.fromPhone')}</FileButton>
                <button type="button" class="btn plain small" onClick={() => setCannot(true)}>{t('photos.cannot')}</button>
                <TakeButton draft={draft} state={now} busy={busy} words={eyeWords(now.slot)} onFile={(file) => void add(now, file, true)} />
              </>
            )
            : (
              <>
                <div class="row">
                  <FileButton camera={false} class="btn plain grow" disabled={busy} onFile={(file) => void add(now, file, false)}><Icon name="file" />{t('photos.fromPhone')}</FileButton>
                  <button type="button" class="btn plain grow" onClick={onward}>{taken > 0 ? t('photos.enough') : t('photos.without')}</button>
                </div>
                <TakeButton draft={draft} state={now} busy={busy} onFile={(file) => void add(now, file, true)} />
              </>
            )}
    >
      <Steps now={2} label={t('photos.step')} side={t('photos.count', { n: taken, of: slots.length })} />
      <div class="pad stack">
        {said && <Note tone="urgent" icon="warn" title={said} alert><p>{t('photos.nothingLost')}</p></Note>}
        {eyes
          ? <EyeSlots consult={draft.id} slots={slots} nextSlot={now?.slot.slot ?? null} onPick={pick} />
          : <RowSlots consult={draft.id} slots={slots} nextSlot={now?.slot.slot ?? null} onPick={pick}
              again={(one) => <CameraButton title={one.slot.text} shot={shotOf(nameOf(draft.template), one.slot.slot)} class="ib edge" label={t('photos.again', { slot: one.slot.text })} onFile={(file) => void add(one, file, true)}><Icon name="camera" />{t('photos.againShort')}</CameraButton>} />}
        {eyes && now?.slot.help && <p class="s quiet">{now.slot.help}</p>}
        {eyes && now && <button type="button" class="btn plain wide" onClick={onward}>{taken > 0 ? t('photos.enough') : t('photos.without')}</button>}
      </div>
    </Screen>
  );
}

function TakeButton({ draft, state, busy, words, onFile }: { draft: Draft; state: SlotState; busy: boolean; words?: string; onFile: (file: File) => void }) {
  return (
    <CameraButton title={state.slot.text} shot={shotOf(nameOf(draft.template), state.slot.slot)} class="btn main" disabled={busy} onFile={onFile}>
      <Icon name="camera" />{busy ? t('photos.busy') : words ?? t('photos.take', { slot: state.slot.text })}
    </CameraButton>
  );
}

/** Link ids of the photos that a case of this kind should have; the others are for some cases only. */
const askedFor = (items: Template['items']): string[] => items.flatMap((item) => [...(item.kind === 'photo' && item.asked ? [item.linkId] : []), ...askedFor(item.items)]);

/** One photo, large, with its side: keep it, or take it again. */
const sideName = (slot: Slot, eyes: boolean): string =>
  eyes ? t(slot.laterality === 'right' ? 'side.rightEye' : 'side.leftEye') : t(slot.laterality === 'right' ? 'side.right' : 'side.left');

function sideQuestion(slot: Slot, eyes: boolean): string {
  if (eyes) return t(slot.laterality === 'right' ? 'photos.checkRight' : 'photos.checkLeft');
  return t(slot.laterality === 'right' ? 'photos.checkRightSide' : 'photos.checkLeftSide');
}

function OneSlot({ draft, state, eyes }: { draft: Draft; state: SlotState; eyes: boolean }) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const all = stepAddress(draft, 'photos');
  const { slot, photo, last } = state;
  const [kept, keep] = useState<string | null>(null);
  const looks = useOtherEye(draft.id, eyes ? photo : null);
  const findings = (photo && findingsIn(draft, field.cases.value.map((view) => view.case)).get(photo.id)) || [];
  const wanting = findings.length > 0 && !photo?.kept;
  const opposite = slot.slot.replace(/^[RL]/, (side) => (side === 'R' ? 'L' : 'R'));
  const move = photo && (() => void field.place(draft.id, photo.id, opposite).then(() => up(all)));
  const add = async (file: File, camera: boolean) => {
    setBusy(true);
    const result = await field.addPhoto(draft.id, slot.slot, file, camera || !file.lastModified ? undefined : new Date(file.lastModified).toISOString());
    setBusy(false);
    setSaid(result.ok ? null : refusal(result.code, result.arguments));
  };
  return (
    <Screen
      title={t('photos.goodEnough')} sub={slot.text} back={all} dockColumn
      strip={<DraftStrip draft={draft}>{slot.laterality !== 'none' && <span class="row"><Side side={slot.laterality} /><b>{sideName(slot, eyes)}</b></span>}</DraftStrip>}
      dock={
        <>
          <div class="row">
            {photo && <button type="button" class="btn plain small grow" onClick={() => void field.removePhoto(draft.id, photo.id).then(() => up(all))}><Icon name="bin" />{t('photos.remove')}</button>}
            <FileButton camera={false} class="btn plain small grow" disabled={busy} onFile={(file) => void add(file, false)}><Icon name="file" />{t('photos.fromPhone')}</FileButton>
            {wanting
              ? <button type="button" class="btn plain small grow" disabled={busy} onClick={() => up(all)}><Icon name="tick" />{t('photos.keep')}</button>
              : <CameraButton title={slot.text} shot={shotOf(nameOf(draft.template), slot.slot)} class="btn plain small grow" disabled={busy} onFile={(file) => void add(file, true)}><Icon name="camera" />{t('photos.againLong')}</CameraButton>}
          </div>
          {wanting
            ? <CameraButton title={slot.text} shot={shotOf(nameOf(draft.template), slot.slot)} class="btn main" disabled={busy} onFile={(file) => void add(file, true)}><Icon name="camera" />{t('photos.againLong')}</CameraButton>
            : <button type="button" class="btn main" disabled={busy} onClick={() => up(all)}><Icon name="tick" />{t('photos.keep')}</button>}
        </>
      }
    >
      {last
        ? (
          <div class="look two">
            <figure><Preview consult={last.consult} photo={last.photo} alt={`${slot.text}, ${lastWords(last)}`} large /><figcaption>{lastWords(last)}</figcaption></figure>
            <figure>{photo && <Preview consult={draft.id} photo={photo.id} alt={slot.text} large />}<figcaption>{t('lastTime.now')}</figcaption></figure>
          </div>
        )
        : <div class={findings.length > 0 ? 'look brief' : 'look'}>{photo && <Preview consult={draft.id} photo={photo.id} alt={slot.text} large />}</div>}
      {said && <div class="pad"><Note tone="urgent" icon="warn" title={said} alert><p>{t('photos.nothingLost')}</p></Note></div>}
      {looks && photo && kept !== photo.id && <div class="pad"><SideWarning looks={looks} onKeep={() => keep(photo.id)} onMove={move} /></div>}
      {photo && findings.length > 0 && (
        <>
          <div class="found" role="status"><FindingLines findings={findings} /></div>
          <KeepAnyway key={photo.id} findings={findings} kept={photo.kept} onKeep={(kept) => void field.keepPhoto(draft.id, photo.id, kept).then(() => up(all))} />
        </>
      )}
      <div class="list">
        {slot.laterality !== 'none' && <div><Side side={slot.laterality} /><span class="grow"><b>{sideQuestion(slot, eyes)}</b><span class="s quiet">{t(eyes ? 'photos.checkSide' : 'photos.checkSideOther')}</span></span></div>}
        {photo?.look && findings.length === 0 && <div class="finding fine"><Icon name="tick" /><span class="grow"><b>{t('coach.nothing')}</b><span class="s quiet">{t('coach.checked')}</span></span></div>}
        <div><Icon name="eye" /><span class="grow"><b>{t('photos.checkSharp')}</b><span class="s quiet">{slot.help || t('photos.checkSharpMore')}</span></span></div>
        {photo && <div><Icon name="data" /><span class="grow"><b class="num">{bytes(photo.bytes)} · {photo.width} × {photo.height}</b><span class="s quiet">{t('photos.clean')}</span></span></div>}
      </div>
    </Screen>
  );
}
