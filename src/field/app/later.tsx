import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useLaterWords } from '../words/words';

const loads: (() => Promise<void>)[] = [];

/** A screen in a chunk of its own, with the words that only such screens say: the first load stays small, and the rest follows while the worker reads the list. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const here = signal<ComponentType<P> | null>(null);
  let asked: Promise<void> | null = null;
  const fetch = () => (asked ??= Promise.all([load(), useLaterWords()]).then(
    ([found]) => void (here.value = found),
    () => void (asked = null), // no network and not kept yet: the next look asks again
  ));
  loads.push(fetch);
  return (props) => {
    const Found = here.value;
    if (Found) return <Found {...props} />;
    void fetch();
    return <div class="screen" aria-busy="true" />;
  };
}

/** Fetches all that is not here yet, one after the other. */
export async function loadTheRest(): Promise<void> {
  for (const load of loads) await load();
}
