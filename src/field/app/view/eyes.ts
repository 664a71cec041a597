import type { EyeGrade, EyeGrading } from '../../shared/model';
import { t, word } from '../../words/words';

export interface EyeSaid {
  readonly title: string;
  readonly more: readonly string[];
  /** `open`: could not be judged, as a whole or at all. */
  readonly tone: 'judged' | 'open' | 'none';
}

/**
 * What was said of one eye, in plain words. Whatever cannot be read, and an eye of which nothing was said, is one that could not
 * be judged: it must never read as healthy (hazard H12).
 */
export function eyeWordsOf(eye: EyeGrade | null | undefined): EyeSaid {
  if (eye?.ungradable === 'noEye') return { title: t('eye.why.noEye'), more: [], tone: 'none' };
  const grade = eye?.retinopathy ? word(`eye.plain.${eye.retinopathy}`) : null;
  if (!eye || eye.ungradable || !grade) {
    const why = eye?.ungradable === 'other' ? eye.note ?? null : eye?.ungradable ? word(`eye.why.${eye.ungradable}`) : null;
    return { title: t('eye.plainUngradable'), more: [...(why ? [why] : []), t('eye.notHealthy')], tone: 'open' };
  }
  const macula = (eye.macula ? word(`eye.plainMacula.${eye.macula}`) : null) ?? t('eye.plainMacula.notAssessable');
  const open = !eye.macula || eye.macula === 'notAssessable' || !word(`eye.plainMacula.${eye.macula}`);
  return { title: grade, more: open ? [macula, t('eye.notHealthy')] : [macula], tone: open ? 'open' : 'judged' };
}

/** What the table says, what is still open, and why the specialist asks for less; null where there is nothing to say. */
export function outcomeWords({ outcome, lessBecause }: EyeGrading): { recall: string | null; open: string | null; less: string | null; table: string | null } {
  const eyes = outcome?.notJudged ?? [];
  return {
    recall: outcome ? (outcome.recall ? word(`eye.recall.${outcome.recall}`) : t('eye.recall.nothing')) : null,
    open: eyes.length === 0 ? null : t(eyes.length > 1 ? 'eye.notJudged.both' : eyes[0] === 'right' ? 'eye.notJudged.right' : 'eye.notJudged.left'),
    less: lessBecause ? t('eye.less', { why: lessBecause }) : null,
    table: outcome ? word(`eye.table.${outcome.table}`) : null,
  };
}

/** For reading aloud: each eye with its side named. */
export const spokenGrades = (grading: EyeGrading): string[] => (['right', 'left'] as const).map((side) => {
  const { title, more } = eyeWordsOf(grading[side]);
  return `${t(side === 'right' ? 'side.rightEye' : 'side.leftEye')}: ${[title, ...more].join(', ')}`;
});
