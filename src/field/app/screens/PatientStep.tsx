import type { Draft, Patient, PatientDraft } from '../../shared/model';
import { useState } from 'preact/hooks';
import { newId } from '../../shared/ids';
import { patientDraft } from '../../shared/patient';
import { calendarDay } from '../../words/times';
import { t } from '../../words/words';
import { change } from '../drafts';
import { field } from '../field';
import { up } from '../route';
import { caseTitle } from '../templates';
import { description, sameInitials, tidyInitials } from '../view/person';
import { AgeField } from '../parts/AgeField';
import { Note, Segment, Who } from '../parts/bits';
import { TextField } from '../parts/inputs';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { next, SavedAt } from './steps';

/** Who is it about? A patient of before, or a new one. */
export function PatientStep({ draft }: { draft: Draft }) {
  const patient = draft.patient;
  const [refusedId, refuse] = useState<string | null>(null);
  const [more, setMore] = useState(patient.givenName !== '' || patient.familyName !== '' || patient.phone !== '' || patient.identifiers.length > 0);
  const set = (some: Partial<PatientDraft>) => change(draft.id, (d) => ({ ...d, patient: { ...d.patient, ...some } }));
  const [tried, setTried] = useState(false);

  const known = field.patients.value;
  const chosen = known.find((one) => one.id === patient.id) ?? null;
  const twin = chosen ? null : known.find((one) => one.id !== refusedId && sameInitials(one.initials, patient.initials) && closeInAge(one, patient)) ?? null;
  const recent = chosen || patient.initials ? [] : known.slice(0, 4);
  const missing = [!patient.initials.trim() && t('patient.initials'), patient.age === null && t('patient.age'), patient.sex === null && t('patient.sex')].filter(Boolean) as string[];

  return (
    <Screen
      title={t('patient.title')} sub={<SavedAt draft={draft} fallback={caseTitle(draft.template)} />} back="/" dockColumn={tried && missing.length > 0}
      dock={
        <>
          {tried && missing.length > 0 && <p class="s center" role="alert"><b>{t('patient.missing', { what: missing.join(', ') })}</b></p>}
          <button type="button" class="btn main" onClick={() => { if (missing.length > 0) setTried(true); else next(draft, 'soon'); }}>{t('patient.next')}</button>
        </>
      }
    >
      <div class="pad stack">
        {recent.length > 0 && (
          <section>
            <h2 class="lab">{t('patient.before')}</h2>
            <div class="list box">
              {recent.map((one) => (
                <button type="button" onClick={() => set(patientDraft(one))}>
                  <Icon name="person" /><span class="grow"><b><Who person={one} /></b><span class="s quiet">{lastCase(one.id)}</span></span><Icon name="next" flip />
                </button>
              ))}
            </div>
          </section>
        )}
        <FollowUpNote draft={draft} />
        {chosen && (
          <Note tone="ok" icon="person" title={<Who person={chosen} />}>
            <p>{t('patient.chosen')}</p>
            {!draft.followUpOf && <div class="row"><button type="button" class="btn plain" onClick={() => set(blankPatient())}>{t('patient.other')}</button></div>}
          </Note>
        )}
        {!chosen && (
          <>
            {recent.length > 0 && <h2 class="lab">{t('patient.new')}</h2>}
            <div class="row top">
              <TextField class="third" label={t('patient.initials')} value={patient.initials} onText={(initials) => set({ initials })} capitals="characters" maxLength={12} onLeave={() => set({ initials: tidyInitials(patient.initials) })} />
              <AgeField age={patient.age} onAge={(age) => set({ age })} />
            </div>
            <div>
              <span class="lab" id="sex">{t('patient.sex')}</span>
              <div class="row">
                <Segment
                  label={t('patient.sex')} wide value={patient.sex} onPick={(sex) => set({ sex })}
                  choices={[{ value: 'female', text: t('sex.female') }, { value: 'male', text: t('sex.male') }, { value: 'unknown', text: t('sex.unknown') }]}
                />
              </div>
            </div>
            {twin && (
              <Note tone="info" icon="person" title={t('patient.same', { initials: twin.initials })}>
                <p>{[description(twin), lastCase(twin.id)].filter(Boolean).join(', ')}</p>
                <div class="row">
                  <button type="button" class="btn" onClick={() => set(patientDraft(twin))}>{t('patient.sameYes')}</button>
                  <button type="button" class="btn plain" onClick={() => refuse(twin.id)}>{t('patient.sameNo')}</button>
                </div>
              </Note>
            )}
          </>
        )}
        <details class="group" open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
          <summary><span class="grow">{t('patient.more')}<small>{t('patient.moreHint')}</small></span><Icon name="down" /></summary>
          <div>
            <TextField label={t('patient.givenName')} value={patient.givenName} onText={(givenName) => set({ givenName })} capitals="words" maxLength={80} />
            <TextField label={t('patient.familyName')} value={patient.familyName} onText={(familyName) => set({ familyName })} capitals="words" maxLength={80} />
            <TextField label={t('patient.number')} hint={t('patient.numberHint')} value={patient.identifiers[0]?.value ?? ''} maxLength={40}
              onText={(value) => set({ identifiers: value.trim() ? [{ system: 'local', value: value.trim() }] : [] })} />
            <TextField label={t('patient.phone')} value={patient.phone} onText={(phone) => set({ phone })} mode="tel" maxLength={30} />
          </div>
        </details>
        <Drop draft={draft} />
      </div>
    </Screen>
  );
}

/** A follow-up is about the same patient; another one needs a case of its own. */
function FollowUpNote({ draft: { id, followUpOf } }: { draft: Draft }) {
  if (!followUpOf) return null;
  const number = field.cases.value.find((view) => view.id === followUpOf)?.number;
  const unlink = () => change(id, ({ followUpOf: _, ...rest }) => rest);
  return (
    <Note tone="info" icon="refresh" title={t('followUp.of', { number: String(number ?? '') })}>
      <div class="row"><button type="button" class="btn plain" onClick={unlink}>{t('followUp.none')}</button></div>
    </Note>
  );
}

/** A case that was begun by mistake. Asks once more, since nothing brings it back. */
function Drop({ draft }: { draft: Draft }) {
  const [sure, ask] = useState(false);
  if (!sure) return <button type="button" class="btn text" onClick={() => ask(true)}><Icon name="bin" />{t('drop')}</button>;
  return (
    <Note tone="urgent" icon="bin" title={t('drop.sure')} alert>
      <div class="row">
        <button type="button" class="btn plain" onClick={() => ask(false)}>{t('drop.keep')}</button>
        <button type="button" class="btn" onClick={() => { up('/'); void field.dropDraft(draft.id); }}>{t('drop.yes')}</button>
      </div>
    </Note>
  );
}

/** A new person needs a new id, or two people would share one record. */
const blankPatient = (): PatientDraft => ({ id: newId(), initials: '', givenName: '', familyName: '', age: null, sex: null, identifiers: [], phone: '', language: '' });

/** Ages are told, not counted: a year more or less is the same person. */
function closeInAge(one: Patient, typed: PatientDraft): boolean {
  if (!typed.age || (typed.sex !== null && typed.sex !== 'unknown' && one.sex !== 'unknown' && typed.sex !== one.sex)) return false;
  const years = (age: { value: number; unit: 'a' | 'mo' }) => (age.unit === 'mo' ? age.value / 12 : age.value);
  const since = (Date.now() - Date.parse(one.ageAt)) / 31_557_600_000;
  return Math.abs(years(one.age) + (Number.isFinite(since) ? since : 0) - years(typed.age)) <= 1.5;
}

function lastCase(patient: string): string {
  const last = field.cases.peek().find((view) => (view.case.consult?.patient.id ?? view.case.sealed?.submission.patient.id) === patient);
  return last ? `${caseTitle(last.template)}, ${calendarDay(last.startedAt)}` : '';
}
