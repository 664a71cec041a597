import { useState } from 'preact/hooks';
import { answer, problems, render, toggle } from '../../intake/form';
import type { FormItem, Template } from '../../intake/template';
import type { Draft, PatientDraft } from '../../shared/model';
import { isUnreviewed, nameOfLanguage, refusal, t } from '../../words/words';
import { change } from '../drafts';
import { field } from '../field';
import { shown } from '../language';
import { go } from '../route';
import { template } from '../templates';
import { named, tidyInitials } from '../view/person';
import { AgeField } from '../parts/AgeField';
import { Note, Segment } from '../parts/bits';
import { FormItems, type FormProps } from '../parts/FormItems';
import { CameraButton } from '../parts/CameraButton';
import { TextField } from '../parts/inputs';
import { ScoreCards } from '../parts/ScoreCards';
import { Icon } from '../parts/Icon';
import { Banner, Screen } from '../parts/Screen';
import { Preview } from '../parts/slots';
import { coverOf } from '../settings';
import { CoverNote } from './Emergency';
import { problemWords } from './QuestionStep';
import { SavedAt } from './steps';

const letters: Readonly<Record<string, string>> = { 'background-group': 'B', assessment: 'A', request: 'R' };

/** ISBAR on one screen: who, the situation and what is needed now; everything else can be left out. */
export function EmergencyForm({ draft }: { draft: Draft }) {
  const form = template(draft.template);
  const session = field.session.value;
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const service = session.kind === 'in' ? session.user.services.find((one) => one.id === draft.service) : undefined;
  const gaps = gapsOf(draft, form);
  const send = async () => {
    if (gaps.length > 0 || !form) return setTried(true);
    if (busy) return;
    setBusy(true);
    const number = draft.answers['call-back']?.values[0];
    if (number && 'valueString' in number) void field.keepText('call-back', number.valueString);
    const result = await field.send(draft).finally(() => setBusy(false));
    if (result.ok) go(`/case/${draft.id}`, true);
    else setTried(true);
  };
  return (
    <Screen
      title={t('emergency.title')} sub={draft.changedAt !== draft.startedAt ? <SavedAt draft={draft} /> : t('emergency.only')} back="/emergency" mode="emergency"
      banner={<Banner icon="emergency" tone="emergency" title={t('emergency.dontWait')} text={t('emergency.firstMore')} />}
      dockColumn
      dock={
        <>
          {tried && gaps.length > 0 && <p class="s center warn" role="alert"><b>{t('emergency.stillNeeded', { what: gaps.join(', ') })}</b></p>}
          <button type="button" class="btn main red" disabled={busy} onClick={() => void send()}>
            <Icon name="emergency" />{draft.patient.initials.trim() ? t('emergency.sendFor', { who: named(draft.patient) }) : t('emergency.send')}
          </button>
        </>
      }
    >
      <div class="pad stack isbar">
        {service?.emergency && <CoverNote small cover={coverOf(service)} />}
        <Identify draft={draft} tried={tried} />
        {form ? <Fields draft={draft} form={form} tried={tried} /> : <p class="quiet">{t('loading')}</p>}
        {form && <ScoreCards form={form} draft={draft} />}
        <p class="s quiet">{t('emergency.consent', { hospital: service?.hospital ?? t('emergency.theTeam') })}</p>
        {isUnreviewed(shown.value) && <p class="s quiet">{t('language.unreviewed', { name: nameOfLanguage(shown.value) })}</p>}
      </div>
    </Screen>
  );
}

/** What still keeps it from going, in words. */
function gapsOf(draft: Draft, form: Template | null): string[] {
  const { initials, age, sex } = draft.patient;
  return [
    ...(initials.trim() ? [] : [t('patient.initials')]), ...(age ? [] : [t('patient.age')]), ...(sex ? [] : [t('patient.sex')]),
    ...(form ? problems(form, draft.answers).map((one) => (one.code === 'required' ? one.text : problemWords(one))) : []),
  ];
}

function Identify({ draft, tried }: { draft: Draft; tried: boolean }) {
  const { patient } = draft;
  const set = (some: Partial<PatientDraft>) => change(draft.id, (d) => ({ ...d, patient: { ...d.patient, ...some } }));
  return (
    <fieldset class="stack tight">
      <legend class="lab l"><b class="first">{t('isbar.identify').slice(0, 1)}</b>{t('isbar.identify').slice(1)} <small>{t('isbar.who')}</small></legend>
      <div class="row top">
        <TextField
          class="third" label={t('patient.initials')} value={patient.initials} onText={(initials) => set({ initials })} capitals="characters" maxLength={12}
          warning={tried && !patient.initials.trim() ? t('isbar.initialsMissing') : null}
          onLeave={() => set({ initials: tidyInitials(patient.initials) })}
        />
        <AgeField age={patient.age} onAge={(age) => set({ age })} />
      </div>
      <div class="row">
        <Segment
          label={t('patient.sex')} wide value={patient.sex} onPick={(sex) => set({ sex })}
          choices={[{ value: 'female', text: t('sex.female') }, { value: 'male', text: t('sex.male') }, { value: 'unknown', text: t('sex.unknown') }]}
        />
      </div>
      {patient.initials === '' && <p class="hint">{t('isbar.unknownPatient')}</p>}
    </fieldset>
  );
}

function Fields({ draft, form, tried }: { draft: Draft; form: Template; tried: boolean }) {
  const items = render(form, draft.answers);
  const found = problems(form, draft.answers);
  const shared: Omit<FormProps, 'items'> = {
    wrong: new Map(found.filter((one) => tried || one.code !== 'required').map((one) => [one.linkId, problemWords(one)])),
    onAnswer: (linkId, value) => change(draft.id, (d) => ({ ...d, answers: answer(d.answers, linkId, value) })),
    onToggle: (item, value) => change(draft.id, (d) => ({ ...d, answers: toggle(item, d.answers, value) })),
  };
  const open = items.filter((item) => !letters[item.linkId]);
  return (
    <>
      {open.flatMap((group) => group.items).map((item) => <Line key={item.linkId} item={item} {...shared} />)}
      <div class="list box">
        {items.filter((item) => letters[item.linkId]).map((group) => (
          <details key={group.linkId} class="isbar-part">
            <summary>
              <b class="letter" aria-hidden="true">{letters[group.linkId]}</b>
              <span class="grow"><b>{group.text}</b> <span class="s quiet">{t('isbar.optional')}</span><span class="s under">{summary(group)}</span></span>
              <Icon name="down" />
            </summary>
            <div class="stack">
              <FormItems items={group.items.filter((item) => item.kind !== 'photo')} {...shared} />
              {group.items.filter((item) => item.slot).map((item) => <Picture key={item.linkId} draft={draft} item={item} />)}
            </div>
          </details>
        ))}
      </div>
    </>
  );
}

/** The free texts that are always open stand without the "no answer" row: they are needed, or one line. */
function Line({ item, wrong, onAnswer }: { item: FormItem } & Omit<FormProps, 'items'>) {
  const first = item.answer?.values[0];
  return (
    <TextField
      label={item.text} hint={item.help} area={item.kind === 'text'} big={item.required} warning={wrong.get(item.linkId) ?? null} maxLength={item.maxLength}
      capitals={item.kind === 'text' ? 'sentences' : 'none'} mode={item.linkId === 'call-back' ? 'tel' : 'text'} value={first && 'valueString' in first ? first.valueString : ''}
      onText={(text) => onAnswer(item.linkId, text ? { values: [{ valueString: text }] } : null)}
    />
  );
}

/** What was given in a part, while it is closed. */
function summary(group: FormItem): string {
  return group.items.flatMap((item) => (item.answer?.values ?? []).map((value) => {
    if ('valueQuantity' in value) return `${item.text} ${value.valueQuantity.value}`;
    if ('valueString' in value) return value.valueString;
    return 'valueCoding' in value ? item.options.find((option) => option.key === value.valueCoding.code)?.text ?? '' : '';
  })).filter(Boolean).join(' · ');
}

function Picture({ draft, item }: { draft: Draft; item: FormItem }) {
  const slot = item.slot!;
  const photo = draft.photos.find((one) => one.slot === slot.slot);
  const [said, say] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (file: File) => {
    setBusy(true);
    const result = await field.addPhoto(draft.id, slot.slot, file).finally(() => setBusy(false));
    say(result.ok ? null : refusal(result.code, result.arguments));
  };
  return (
    <div>
      <span class="lab">{item.text}</span>
      {item.help && <p class="hint lift">{item.help}</p>}
      {said && <Note tone="urgent" icon="warn" title={said} alert />}
      <div class="row">
        {photo && <span class="thumb"><Preview consult={draft.id} photo={photo.id} alt={item.text} /></span>}
        <CameraButton title={t(photo ? 'isbar.otherPhoto' : 'isbar.photo')} shot={null} class="btn plain grow" disabled={busy} onFile={(file) => void add(file)}><Icon name="camera" />{t(photo ? 'isbar.otherPhoto' : 'isbar.photo')}</CameraButton>
        {photo && <button type="button" class="btn plain" onClick={() => void field.removePhoto(draft.id, photo.id)}><Icon name="bin" />{t('isbar.removePhoto')}</button>}
      </div>
    </div>
  );
}
