const lookAhead = 1024;

/** Recognises by their first bytes the files that people take for photos, as the server does; null for what nothing is known of. */
export function recognise(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, lookAhead);
  const text = String.fromCharCode(...start);
  const has = (what: string, at = 0) => text.startsWith(what, at);
  if (has('\xff\xd8')) return 'jpeg';
  if (has('\x89PNG\r\n\x1a\n')) return 'png';
  if (has('RIFF') && has('WEBP', 8)) return 'webp';
  if (has('GIF8')) return 'gif';
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return 'tiff';
  if (has('BM') && has('\0\0\0\0', 6)) return 'bmp';
  if (has('%PDF-')) return 'pdf';
  if (has('8BPS')) return 'psd';
  if (has('PK\x03\x04')) return 'zip';
  if (has('\xff\x0a') || has('\0\0\0\x0cJXL ')) return 'jxl';
  if (has('\xff\x4f\xff\x51') || has('\0\0\0\x0cjP  ')) return 'jp2';
  if (has('\x1a\x45\xdf\xa3')) return 'video';
  if (has('ftyp', 4)) return brand(start, text);
  if (has('DICM', 128)) return 'dicom';
  return isSvg(text) ? 'svg' : null;
}

/**
 * ISO/IEC 14496-12 §4.3: the box's length, "ftyp", the major brand, its version, then compatible brands. "mif1" says only that
 * it is a HEIF file: what is coded inside stands among the compatible ones.
 */
function brand(start: Uint8Array, text: string): string | null {
  if (start.length < 12) return null;
  const end = Math.min(new DataView(start.buffer, start.byteOffset).getUint32(0), start.length);
  let isHeif = false;
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) {
    const name = text.slice(at, at + 4);
    if (name === 'avif' || name === 'avis') return 'avif';
    isHeif ||= name.startsWith('he') || name === 'mif1' || name === 'msf1';
  }
  return isHeif ? 'heic' : 'video';
}

function isSvg(text: string): boolean {
  const content = text.replace(/^\xef\xbb\xbf/, '').replace(/^[ \t\r\n]+/, '');
  return content.startsWith('<svg') || (/^(<\?xml|<!--|<!DOCTYPE svg)/.test(content) && text.includes('<svg'));
}
