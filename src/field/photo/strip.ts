import { maxBytes, type Canonical, type Stripped } from './bytes';
import { recognise } from '../shared/format';
import { canonicalJpeg } from './jpeg';
import { canonicalPng } from './png';
import { PhotoRefusal } from './structure';
import { canonicalWebP } from './webp';

/**
 * Rewrites a photo without loss into the one form that is stored: the same coded picture, its colours, its orientation, and
 * nothing else. The server does the same, byte for byte, so the hash of what was sent is the hash of what is stored. Pixels
 * are never decoded. Rewriting a rewritten photo changes nothing. What a file is, its bytes say.
 *
 * @throws PhotoRefusal with a code `photo.*`
 */
export function strip(input: Uint8Array): Stripped {
  const { turn, ...photo } = canonical(input);
  // Browsers do not turn a WebP by its Exif block: stored as it is, it would lie on its side on most screens.
  if (photo.type === 'image/webp' && turn !== 1) throw new PhotoRefusal('photo.webp-turned');
  return photo;
}

/** As `strip`, but a WebP that has to be turned comes back as it is coded, with the turn that is still to be made. */
export function canonical(input: Uint8Array): Canonical {
  const format = recognise(input);
  if (input.length > maxBytes && (format === 'jpeg' || format === 'png' || format === 'webp')) throw new PhotoRefusal('photo.too-large');
  switch (format) {
    case 'jpeg': return canonicalJpeg(input);
    case 'png': return canonicalPng(input);
    case 'webp': return canonicalWebP(input);
    case null: throw new PhotoRefusal('photo.not-jpeg');
    default: throw new PhotoRefusal('photo.not-jpeg', { format });
  }
}
