import { effect, signal } from '@preact/signals';
import type { ToWorker } from '../shared/messages';
import { direction, isUnreviewed, language, languages, original, pickLanguage, useLanguage } from '../words/words';
import { field } from './field';
import { keep, read } from './settings';
import { forgetTemplates } from './templates';

const choiceKey = 'teleconsult.language';
const offeredKey = 'teleconsult.languages';

/** The last choice on this phone, for the sign-in screen, and each person's own. */
interface Choices {
  readonly last: string | null;
  readonly of: Readonly<Record<string, string>>;
}

const parse = <T>(text: string | null, otherwise: T): T => {
  try {
    return (JSON.parse(text ?? 'null') as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
};

let choices: Choices = { last: null, of: {} };
let started = false;

/** The language on the screen; a new one draws everything anew. */
export const shown = signal(original);

/** What the host offers; until it has been asked once, what needs no review. */
export const offered = signal<readonly string[]>(languages.filter((tag) => !isUnreviewed(tag)));

/** Before the first picture: the last choice on this phone, else what the browser asks for. */
export async function startLanguage(): Promise<void> {
  choices = parse(read(choiceKey), choices);
  const known = parse<readonly string[] | null>(read(offeredKey), null);
  if (known) offered.value = known.filter((tag) => languages.includes(tag));
  // A host that was never asked may offer what this build marks as unreviewed: its words are there, or they are refused.
  await show(pickLanguage([...(choices.last ? [choices.last] : []), ...navigator.languages], known ? offered.value : languages));
  effect(() => {
    const session = field.session.value;
    const own = session.kind === 'in' ? choices.of[session.user.id] : undefined;
    if (own && offered.peek().includes(own)) void show(own);
  });
}

export async function chooseLanguage(tag: string): Promise<void> {
  const session = field.session.value;
  choices = { last: tag, of: session.kind === 'in' ? { ...choices.of, [session.user.id]: tag } : choices.of };
  keep(choiceKey, JSON.stringify(choices));
  await show(tag);
}

/** Asks the host which languages it offers. Without an answer the last one holds. */
export async function askOffered(): Promise<void> {
  try {
    const answer = await fetch('/api/languages');
    if (!answer.ok) return;
    const tags = ((await answer.json()) as readonly { readonly tag: string }[]).map((entry) => entry.tag).filter((tag) => languages.includes(tag));
    offered.value = tags;
    keep(offeredKey, JSON.stringify(tags));
    if (!tags.includes(language())) await show(original);
  } catch {
    // no network
  }
}

async function show(tag: string): Promise<void> {
  try {
    if (!started || tag !== language()) await useLanguage(tag);
  } catch {
    if (started) return; // not here and no network: the words that are there stay
    await useLanguage(original);
  }
  started = true;
  forgetTemplates();
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  shown.value = language();
  const message: ToWorker = { kind: 'language', tag: language() };
  void navigator.serviceWorker?.ready.then((worker) => worker?.active?.postMessage(message));
}
