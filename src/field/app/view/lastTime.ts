import type { Draft, Id, Instant } from '../../shared/model';
import type { CaseView } from '../../sync/api';

/** A photo of the earlier case, of the same place. */
export interface LastPhoto {
  readonly consult: Id;
  readonly photo: Id;
  readonly at: Instant;
}

const formOf = (canonical: string): string => canonical.replace(/\|.*$/, '');

/** Last time's photo of each slot: what was taken again counts, what was refused does not. Another form's slots mean other places. */
export function lastTimeOf(draft: Pick<Draft, 'followUpOf' | 'template'>, cases: readonly CaseView[]): ReadonlyMap<string, LastPhoto> {
  const earlier = draft.followUpOf ? cases.find((view) => view.id === draft.followUpOf) : undefined;
  if (!earlier || formOf(earlier.template) !== formOf(draft.template)) return new Map();
  return new Map(earlier.photos
    .filter((photo) => photo.where !== 'refused' && photo.where !== 'superseded')
    .map((photo) => [photo.slot, { consult: earlier.id, photo: photo.id, at: photo.takenAt ?? photo.storedAt ?? earlier.startedAt }]));
}
