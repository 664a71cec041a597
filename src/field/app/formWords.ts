import { signal } from '@preact/signals';
import { hasLaterWords, language, useLaterWords, word, type WordArgs } from '../words/words';

/** How often they have come: who shows one of these words is drawn again. */
const came = signal(0);
let asked: string | null = null;

/** A word of the form's own screens, which is no part of the first load; null until it is here, or where there is none. */
export function formWord(key: string, args: WordArgs = {}): string | null {
  void came.value;
  const found = word(key, args);
  if (found === null && !hasLaterWords() && asked !== language()) {
    asked = language();
    // No network and not kept yet: the next look asks again.
    useLaterWords().then(() => void came.value++, () => undefined).finally(() => (asked = null));
  }
  return found;
}
