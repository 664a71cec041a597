import type { ComponentChildren } from 'preact';
import type { Laterality, Urgency } from '../../shared/model';
import { t } from '../../words/words';
import { description, type Person } from '../view/person';
import type { StateLine } from '../view/line';
import { Icon, type IconName } from './Icon';

/** Shape, word and colour together: colour alone says nothing. */
export function UrgencyMark({ urgency }: { urgency: Urgency }) {
  return <span class={`urg u-${urgency}`}><Icon name={urgency} />{t(`urgency.${urgency}`)}</span>;
}

/** "J.K. · man 58" */
export function Who({ person }: { person: Person }) {
  const rest = description(person);
  return <><bdi>{person.initials || t('patient.unnamed')}</bdi>{rest && ` · ${rest}`}</>;
}

export function PatientStrip({ person, small, children }: { person: Person; small?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="patient">
      <span class="grow"><b><Who person={person} /></b>{small && <small>{small}</small>}</span>
      {children}
    </div>
  );
}

/** The letter of a side. Right is a filled plate, left an outlined one; neither is ever mirrored. */
export function Side({ side }: { side: Laterality }) {
  if (side === 'none') return null;
  return side === 'right'
    ? <span class="side r" role="img" aria-label={t('side.right')}>{t('side.rightLetter')}</span>
    : <span class="side l" role="img" aria-label={t('side.left')}>{t('side.leftLetter')}</span>;
}

export function State({ line }: { line: StateLine }) {
  return (
    <>
      <p class={`state ${line.tone}`}><Icon name={line.icon} /><span class="grow">{line.text}</span></p>
      {line.percent !== null && <progress max={100} value={line.percent} aria-label={line.text} />}
    </>
  );
}

export type NoteTone = 'wait' | 'info' | 'ok' | 'urgent' | 'emergency';

export function Note({ tone, icon, title, alert, children }: { tone: NoteTone; icon: IconName; title: ComponentChildren; alert?: boolean; children?: ComponentChildren }) {
  return (
    <div class={`note ${tone}`} role={alert ? 'alert' : undefined}>
      <Icon name={icon} />
      <div class="grow"><p><b>{title}</b></p>{children}</div>
    </div>
  );
}

export function Steps({ now, label, side }: { now: number; label: string; side?: string }) {
  return (
    <>
      <div class="steps" aria-hidden="true">{[1, 2, 3, 4].map((n) => <i class={n <= now ? 'on' : ''} />)}</div>
      <p class="steplab"><span>{t('step', { now, of: 4, name: label })}</span><span>{side}</span></p>
    </>
  );
}

export interface Choice<T> {
  readonly value: T;
  readonly text: string;
  /** Drawn as a No: dark, not in the accent. */
  readonly no?: boolean;
}

/** Two or three beside each other. Nothing chosen means not asked; pressing the chosen one again takes it back where that is allowed. */
export function Segment<T extends string | boolean>({ label, choices, value, onPick, wide, clears, icons }: {
  label: string; choices: readonly Choice<T>[]; value: T | null; onPick: (value: T | null) => void; wide?: boolean; clears?: boolean; icons?: boolean;
}) {
  return (
    <span class={wide ? 'seg grow' : 'seg'} role="group" aria-label={label}>
      {choices.map((choice) => {
        const on = choice.value === value;
        return (
          <button type="button" class={choice.no ? 'no' : ''} aria-pressed={on} onClick={() => onPick(on && clears ? null : choice.value)}>
            {(on || icons) && <Icon name={choice.no ? 'x' : 'tick'} />}{choice.text}
          </button>
        );
      })}
    </span>
  );
}

/** One of many, each on its own line. */
export function Options<T extends string>({ name, legend, choices, value, onPick }: {
  name: string; legend: ComponentChildren; choices: readonly { readonly value: T; readonly text: ComponentChildren; readonly lead?: ComponentChildren; readonly more?: ComponentChildren }[];
  value: T | null; onPick: (value: T) => void;
}) {
  return (
    <fieldset>
      <legend class="lab l">{legend}</legend>
      {choices.map((choice) => (
        <label class={choice.value === value ? 'opt on' : 'opt'}>
          <input class="pick" type="radio" name={name} checked={choice.value === value} onChange={() => onPick(choice.value)} />
          {choice.lead}
          <span class="grow">{choice.text}{choice.more && <small>{choice.more}</small>}</span>
          <span class="dot" />
        </label>
      ))}
    </fieldset>
  );
}
