import { useState } from 'preact/hooks';
import type { Draft, SpecialtyService } from '../../shared/model';
import { clock, moment } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { go } from '../route';
import { contacts, coverOf, protocolOf, type Cover } from '../settings';
import { emergencyForm, nameOf } from '../templates';
import { named } from '../view/person';
import { Note } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Banner, Screen } from '../parts/Screen';

/** After this the cover on the screen may have changed without this phone knowing. */
const staleAfter = 15 * 60_000;

/**
 * Whom to call, the local steps, and who answers by this app. Cover and number stand before the form: nobody writes first and
 * learns then that nobody is there. Works offline and before signing in.
 */
export function Emergency() {
  const known = contacts.value;
  const local = protocolOf(emergencyForm);
  const session = field.session.value;
  const services = session.kind === 'in' && session.user.roles.includes('requester') ? session.user.services.filter((one) => one.emergency) : [];
  const covered = services.filter((one) => one.emergency!.people.length > 0);
  const begun = unsent();
  const [busy, setBusy] = useState(false);
  const ask = async (service: SpecialtyService) => {
    if (busy) return;
    setBusy(true);
    await begin(service).finally(() => setBusy(false));
  };
  return (
    <Screen
      title={t('urgency.emergency')} sub={t('emergency.sub')} mode="emergency"
      back={session.kind === 'in' ? '/' : () => history.back()}
      banner={<Banner icon="emergency" tone="emergency" title={t('emergency.first')} text={t('emergency.firstMore')} />}
      dock={covered.length > 0 && covered.map((service) => (
        <button type="button" class="btn main red" disabled={busy} onClick={() => void ask(service)}>
          <Icon name="emergency" />{covered.length > 1 ? t('emergency.askTeam', { name: service.name }) : t('emergency.ask')}
        </button>
      ))}
      dockColumn={covered.length > 1}
    >
      <div class="pad stack">
        {begun && !isBlank(begun) && (
          <Note tone="wait" icon="pen" title={t('emergency.begun', { who: named(begun.patient) || t('patient.unnamed'), time: moment(begun.startedAt) })}>
            <div class="row"><button type="button" class="btn" onClick={() => go(`/new/${begun.id}/emergency`)}>{t('emergency.goOn')}</button></div>
          </Note>
        )}
        {services.map((service) => <CoverNote cover={coverOf(service)} />)}
        {known
          ? (
            <>
              <h2 class="l">{t('emergency.now')}</h2>
              <Call number={known.number} words={t('emergency.ambulance')} main />
              {known.switchboard && <Call number={known.switchboard} words={t('emergency.switchboard')} />}
              {known.coordinator?.phone && <Call number={known.coordinator.phone} words={t('emergency.coordinator', { name: known.coordinator.name })} />}
              {local.phone && <Call number={local.phone} words={t('emergency.localNumber')} />}
              {local.text && (
                <section class="card">
                  <h2 class="lab">{t('emergency.protocol')}</h2>
                  <p class="pre" dir="auto">{local.text}</p>
                </section>
              )}
            </>
          )
          : <Note tone="emergency" icon="emergency" title={t('emergency.unknown')}><p>{t('emergency.unknownMore')}</p></Note>}
      </div>
    </Screen>
  );
}

/** Who covers and by which number, or plainly that nobody does. */
export function CoverNote({ cover, small }: { cover: Cover; small?: boolean }) {
  const link = field.link.value;
  const heard = link.lastHeard ? Date.parse(link.lastHeard) : null;
  const now = Date.now() + link.clockOffset;
  const old = heard !== null && (now - heard > staleAfter || (cover.until != null && Date.parse(cover.until) < now));
  const phone = cover.phone && (small
    ? <a class="btn small redline" href={tel(cover.phone)} aria-label={t('emergency.callTeam', { name: cover.service, number: cover.phone })}><Icon name="call" /><span class="num" dir="ltr">{cover.phone}</span></a>
    : <Call number={cover.phone} words={t('emergency.team', { name: cover.service })} />);
  if (cover.people.length === 0) {
    return (
      <Note tone="emergency" icon="warn" title={t('emergency.nobody', { name: cover.service })} alert>
        <p>{t('emergency.nobodyMore')}</p>
        {cover.opensAt && <p>{t('emergency.opens', { time: moment(cover.opensAt) })}</p>}
        {old && <p class="s">{t('emergency.knownAt', { time: clock(heard) })}</p>}
        {phone}
      </Note>
    );
  }
  return (
    <section class={small ? 'cover row' : 'card stack tight'} aria-label={t('emergency.cover')}>
      <p class="row top grow"><Icon name="person" /><span class="grow"><b>{t('emergency.answers', { who: cover.people.join(', ') })}</b><span class="s quiet under">{[cover.service, cover.hospital].join(', ')}{old && ` · ${t('emergency.knownAt', { time: clock(heard) })}`}</span></span></p>
      {phone}
    </section>
  );
}

/** The newest emergency that was begun and not sent. */
const unsent = () => field.cases.value.find((view) => view.case.draft && nameOf(view.template) === emergencyForm)?.case.draft ?? null;

const isBlank = (draft: Draft): boolean => draft.patient.initials === '' && Object.keys(draft.answers).every((linkId) => linkId === 'call-back');

/** Opens an empty form: another patient's half-written one is offered by name, and never opened in its place (hazard H2). */
async function begin(service: SpecialtyService): Promise<void> {
  const empty = unsent();
  if (empty && isBlank(empty)) return go(`/new/${empty.id}/emergency`);
  const form = field.templates().find((one) => one.name === emergencyForm);
  if (!form) return;
  const session = field.session.peek();
  const callBack = await field.keptText('call-back') || (session.kind === 'in' ? session.user.facility?.phone : null) || '';
  const draft = await field.newDraft(form.canonical, service.id);
  await field.changeDraft(draft.id, (one) => ({
    ...one, step: 'emergency', urgency: 'emergency',
    // No consent was asked for: what an emergency allows is recorded as that, and said above the button.
    consent: { ...one.consent, share: true, how: 'emergency' },
    answers: callBack ? { ...one.answers, 'call-back': { values: [{ valueString: callBack }] } } : one.answers,
  }));
  go(`/new/${draft.id}/emergency`);
}

export const tel = (number: string): string => `tel:${number.replace(/[^\d+*#]/g, '')}`;

export function Call({ number, words, main }: { number: string; words: string; main?: boolean }) {
  return (
    <a class={main ? 'btn call red' : 'btn call redline'} href={tel(number)}>
      <Icon name="call" /><span>{words}<br /><span class="num" dir="ltr">{number}</span></span>
    </a>
  );
}
