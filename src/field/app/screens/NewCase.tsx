import { useState } from 'preact/hooks';
import { t } from '../../words/words';
import { currentDraft } from '../drafts';
import { field } from '../field';
import { formWord } from '../formWords';
import { go } from '../route';
import { caseIcon, caseTitle, emergencyForm, isEmergencyForm, nameOf } from '../templates';
import { Note } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Consent } from './Consent';
import { EmergencyForm } from './EmergencyForm';
import { HowSoon } from './HowSoon';
import { PatientStep } from './PatientStep';
import { Photos } from './Photos';
import { QuestionStep } from './QuestionStep';
import { Review } from './Review';

/** What is it about? The first decision, and the only one before the case is kept on the phone. */
export function NewCase() {
  const [busy, setBusy] = useState(false);
  const all = field.templates();
  const known = mostUsedFirst(all.filter((one) => one.name !== 'not-sure' && one.name !== emergencyForm));
  const unsure = all.find((one) => one.name === 'not-sure');

  const begin = async (canonical: string) => {
    if (busy) return;
    setBusy(true);
    const session = field.session.peek();
    const services = session.kind === 'in' ? session.user.services : [];
    // One team that answers this kind of case is no question; several are asked for with the time.
    const fitting = services.filter((service) => service.templates.includes(nameOf(canonical)));
    const draft = await field.newDraft(canonical, nameOf(canonical) === 'not-sure' ? null : fitting[0]?.id ?? null);
    setBusy(false);
    go(`/new/${draft.id}/patient`, true);
  };

  return (
    <Screen
      title={t('home.new')} sub={t('new.what')} back="/"
      dock={unsure && (
        <button type="button" class="tile wide strong grow" onClick={() => void begin(unsure.canonical)} disabled={busy}>
          <span class="pic"><Icon name="unsure" /></span>
          <span class="grow">{caseTitle(unsure.canonical)}<small>{t('new.unsureMore')}</small></span>
          <Icon name="next" flip />
        </button>
      )}
    >
      <div class="pad stack tight">
        {known.map((one) => (
          <button type="button" class="tile wide" onClick={() => void begin(one.canonical)} disabled={busy}>
            <span class="pic"><Icon name={caseIcon(one.canonical)} /></span>
            <span class="grow">{caseTitle(one.canonical)}<small>{formWord(`template.${one.name}.more`)}</small></span>
            <Icon name="next" flip />
          </button>
        ))}
      </div>
    </Screen>
  );
}

/** What this worker asks most comes first; then by name. */
function mostUsedFirst<T extends { readonly name: string; readonly canonical: string }>(all: readonly T[]): T[] {
  const times = (one: T) => field.cases.peek().filter((view) => nameOf(view.template) === one.name).length;
  return [...all].sort((a, b) => times(b) - times(a) || caseTitle(a.canonical).localeCompare(caseTitle(b.canonical)));
}

export const steps = ['patient', 'soon', 'question', 'photos', 'consent', 'check'] as const;
export type Step = (typeof steps)[number];

/** One step of a case that is not sent. Where there is no such draft any more, its case or the list is shown. */
export function DraftScreen({ id, step, rest }: { id: string; step: string | undefined; rest: string | undefined }) {
  const draft = currentDraft(id);
  if (!draft) {
    const sent = field.cases.value.some((view) => view.id === id);
    return (
      <Screen title={t('home.new')} back="/">
        <div class="pad">
          <Note tone="info" icon="tick" title={sent ? t('new.sentAlready') : t('new.gone')}>
            <div class="row"><button type="button" class="btn" onClick={() => go(sent ? `/case/${id}` : '/', true)}>{sent ? t('new.openCase') : t('home.title')}</button></div>
          </Note>
        </div>
      </Screen>
    );
  }
  // The emergency form is one screen, whatever step was left open.
  if (isEmergencyForm(draft.template)) return <EmergencyForm draft={draft} />;
  switch (step as Step | undefined) {
    case 'soon': return <HowSoon draft={draft} />;
    case 'question': return <QuestionStep draft={draft} />;
    case 'photos': return <Photos draft={draft} slot={rest} />;
    case 'consent': return <Consent draft={draft} view={rest === 'show'} />;
    case 'check': return <Review draft={draft} />;
    default: return <PatientStep draft={draft} />;
  }
}
