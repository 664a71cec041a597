import { signal } from '@preact/signals';
import type { Template } from '../intake/template';
import { field } from './field';
import { formWord } from './formWords';
import type { IconName } from './parts/Icon';
import type { SlotName } from './view/line';

const loaded = signal<ReadonlyMap<string, Template>>(new Map());
const asked = new Set<string>();

/** A template when it is here; asks for it otherwise and draws again when it has come. */
export function template(canonical: string): Template | null {
  if (!asked.has(canonical)) {
    asked.add(canonical);
    field.template(canonical).then(
      (found) => (loaded.value = new Map(loaded.value).set(canonical, found)),
      () => asked.delete(canonical),
    );
  }
  return loaded.value.get(canonical) ?? null;
}

/** In another language they are other forms. */
export function forgetTemplates(): void {
  asked.clear();
  loaded.value = new Map();
}

/** "general-dermatology" of ".../Questionnaire/general-dermatology|1.0.0". */
export const nameOf = (canonical: string): string => canonical.replace(/\|.*$/, '').split('/').pop() ?? canonical;

/** The form that asks in emergencies alone; it has a way of its own (Emergency), beside the other kinds of cases. */
export const emergencyForm = 'emergency-isbar';

export const isEmergencyForm = (canonical: string): boolean => nameOf(canonical) === emergencyForm;

/** What the screens call this kind of case: shorter than the form's own title. */
export const caseTitle = (canonical: string): string => formWord(`template.${nameOf(canonical)}`) ?? template(canonical)?.title ?? nameOf(canonical);

const skinForms = new Set(['general-dermatology', 'psoriasis', 'skin-cancer', 'paediatric-rash', 'burns']);

export function caseIcon(canonical: string): IconName {
  const name = nameOf(canonical);
  if (name === 'diabetic-retinopathy') return 'retina';
  if (name === 'diabetic-foot') return 'foot';
  if (name === 'not-sure') return 'unsure';
  return skinForms.has(name) ? 'skin' : 'file';
}

/** The words of a slot; its code until the form is here. */
export const slotName = (canonical: string): SlotName => (code) => template(canonical)?.slots.find((slot) => slot.slot === code)?.text ?? code;
