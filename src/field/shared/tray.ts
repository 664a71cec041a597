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

const core = ({ id, bytes, sha256, width, height, takenAt, preview, original, look }: LocalPhoto | TrayPhoto) =>
  ({ id, bytes, sha256, width, height, takenAt, preview, ...(original && { original }), ...(look && { look }) });

const inSlot = (photo: LocalPhoto | TrayPhoto, { slot, laterality }: Place): LocalPhoto => ({ ...core(photo), slot, laterality });

const inTray = (photo: LocalPhoto): TrayPhoto => ({ ...core(photo), name: '' });

/** What says whether two photos are the same picture: the original's hash, since a copy may come out of a browser in more than one way. */
export const contentOf = ({ sha256, original }: Pick<LocalPhoto, 'sha256' | 'original'>): string => original?.sha256 ?? sha256;

/** Which photo lies in which slot, as one text. */
export const sidesOf = ({ photos }: Pick<Draft, 'photos'>): string => photos.map(({ slot, id }) => `${slot}=${id}`).sort().join(' ');

/** Photos came out of the tray, and nobody has said since the last move that their sides are right. */
export const sidesAreOpen = (draft: Pick<Draft, 'photos' | 'placed' | 'sidesChecked'>): boolean =>
  draft.photos.some((photo) => draft.placed?.includes(photo.id)) && draft.sidesChecked !== sidesOf(draft);
