import { useState } from 'preact/hooks';
import type { Consent as Given, Draft } from '../../shared/model';
import { t } from '../../words/words';
import { change } from '../drafts';
import { field } from '../field';
import { go, up } from '../route';
import { caseTitle, template } from '../templates';
import { Note, Segment, Steps } from '../parts/bits';
import { Icon, type IconName } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { DraftStrip, next, SavedAt, stepAddress } from './steps';

type Part = 'share' | 'record' | 'identifiable' | 'teaching' | 'research' | 'contact';
const parts: readonly Part[] = ['share', 'record', 'identifiable', 'teaching', 'research', 'contact'];

const set = (draft: Draft, some: Partial<Given>) => change(draft.id, (d) => ({ ...d, consent: { ...d.consent, ...some, at: new Date().toISOString() } }));

/** What the patient allows: each part by itself. What was not asked counts as no. */
export function Consent({ draft, view }: { draft: Draft; view: boolean }) {
  const [tried, setTried] = useState(false);
  if (view) return <PatientView draft={draft} />;
  const consent = draft.consent;
  const asked = parts.filter((part) => consent[part] !== null).length;
  const form = template(draft.template);
  const before = form && form.slots.length === 0 ? 'question' : 'photos';
  return (
    <Screen
      title={t('consent.title')} sub={<SavedAt draft={draft} fallback={caseTitle(draft.template)} />} back={stepAddress(draft, before)}
      strip={<DraftStrip draft={draft}><button type="button" class="btn plain" onClick={() => go(`${stepAddress(draft, 'consent')}/show`)}><Icon name="eye" />{t('consent.show')}</button></DraftStrip>}
      dockColumn
      dock={
        <>
          <p class="s center">{tried && consent.share !== true ? <b role="alert">{t('consent.needed')}</b> : t('consent.asked', { n: asked, of: parts.length })}</p>
          <button type="button" class="btn main" onClick={() => { if (consent.share === true) next(draft, 'check'); else setTried(true); }}>{t('consent.next')}</button>
        </>
      }
    >
      <Steps now={3} label={t('consent.step')} />
      <div class="list list-top">
        {parts.map((part) => (
          <div>
            <span class="grow"><b id={`c-${part}`}>{t(`consent.${part}`)}</b><span class="s quiet">{t(`consent.${part}More`)}</span></span>
            <Segment
              label={t(`consent.${part}`)} clears value={consent[part] === null ? null : consent[part] ? 'yes' : 'no'}
              choices={[{ value: 'yes', text: t('intake.yes') }, { value: 'no', text: t('intake.no'), no: true }]}
              onPick={(picked) => set(draft, { [part]: picked === null ? null : picked === 'yes' })}
            />
          </div>
        ))}
      </div>
      <div class="pad stack">
        {consent.share === false && <Note tone="wait" icon="hide" title={t('consent.refused')}><p>{t('consent.refusedMore')}</p></Note>}
        <div>
          <span class="lab">{t('consent.how')}</span>
          <div class="chips" role="group" aria-label={t('consent.how')}>
            {(['spoken', 'signed', 'guardian', 'emergency'] as const).map((how) => (
              <button type="button" class="chip" aria-pressed={consent.how === how} onClick={() => set(draft, { how })}>{consent.how === how && <Icon name="tick" />}{t(`consent.how.${how}`)}</button>
            ))}
          </div>
        </div>
        <p class="s quiet">{t('consent.never')}</p>
      </div>
    </Screen>
  );
}

/** Held out to the patient: large, in plain words, and with nothing else of the case on it. */
function PatientView({ draft }: { draft: Draft }) {
  const session = field.session.value;
  const service = session.kind === 'in' ? session.user.services.find((one) => one.id === draft.service) : undefined;
  const close = () => up(stepAddress(draft, 'consent'));
  const lines: readonly { icon: IconName; text: string }[] = [
    { icon: 'hide', text: t('patientView.noName') }, { icon: 'file', text: t('patientView.record') }, { icon: 'tick', text: t('patientView.canSayNo') },
  ];
  return (
    <Screen
      title={t('patientView.title')} sub={t('patientView.sub')} back={close} dockColumn
      dock={
        <>
          <p class="l center"><b>{t('patientView.ask')}</b></p>
          <div class="row big">
            <button type="button" class="btn plain" onClick={() => { set(draft, { share: false }); close(); }}><Icon name="x" />{t('intake.no')}</button>
            <button type="button" class="btn main" onClick={() => { set(draft, { share: true }); close(); }}><Icon name="tick" />{t('intake.yes')}</button>
          </div>
        </>
      }
    >
      <div class="pad stack patientview">
        <p><b>{service ? t('patientView.what', { hospital: service.hospital }) : t('patientView.whatUnsure')}</b></p>
        <ul class="stack">{lines.map((line) => <li><Icon name={line.icon} /><span>{line.text}</span></li>)}</ul>
      </div>
    </Screen>
  );
}
