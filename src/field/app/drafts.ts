import { signal, type Signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, Id } from '../shared/model';
import { field } from './field';

/** What a screen has typed and the store has not yet confirmed. */
interface Typing {
  readonly draft: Draft;
  readonly open: number;
}

const typing = new Map<Id, Signal<Typing | null>>();

const typed = (id: Id): Signal<Typing | null> => {
  let found = typing.get(id);
  if (!found) typing.set(id, (found = signal(null)));
  return found;
};

/** The draft as the worker sees it: the stored one, with what is being typed on top. Null when there is none (sent, or dropped). */
export function currentDraft(id: Id): Draft | null {
  const stored = field.cases.value.find((view) => view.id === id)?.case.draft ?? null;
  const mine = typed(id).value;
  // Photos are written by the facade, not typed: the stored ones are the newer ones.
  return mine && stored ? { ...mine.draft, ...photosOf(stored), changedAt: stored.changedAt } : stored;
}

function photosOf({ photos, notTaken, tray, placed, sidesChecked }: Draft): Partial<Draft> & Pick<Draft, 'photos' | 'notTaken'> {
  return { photos, notTaken, ...(tray && { tray }), ...(placed && { placed }), ...(sidesChecked !== undefined && { sidesChecked }) };
}

/** Changes the draft on the screen at once and in the store right after: every keystroke is kept. */
export function change(id: Id, how: (draft: Draft) => Draft): void {
  const mine = typed(id);
  const base = mine.value?.draft ?? currentDraft(id);
  if (!base) return;
  mine.value = { draft: how(base), open: (mine.value?.open ?? 0) + 1 };
  const settle = () => {
    const now = mine.value;
    if (now) mine.value = now.open > 1 ? { ...now, open: now.open - 1 } : null;
  };
  field.changeDraft(id, how).then(settle, settle);
}

/** A text that survives reload, kill and going back until it is sent. */
export function useKeptText(key: string): readonly [text: string, write: (text: string) => void] {
  const [text, setText] = useState('');
  const touched = useRef(false);
  useEffect(() => {
    touched.current = false;
    setText('');
    let gone = false;
    void field.keptText(key).then((kept) => {
      if (!gone && !touched.current) setText(kept);
    });
    return () => void (gone = true);
  }, [key]);
  return [text, (next) => {
    touched.current = true;
    setText(next);
    void field.keepText(key, next);
  }];
}
