import file from 'virtual:coach';
import type { Finding, PhotoCheck, PhotoLook } from '../shared/model';

/** From what on the phone advises to take a photo again. Each is a number of `PhotoLook`. */
interface Limits {
  readonly sharp: number;
  readonly dark: number;
  readonly bright: number;
  readonly glare: number;
  readonly washed: number;
  readonly megapixels: number;
  readonly ruler: number;
}

export type Frame = 'region' | 'close' | 'round' | 'sheet';

interface ShotData {
  readonly show: string;
  readonly far: number | null;
  readonly scale: 'ruler' | 'none';
  readonly light: string;
  readonly frame: Frame;
  readonly limits?: Partial<Limits>;
}

export interface CoachFile {
  readonly limits: Limits;
  readonly shots: Readonly<Record<string, ShotData>>;
  readonly slots: Readonly<Record<string, string>>;
}

/** How one photo is taken: codes of sentences (`coach.show.*`), centimetres, and what is looked at. */
export interface Shot extends Omit<ShotData, 'limits'> {
  readonly limits: Limits;
}

/** Slots of a form's two sides are taken the same way. */
const bare = (slot: string): string => slot.replace(/^[RL]-/, '');

/** Null for a slot that the data does not know: it is taken without a coach. */
export function shotOf(form: string, slot: string): Shot | null {
  const shot = file.shots[file.slots[`${form}/${bare(slot)}`] ?? file.slots[bare(slot)] ?? ''];
  return shot ? { ...shot, limits: { ...file.limits, ...shot.limits } } : null;
}

/** What to ask for again, most important first. Says nothing of what was not measured. */
export function findingsOf(look: PhotoLook | undefined, shot: Shot | null): Finding[] {
  if (!look || !shot) return [];
  const { limits } = shot;
  const dark = look.light < limits.dark;
  const bright = look.light > limits.bright || look.washed > limits.washed;
  return [
    ...(look.sharp < limits.sharp && !dark ? ['blurry' as const] : []), // in the dark nothing is sharp: light is what to mend
    ...(dark ? ['dark' as const] : []),
    ...(bright ? ['bright' as const] : []),
    ...(look.glare > limits.glare && !bright ? ['glare' as const] : []),
    ...(shot.scale === 'ruler' && look.ruler < limits.ruler ? ['noScale' as const] : []),
    ...(look.megapixels < limits.megapixels * 0.9 ? ['small' as const] : []),
  ];
}

/** What travels with the photo; null where nothing was found wanting. */
export function checkOf(findings: readonly Finding[], kept: { readonly reason: NonNullable<PhotoCheck['reason']>; readonly words: string | null } | undefined): PhotoCheck | null {
  return findings.length > 0 ? { findings, reason: kept?.reason ?? null, words: kept?.words ?? null } : null;
}
