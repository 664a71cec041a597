import { effect, signal, untracked } from '@preact/signals';
import { field } from './field';

/** Addresses hold ids and names of screens, never anything about a patient. */
const base = '/field';

const here = (): string => (location.pathname.startsWith(base) ? location.pathname.slice(base.length) || '/' : '/');

export const path = signal(typeof location === 'undefined' ? '/' : here());

/** The item of a form that the next screen should show first; used once. */
export const wanted = signal<string | null>(null);

/** True at a desk: the list stays beside the case. */
export const desk = signal(false);

export function startRouting(): void {
  addEventListener('popstate', () => (path.value = here()));
  const wide = matchMedia('(min-width: 900px)');
  desk.value = wide.matches;
  wide.addEventListener('change', () => (desk.value = wide.matches));
}

/** A notification was pressed: its case is opened here. */
export function startPressed(): void {
  effect(() => {
    const to = field.pressed.value;
    if (to?.startsWith(base)) untracked(() => go(to.slice(base.length) || '/'));
  });
}

export function go(to: string, replace = false): void {
  if (to === path.value) return;
  if (replace) history.replaceState(history.state, '', base + to);
  else history.pushState({ from: path.value }, '', base + to);
  path.value = to;
}

/** Up to the screen above. Uses the browser's own history where that is where one came from, so that it does not grow in circles. */
export function up(to: string): void {
  if ((history.state as { from?: string } | null)?.from === to) history.back();
  else go(to, true);
}

/** For links: the browser's own ways (new tab, middle button) stay. */
export function follow(event: MouseEvent): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.currentTarget as HTMLAnchorElement;
  event.preventDefault();
  go(new URL(link.href).pathname.slice(base.length) || '/');
}

export const href = (to: string): string => base + to;
