import { loadTemplate } from '../intake/templates';
import type { Slot } from '../intake/template';
import { newId } from '../shared/ids';
import type { Id, Instant, LocalPhoto, PhotoCheck, PhotoLook, PhotoPolicy, TrayPhoto } from '../shared/model';
import { contentOf, place, sidesOf } from '../shared/tray';
import type { StoredBytes } from '../store/user';
import type { AddPhotoRefusal, AddPhotoResult, Field } from './api';
import { retakeEntries } from './compose';
import { now, urgencyOf, type Desk } from './desk';

/** Makes a photo ready to leave the phone; throws with a `code` when it cannot. */
export type Prepare = (file: Blob, policy: PhotoPolicy) => Promise<
  Pick<LocalPhoto, 'width' | 'height' | 'sha256' | 'preview'> & Bytes & { readonly original?: Bytes & { readonly sha256: string }; readonly look?: PhotoLook }>;

interface Bytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

type Photos = Pick<Field, 'addToTray' | 'place' | 'sidesChecked' | 'addPhoto' | 'removePhoto' | 'notTaken' | 'keepPhoto' | 'lookAt' | 'retakePhoto' | 'previewUrl' | 'photoUrl'>;

interface Place {
  readonly slot: Slot;
  readonly policy: PhotoPolicy;
}

/** More than a fundus camera's folder holds of one patient. */
const mostInTray = 40;

const wrongSlot: AddPhotoResult = { ok: false, code: 'photo.wrong-slot' };

/** Taking photos into slots, and looking at them. */
export function photos(desk: Desk, prepare: Prepare): Photos {
  async function placeOf(canonical: string | undefined, slot: string | undefined): Promise<Place | null> {
    const template = canonical ? await loadTemplate(canonical) : null;
    const found = template?.slots.find((one) => one.slot === slot);
    return template && found ? { slot: found, policy: template.policy } : null;
  }

  /** A picture that is looked at and then sent is made ready once. */
  const known = new WeakMap<Blob, ReturnType<Prepare>>();
  const ready = (file: Blob, policy: PhotoPolicy): ReturnType<Prepare> => {
    const before = known.get(file);
    if (before) return before;
    const now = prepare(file, policy);
    known.set(file, now);
    return now;
  };

  /** The slot that a request, or a photo that was refused, asks for again. */
  function placeAgain(consult: Id, request: Id): { asked: boolean; template: string | undefined; slot: string | undefined } {
    const local = desk.caseOf(consult);
    const asked = local?.consult?.requests.find((r) => r.id === request);
    const refused = [...(local?.consult?.photos ?? []), ...(local?.sealed?.submission.photos ?? [])].find((p) => p.id === request);
    return { asked: asked !== undefined, template: local?.consult?.template ?? local?.sealed?.submission.template, slot: asked?.slot ?? refused?.slot };
  }

  /** Advises alone: where it cannot be had, the photo goes without it. */
  const checkOfRetake = async (template: string, photo: LocalPhoto, kept: LocalPhoto['kept']): Promise<PhotoCheck | null> => {
    const { findingsOfRetake } = await import('./checks');
    const { checkOf } = await import('../intake/coach');
    return checkOf(findingsOfRetake(template, photo, photo.slot), kept);
  };

  /** Makes the photo ready and keeps it; whatever fails, nothing that was there before is lost. */
  async function take(file: Blob, place: Place, takenAt: Instant, keep: (photo: LocalPhoto, bytes: readonly StoredBytes[]) => Promise<unknown>): Promise<AddPhotoResult> {
    return guarded(async () => {
      const { photo, stored } = await made(file, place.policy, takenAt);
      await keep({ ...photo, slot: place.slot.slot, laterality: place.slot.laterality }, stored);
      return photo.id;
    });
  }

  /** A photo with the bytes that are kept of it: its own, and those of its original where it is the grading copy of one. */
  async function made(file: Blob, policy: PhotoPolicy, takenAt: Instant): Promise<{ photo: Omit<LocalPhoto, 'slot' | 'laterality'>; stored: readonly StoredBytes[] }> {
    const { bytes, original, ...rest } = await ready(file, policy);
    const id = newId();
    if (!original) return { photo: { ...rest, id, bytes: bytes.length, takenAt }, stored: [{ id, bytes }] };
    const whole = { id: newId(), bytes: original.bytes.length, sha256: original.sha256 };
    return { photo: { ...rest, id, bytes: bytes.length, takenAt, original: whole }, stored: [{ id, bytes }, { id: whole.id, bytes: original.bytes }] };
  }

  /** Says how it went; what went wrong, by its code. */
  async function guarded(keep: () => Promise<Id>): Promise<AddPhotoResult> {
    try {
      const photo = await keep();
      await desk.seen();
      desk.measure();
      return { ok: true, photo };
    } catch (e) {
      const { code, args, name } = e as { code?: unknown; args?: AddPhotoRefusal['arguments']; name?: string };
      if (typeof code === 'string') return { ok: false, code, ...(args && { arguments: args }) };
      return { ok: false, code: name === 'QuotaExceededError' ? 'photo.phone-full' : 'store.failed' };
    }
  }

  return {
    async addPhoto(draft, slot, file, takenAt = now()) {
      const kept = await desk.store().draft(draft);
      const place = await placeOf(kept?.template, slot);
      if (!place) return wrongSlot;
      return take(file, place, takenAt, (photo, bytes) => desk.store().addPhoto(draft, bytes, (one) => ({
        ...one, changedAt: now(),
        photos: [...one.photos.filter((p) => p.slot !== slot), photo],
        notTaken: one.notTaken.filter((n) => n.slot !== slot),
      })));
    },

    async addToTray(draft, file) {
      const kept = await desk.store().draft(draft);
      const template = kept && (await loadTemplate(kept.template));
      if (!kept || !template) return wrongSlot;
      if ((kept.tray?.length ?? 0) >= mostInTray) return { ok: false, code: 'photo.too-many', arguments: { most: String(mostInTray) } };
      return guarded(async () => {
        const { photo: own, stored } = await made(file, template.policy, file.lastModified ? new Date(file.lastModified).toISOString() : now());
        const photo: TrayPhoto = { ...own, name: file.name };
        await desk.store().addPhoto(draft, stored, (one) => {
          // Thrown before anything is written.
          if ([...one.photos, ...(one.tray ?? [])].some((other) => contentOf(other) === contentOf(photo))) throw Object.assign(new Error('the same picture'), { code: 'photo.twice' });
          return { ...one, changedAt: now(), tray: [...(one.tray ?? []), photo] };
        });
        return photo.id;
      });
    },

    async place(draft, photo, slot) {
      const template = await loadTemplate((await desk.store().draft(draft))?.template ?? '');
      const to = slot === null ? null : template?.slots.find((one) => one.slot === slot);
      if (to === undefined) return;
      await desk.store().changeDraft(draft, (one) => ({ ...place(one, photo, to), changedAt: now() }));
      await desk.seen();
    },

    async sidesChecked(draft) {
      await desk.store().changeDraft(draft, (one) => ({ ...one, changedAt: now(), sidesChecked: sidesOf(one) }));
      await desk.seen();
    },

    async removePhoto(draft, photo) {
      await desk.store().removePhoto(draft, photo);
      await desk.seen();
    },

    async notTaken(draft, slot, why) {
      const said = why === null ? [] : [{ slot, ...why }];
      await desk.store().changeDraft(draft, (one) => ({ ...one, changedAt: now(), notTaken: [...one.notTaken.filter((n) => n.slot !== slot), ...said] }));
      await desk.seen();
    },

    async keepPhoto(draft, photo, kept) {
      await desk.store().changeDraft(draft, (one) => ({
        ...one, changedAt: now(),
        photos: one.photos.map((p) => { const { kept: _, ...rest } = p; return p.id !== photo ? p : kept ? { ...rest, kept } : rest; }),
      }));
      await desk.seen();
    },

    async lookAt(consult, request, file) {
      try {
        const { template, slot } = placeAgain(consult, request);
        const place = await placeOf(template, slot);
        if (!place || !template) return [];
        const { look } = await ready(file, place.policy);
        return (await import('./checks')).findingsOfRetake(template, look ? { look } : {}, place.slot.slot);
      } catch {
        return []; // what is wrong with it is said when it is taken
      }
    },

    async retakePhoto(consult, request, file, takenAt = now(), kept) {
      const local = desk.caseOf(consult);
      const { asked, template, slot } = placeAgain(consult, request);
      const place = await placeOf(template, slot);
      if (!place) return wrongSlot;
      const on = { consult, at: now(), emergency: urgencyOf(local) === 'emergency' };
      const result = await take(file, place, takenAt, async (photo, bytes) => {
        const check = await checkOfRetake(template!, photo, kept).catch(() => null);
        if (!asked) await desk.store().outbox.giveUp(request); // the request of a photo carries its id as key
        await desk.store().addRetake(consult, bytes, retakeEntries(on, photo, asked ? request : null, asked ? null : request, check));
      });
      desk.go();
      return result;
    },

    previewUrl: (consult: Id, photo: Id) => desk.live()?.pictures.preview(consult, photo) ?? Promise.resolve(null),
    photoUrl: (_: Id, photo: Id) => desk.live()?.pictures.photo(photo) ?? Promise.resolve(null),
  };
}
