import { createHash } from 'node:crypto';
import { loadTemplate, templateList } from '../intake/templates';
import type { Draft, LocalPhoto } from '../shared/model';
import { newId } from '../shared/ids';

export const derm = templateList.find((t) => t.name === 'general-dermatology')!.canonical;
export const template = () => loadTemplate(derm);

export function photo(slot: string, bytes: Uint8Array): LocalPhoto {
  return {
    id: newId(), slot, laterality: 'none', bytes: bytes.length, width: 16, height: 8, takenAt: '2026-11-20T09:00:00Z', preview: 'AAAA',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** A draft that may be sent. */
export const draft = (over: Partial<Draft> = {}): Draft => ({
  id: newId(), startedAt: '2026-11-20T09:00:00Z', changedAt: '2026-11-20T09:00:00Z', template: derm, service: null, urgency: 'routine', step: '',
  answers: { question: { values: [{ valueString: 'Is it harmless?' }] } }, photos: [], notTaken: [],
  patient: { id: newId(), initials: 'J.K.', givenName: '', familyName: '', age: { value: 58, unit: 'a' }, sex: 'male', identifiers: [], phone: '', language: '' },
  consent: { share: true, record: null, identifiable: null, teaching: null, research: null, contact: null, how: 'spoken', at: '2026-11-20T09:00:00Z' },
  ...over,
});

export const bytes = (length: number, seed = 1): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7) & 0xff);
