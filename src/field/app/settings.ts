import { effect, signal } from '@preact/signals';
import type { Me, SpecialtyService } from '../shared/model';
import { field } from './field';

export type Theme = 'system' | 'light' | 'dark';

const themeKey = 'teleconsult.theme';
const hintsKey = 'teleconsult.hints';
const contactsKey = 'teleconsult.emergency';

/** Storage may be forbidden (private windows): then a choice lasts until the app closes. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice still holds for this visit.
  }
}

export const theme = signal<Theme>('system');

export function chooseTheme(choice: Theme): void {
  theme.value = choice;
  keep(themeKey, choice);
}

/** Whether scores may add what a guideline says to them. Red flags are no hints: they cannot be switched off. */
export const hints = signal(true);

export function chooseHints(on: boolean): void {
  hints.value = on;
  keep(hintsKey, on ? 'on' : 'off');
}

/** Whom to call when it cannot wait. Kept outside the locked data, since the sign-in screen needs it too; no patient is in it. */
export interface Contacts {
  readonly number: string;
  readonly switchboard: string | null;
  readonly coordinator: { readonly name: string; readonly phone: string | null } | null;
  readonly facility: { readonly name: string; readonly phone: string | null } | null;
  readonly protocol: string | null;
  /** What holds for single forms before that, by their names. */
  readonly forms?: Me['forms'];
}

/** What to do when nobody answers a case of this form, and whom to call for it. */
export const protocolOf = (form: string): { readonly text: string | null; readonly phone: string | null } => {
  const own = contacts.value?.forms?.[form];
  return { text: own?.protocol ?? contacts.value?.protocol ?? null, phone: own?.phone ?? null };
};

/** Who answers in an emergency by this app, and the team's number. */
export interface Cover {
  readonly service: string;
  readonly hospital: string;
  readonly people: readonly string[];
  readonly phone: string | null;
  /** When the team opens, where it is closed; and until when all this holds. */
  readonly opensAt?: string | null;
  readonly until?: string | null;
}

export const coverOf = (service: SpecialtyService): Cover => ({
  service: service.name, hospital: service.hospital, ...service.emergency!, opensAt: service.now?.opensAt ?? null, until: service.now?.until ?? null,
});

export const contacts = signal<Contacts | null>(null);

const contactsOf = (me: Me): Contacts => ({
  number: me.network.emergencyNumber,
  switchboard: me.network.switchboard,
  coordinator: me.network.coordinator,
  facility: me.facility && { name: me.facility.name, phone: me.facility.phone },
  protocol: me.network.protocol,
  forms: me.forms,
});

export function startSettings(): void {
  const saved = read(themeKey);
  if (saved === 'light' || saved === 'dark') theme.value = saved;
  hints.value = read(hintsKey) !== 'off';
  try {
    contacts.value = JSON.parse(read(contactsKey) ?? 'null') as Contacts | null;
  } catch {
    contacts.value = null;
  }

  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
  });
  effect(() => {
    const session = field.session.value;
    if (session.kind !== 'in') return;
    contacts.value = contactsOf(session.user);
    keep(contactsKey, JSON.stringify(contacts.value));
  });
}
