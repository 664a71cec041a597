/** Four tables, so that four bytes are taken at a time (PNG 3rd edition, annex D). */
const tables = makeTables();

/** The checksum of PNG chunks, over the parts as if they were one. */
export function crc32(...parts: readonly Uint8Array[]): number {
  let crc = -1;
  for (const bytes of parts) {
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      crc = tables[768 + (crc & 255)]! ^ tables[512 + ((crc >>> 8) & 255)]! ^ tables[256 + ((crc >>> 16) & 255)]! ^ tables[crc >>> 24]!;
    }
    for (; at < bytes.length; at++) crc = tables[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function makeTables(): Int32Array {
  const made = new Int32Array(1024);
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    made[n] = crc;
  }
  for (let n = 256; n < 1024; n++) made[n] = made[made[n - 256]! & 255]! ^ (made[n - 256]! >>> 8);
  return made;
}
