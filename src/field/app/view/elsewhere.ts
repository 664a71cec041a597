import type { Draft, Id } from '../../shared/model';
import { contentOf } from '../../shared/tray';
import type { CaseView } from '../../sync/api';

/** The other case of this phone that has the very same picture: it may belong to another patient (hazard H2). */
export function caseWithSame(draft: Id, content: string, cases: readonly CaseView[]): CaseView | null {
  const has = (photos: Draft['photos'] | undefined) => photos?.some((photo) => contentOf(photo) === content) === true;
  return cases.find((view) => view.id !== draft && (has(view.case.draft?.photos) || has(view.case.sealed?.draft.photos))) ?? null;
}
