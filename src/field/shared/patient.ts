import type { Patient, PatientDraft } from './model';

/** A patient of before, in a new case. */
export const patientDraft = (one: Patient): PatientDraft => ({
  id: one.id, initials: one.initials, givenName: one.givenName ?? '', familyName: one.familyName ?? '', age: one.age, sex: one.sex,
  identifiers: one.identifiers, phone: one.phone ?? '', language: one.language ?? '',
});
