import { notGiven, problems } from '../intake/form';
import type { Template } from '../intake/template';
import { effectiveUrgency, redFlags } from '../intake/urgency';
import type { Draft, Me } from '../shared/model';
import { answerAt, answerInHours, targetOf } from '../shared/promise';
import { sidesAreOpen } from '../shared/tray';
import type { Review, ReviewProblem } from './api';
import { submissionOf, wordsBytes } from './compose';

/** What stands before Send: what is missing, what was raised, what it weighs and when an answer is promised. */
export function reviewOf(draft: Draft, template: Template, me: Me | null, now: number): Review {
  const urgency = draft.urgency ? effectiveUrgency(draft.urgency, redFlags(template, draft.answers)) : null;
  const target = urgency ? targetOf(me, draft.service, urgency.urgency) : undefined;
  const at = answerAt(target, now);
  return {
    problems: problemsOf(draft, template),
    notGiven: notGiven(template, draft.answers),
    urgency,
    words: wordsBytes(submissionOf(draft, template, new Date(now).toISOString())),
    photos: draft.photos.map(({ id, slot, bytes }) => ({ id, slot, bytes })),
    answerBy: at === null ? null : new Date(at).toISOString(),
    answerInHours: answerInHours(target),
  };
}

/** Six things are required (domain rule); nothing else ever blocks sending. */
function problemsOf(draft: Draft, template: Template): ReviewProblem[] {
  const { patient } = draft;
  const age = patient.age;
  return [
    ...problems(template, draft.answers).map((problem) => ({ kind: 'form' as const, ...problem })),
    ...(patient.initials.trim() ? [] : [{ kind: 'patient' as const, field: 'initials' as const }]),
    ...(age && Number.isInteger(age.value) && age.value >= 0 && age.value <= 150 ? [] : [{ kind: 'patient' as const, field: 'age' as const }]),
    ...(patient.sex ? [] : [{ kind: 'patient' as const, field: 'sex' as const }]),
    ...(draft.consent.share === true ? [] : [{ kind: 'consent' as const }]),
    ...(draft.urgency ? [] : [{ kind: 'urgency' as const }]),
    ...(sidesAreOpen(draft) ? [{ kind: 'sides' as const }] : []),
  ];
}
