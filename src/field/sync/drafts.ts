import { questions } from '../intake/form';
import { fromResponse } from '../intake/response';
import { loadTemplate, usedTemplates } from '../intake/templates';
import type { Draft } from '../shared/model';
import { newId } from '../shared/ids';
import { patientDraft } from '../shared/patient';
import { language } from '../words/words';
import type { Field } from './api';
import { caseEntries, submissionOf } from './compose';
import { now, type Desk } from './desk';
import { reviewOf } from './review';

type Drafts = Pick<Field, 'template' | 'templates' | 'newDraft' | 'followUp' | 'updateDraft' | 'changeDraft' | 'dropDraft' | 'review' | 'send' | 'mend'>;

/** Writing a case, up to pressing Send. */
export function drafts(desk: Desk): Drafts {
  const template: Drafts['template'] = (canonical) => loadTemplate(canonical, language());

  const updateDraft: Drafts['updateDraft'] = async (draft) => {
    const next = { ...draft, changedAt: now() };
    await desk.store().keepDraft(next);
    await desk.seen();
    return next;
  };

  return {
    template,
    templates: () => usedTemplates(desk.me()?.forms),
    updateDraft,
    newDraft: (canonical, service) => updateDraft(blank(canonical, service)),

    async followUp(consult) {
      const begun = desk.live()?.cases.peek().find((one) => one.draft?.followUpOf === consult)?.draft;
      const earlier = desk.caseOf(consult)?.consult;
      if (begun || !earlier) return begun ?? null;
      const newest = usedTemplates(desk.me()?.forms).find((one) => one.canonical.startsWith(earlier.template.replace(/[^|]*$/, '')))?.canonical ?? earlier.template;
      const services = desk.me()?.services.filter((one) => one.templates.some((name) => newest.includes(`/${name}|`))) ?? [];
      const service = services.find((one) => one.id === earlier.service?.id) ?? services[0];
      const before = earlier.answers ? fromResponse(earlier.answers) : {};
      const answers = Object.fromEntries(questions(await template(newest), before).filter((item) => item.carriesOver && before[item.linkId]).map((item) => [item.linkId, before[item.linkId]!]));
      return updateDraft({ ...blank(newest, service?.id ?? null), patient: patientDraft(earlier.patient), answers, followUpOf: consult });
    },

    async changeDraft(id, change) {
      const next = await desk.store().changeDraft(id, (draft) => ({ ...change(draft), changedAt: now() }));
      await desk.seen();
      return next;
    },

    async dropDraft(id) {
      await desk.store().dropDraft(id);
      await desk.seen();
    },

    async review(draft) {
      const offset = desk.live()?.link.peek().clockOffset ?? 0;
      return reviewOf(draft, await template(draft.template), desk.me(), Date.now() + offset);
    },

    async send(draft) {
      const store = desk.store();
      // What is sent is what is stored: a screen may hold an older state.
      const kept = await store.draft(draft.id);
      if (!kept) return { ok: true }; // pressed twice: it is sealed already
      const form = await template(kept.template);
      const { problems } = reviewOf(kept, form, desk.me(), Date.now());
      if (problems.length > 0) return { ok: false, problems };
      const at = now();
      // What was found wanting advises alone: a chunk that cannot be had must not keep a case from going.
      const checks = await import('./checks').then(({ checksOf }) => checksOf(kept, desk.live()?.cases.peek() ?? []), () => undefined);
      const submission = submissionOf(kept, form, at, checks);
      const sealed = { id: kept.id, sealedAt: at, submission, draft: kept, storedAt: null, number: null, nextStep: null };
      await store.seal(sealed, caseEntries(kept.id, submission));
      await desk.seen();
      desk.go();
      return { ok: true };
    },

    async mend(consult) {
      const draft = await desk.store().unseal(consult);
      await desk.seen();
      return draft;
    },
  };
}

function blank(template: string, service: Draft['service']): Draft {
  const at = now();
  return {
    id: newId(), startedAt: at, changedAt: at, template, service, urgency: null, answers: {}, photos: [], notTaken: [], step: '',
    patient: { id: newId(), initials: '', givenName: '', familyName: '', age: null, sex: null, identifiers: [], phone: '', language: '' },
    consent: { share: null, record: null, identifiable: null, teaching: null, research: null, contact: null, how: 'spoken', at },
  };
}
