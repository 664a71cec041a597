import { checkOf, findingsOf, shotOf } from '../intake/coach';
import { apart } from '../photo/measure';
import type { Draft, Finding, Id, LocalCase, LocalPhoto, PhotoCheck } from '../shared/model';
import { contentOf } from '../shared/tray';

type Photos = Pick<Draft, 'id' | 'template' | 'photos'>;

/** Bits in which two pictures of one scene may differ: coded twice, or cut by a hair. */
const sameScene = 3;

const formOf = (canonical: string): string => canonical.replace(/\|.*$/, '').split('/').pop() ?? canonical;

/** What the phone finds wanting in each photo of a draft; photos without a finding are left out. */
export function findingsIn(draft: Photos, cases: readonly LocalCase[]): ReadonlyMap<Id, readonly Finding[]> {
  const elsewhere = new Set(cases.filter((one) => one.id !== draft.id).flatMap((one) => [...(one.draft?.photos ?? []), ...(one.sealed?.draft.photos ?? [])]).map(contentOf));
  const found = new Map<Id, readonly Finding[]>();
  draft.photos.forEach((photo, n) => {
    const shot = shotOf(formOf(draft.template), photo.slot);
    const before = draft.photos.slice(0, n);
    const findings: Finding[] = [
      ...(elsewhere.has(contentOf(photo)) ? ['elsewhere' as const] : []),
      ...(before.some((other) => same(photo, other, shot?.frame === 'round')) ? ['twice' as const] : []),
      ...findingsOf(photo.look, shot),
    ];
    if (findings.length > 0) found.set(photo.id, findings);
  });
  return found;
}

/** The very same picture; of skin also one that looks the same. Round pictures (eyes, dermatoscopes) look alike by nature. */
function same(one: LocalPhoto, other: LocalPhoto, round: boolean): boolean {
  if (contentOf(one) === contentOf(other)) return true;
  return !round && one.look !== undefined && other.look !== undefined && apart(one.look.hash, other.look.hash) <= sameScene;
}

/** As they travel with the submission. */
export function checksOf(draft: Photos, cases: readonly LocalCase[]): ReadonlyMap<Id, PhotoCheck> {
  const found = findingsIn(draft, cases);
  return new Map(draft.photos.flatMap((photo) => {
    const check = checkOf(found.get(photo.id) ?? [], photo.kept);
    return check ? [[photo.id, check] as const] : [];
  }));
}

/** Of one photo that is taken again for a case that was sent. */
export const findingsOfRetake = (template: string, photo: Pick<LocalPhoto, 'look'>, slot: string): Finding[] => findingsOf(photo.look, shotOf(formOf(template), slot));
