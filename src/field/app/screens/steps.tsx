import type { ComponentChildren } from 'preact';
import type { Draft } from '../../shared/model';
import { clock } from '../../words/times';
import { t } from '../../words/words';
import { change } from '../drafts';
import { go } from '../route';
import { PatientStrip } from '../parts/bits';
import type { Step } from './NewCase';

/** On to another step; the draft remembers it, so that a killed app opens there. */
export function next(draft: Draft, step: Step): void {
  change(draft.id, (d) => ({ ...d, step }));
  go(`/new/${draft.id}/${step}`);
}

export const stepAddress = (draft: Draft, step: Step): string => `/new/${draft.id}/${step}`;

/** "Saved on this phone 10:41": the last moment at which the store had all that was typed. */
export function SavedAt({ draft, fallback }: { draft: Draft; fallback?: string }) {
  return <>{draft.changedAt !== draft.startedAt ? t('saved.at', { time: clock(draft.changedAt) }) : fallback ?? ''}</>;
}

export const DraftStrip = ({ draft, children }: { draft: Draft; children?: ComponentChildren }) => (
  <PatientStrip person={{ initials: draft.patient.initials, age: draft.patient.age, sex: draft.patient.sex }}>{children}</PatientStrip>
);
