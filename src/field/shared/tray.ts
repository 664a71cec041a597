import type { Draft, Id, Laterality, LocalPhoto, TrayPhoto } from './model';

type Photos = Pick<Draft, 'photos' | 'notTaken' | 'tray' | 'placed'>;

interface Place {
  readonly slot: string;
  readonly laterality: Laterality;
}

/**
 * Puts a photo into a slot, out of the tray or out of another slot; null: back into the tray. What lay in the slot changes places
 * with it: nothing is ever lost by moving. Every photo that was moved so is checked by its side before it is sent.
 */
export function place<D extends Photos>(draft: D, photo: Id, to: Place | null): D {
  const tray = draft.tray ?? [];
  const fromTray = tray.find((one) => one.id === photo);
  const fromSlot = draft.photos.find((one) => one.id === photo);
  if ((!fromTray && !fromSlot) || (fromSlot && fromSlot.slot === to?.slot) || (fromTray && !to)) return draft;
  const there = to ? draft.photos.find((one) => one.slot === to.slot) : undefined;
  const photos = draft.photos.filter((one) => one !== fromSlot && one !== there);
  const rest = tray.filter((one) => one !== fromTray);
  const moved = [photo, ...(there && fromSlot ? [there.id] : [])];
  return {
    ...draft,
    photos: [
      ...photos,
      ...(to ? [inSlot((fromTray ?? fromSlot)!, to)] : []),
      ...(there && fromSlot ? [inSlot(there, fromSlot)] : []),
    ],
    tray: [...rest, ...(to ? [] : [inTray(fromSlot!)]), ...(there && fromTray ? [inTray(there)] : [])],
    placed: [...new Set([...(draft.placed ?? []), ...moved])],
    notTaken: draft.notTaken.filter((gap) => gap.slot !== to?.slot),
  };
}

const inSlot = ({ id, bytes, sha256, width, height, takenAt, preview }: LocalPhoto | TrayPhoto, { slot, laterality }: Place): LocalPhoto =>
  ({ id, slot, laterality, bytes, sha256, width, height, takenAt, preview });

const inTray = ({ id, bytes, sha256, width, height, takenAt, preview }: LocalPhoto): TrayPhoto => ({ id, name: '', bytes, sha256, width, height, takenAt, preview });

/** Which photo lies in which slot, as one text. */
export const sidesOf = ({ photos }: Pick<Draft, 'photos'>): string => photos.map(({ slot, id }) => `${slot}=${id}`).sort().join(' ');

/** Photos came out of the tray, and nobody has said since the last move that their sides are right. */
export const sidesAreOpen = (draft: Pick<Draft, 'photos' | 'placed' | 'sidesChecked'>): boolean =>
  draft.photos.some((photo) => draft.placed?.includes(photo.id)) && draft.sidesChecked !== sidesOf(draft);
