const orientationTag = 0x0112;
const shortType = 3;
const entryBytes = 12;
const maxEntries = 512;
/** What a JPEG puts before its block: the word and two zeros. */
export const exifName = Uint8Array.of(0x45, 0x78, 0x69, 0x66, 0, 0);
const isNamed = (payload: Uint8Array) => exifName.subarray(0, 5).every((b, i) => payload[i] === b);

/**
 * How the photo has to be turned (Exif 2.32, tag 0x0112): 1 to 8, or null where the block is malformed or does not say.
 * `payload` is an APP1 segment of a JPEG without its marker and length.
 */
export const exifOrientation = (payload: Uint8Array): number | null =>
  payload.length >= exifName.length && isNamed(payload) ? tiffOrientation(payload.subarray(exifName.length)) : null;

/** As above, for the chunks of PNG and WebP: their block begins at once, but some writers put the name first. */
export const chunkOrientation = (payload: Uint8Array): number | null => (isNamed(payload) ? exifOrientation(payload) : tiffOrientation(payload));

function tiffOrientation(block: Uint8Array): number | null {
  if (block.length < 8) return null;
  const tiff = new DataView(block.buffer, block.byteOffset, block.length);
  const order = tiff.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || tiff.getUint16(2, little) !== 42) return null;
  const directory = tiff.getUint32(4, little);
  if (directory > tiff.byteLength - 2) return null;
  const count = tiff.getUint16(directory, little);
  if (count < 1 || count > maxEntries || directory + 2 + count * entryBytes > tiff.byteLength) return null;
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + i * entryBytes;
    if (tiff.getUint16(at, little) !== orientationTag) continue;
    const value = tiff.getUint16(at + 8, little);
    const isOne = tiff.getUint16(at + 2, little) === shortType && tiff.getUint32(at + 4, little) === 1;
    return isOne && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** A whole block that says nothing but the orientation. */
export const exifBlock = (orientation: number): Uint8Array => Uint8Array.of(
  0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
);
