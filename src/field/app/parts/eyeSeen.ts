import { useEffect, useState } from 'preact/hooks';
import { eyeSeen } from '../../shared/eyeSide';
import type { Id, LocalPhoto } from '../../shared/model';
import { field } from '../field';

const edge = 96;
const known = new Map<Id, Promise<'right' | 'left' | null>>();

/** Which eye the small picture of a photo looks like; null where nothing can be said. */
function look(consult: Id, photo: Id): Promise<'right' | 'left' | null> {
  let found = known.get(photo);
  if (!found) {
    found = seen(consult, photo).catch(() => null);
    known.set(photo, found);
  }
  return found;
}

async function seen(consult: Id, photo: Id): Promise<'right' | 'left' | null> {
  const url = await field.previewUrl(consult, photo);
  if (!url) return null;
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: edge, height: edge });
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) return null;
  const scale = Math.min(edge / picture.naturalWidth, edge / picture.naturalHeight);
  context.drawImage(picture, 0, 0, picture.naturalWidth * scale, picture.naturalHeight * scale);
  return eyeSeen(context.getImageData(0, 0, edge, edge));
}

/** A macula-centred photo that looks like the other eye than that of its slot; null where it does not, or nothing can be said. */
export function useOtherEye(consult: Id, photo: LocalPhoto | null): 'right' | 'left' | null {
  const [eye, set] = useState<'right' | 'left' | null>(null);
  const asks = photo !== null && /mac/i.test(photo.slot);
  useEffect(() => {
    let gone = false;
    set(null);
    if (asks) void look(consult, photo.id).then((found) => { if (!gone) set(found); });
    return () => void (gone = true);
  }, [consult, photo?.id, asks]);
  return asks && eye !== null && eye !== photo.laterality ? eye : null;
}
