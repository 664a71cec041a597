import type { PhotoMark, PhotoMarks } from '../../shared/wire';
import { t, word } from '../../words/words';

/** A mark's line as the path of an SVG in the photo's own pixels, as the specialist's screen and the paper draw it. `unit`: a hundredth of the longer side. */
export function pathOf(mark: PhotoMark, unit: number): string {
  const p = mark.points;
  if (mark.kind === 'outline') return p.length >= 6 ? `${line(p)}Z` : '';
  if (p.length < 4 || (mark.kind !== 'arrow' && mark.kind !== 'ruler')) return '';
  const [x1, y1, x2, y2] = p as [number, number, number, number];
  const along = Math.atan2(y2 - y1, x2 - x1);
  if (mark.kind === 'arrow') {
    const side = (turn: number) => [x2 - 4 * unit * Math.cos(along + turn), y2 - 4 * unit * Math.sin(along + turn)];
    return line(p) + line([...side(0.5), x2, y2, ...side(-0.5)]);
  }
  const [dx, dy] = [2 * unit * Math.sin(along), 2 * unit * Math.cos(along)];
  const end = (x: number, y: number) => line([x - dx, y + dy, x + dx, y - dy]);
  return line(p) + end(x1, y1) + end(x2, y2);
}

const line = (points: readonly number[]): string => points.map((value, i) => `${i === 0 ? 'M' : i % 2 === 0 ? 'L' : ' '}${Math.round(value * 10) / 10}`).join('');

/** "Outline, 3.2 cm²: biopsy here". The server has measured; where nothing could be, nothing is said of size. */
export function markWords(mark: PhotoMark, language: string): string {
  const said = [word(`mark.${mark.kind}`) ?? t('mark.label'), sizeWords(mark, language)].filter(Boolean).join(', ');
  return mark.label ? `${said}: ${mark.label}` : said;
}

function sizeWords({ kind, size }: PhotoMark, language: string): string | null {
  if (typeof size !== 'number') return null;
  const say = (value: number, digits: number) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  if (kind === 'outline') return `${say(size, size < 1 ? 2 : 1)} cm²`;
  return size >= 100 ? `${say(size / 10, 1)} cm` : `${say(size, size < 10 ? 1 : 0)} mm`;
}

/** What an answer has drawn, as far as this phone can show it: a mark of a kind that it does not know says its words all the same. */
export const isDrawn = (one: PhotoMarks): boolean => one.width > 0 && one.height > 0 && one.marks.length > 0;
