import { about, loaders, more } from 'virtual:words';
import type { WordKey } from '../obj/words/keys';

export type { WordKey };
export type WordArgs = Readonly<Record<string, string | number | null | undefined>>;

/** Languages this build has words for. */
export const languages: readonly string[] = Object.keys(loaders);

let current = 'en';
let catalogue: Readonly<Record<string, string>> = {};
let complete = false;
let plurals = new Intl.PluralRules('en');

/** The language that the forms were written in. */
export const original: string = Object.keys(about).find((tag) => about[tag]!.original) ?? 'en';

/** A language's name as its speakers write it. */
export const nameOfLanguage = (tag: string): string => about[tag]?.name ?? tag;

/** A translation of clinical text that no clinician has reviewed. */
export const isUnreviewed = (tag: string): boolean => !!about[tag] && !about[tag].original && !about[tag].clinicalReview;

/** The best of some languages for what a person wants. */
export function pickLanguage(wanted: readonly string[], offered: readonly string[] = languages): string {
  for (const tag of wanted) {
    const found = [tag, tag.split('-')[0]!].find((candidate) => offered.includes(candidate));
    if (found) return found;
  }
  return original;
}

/**
 * Loads a language's words, those of later screens too where they are shown already. What a language lacks the build fills with the original. Throws when
 * they cannot be fetched; the old ones then stay.
 */
export async function useLanguage(language: string): Promise<void> {
  const load = loaders[language];
  if (!load) throw new Error(`no words in ${language}`);
  const [first, rest] = await Promise.all([load(), complete ? more[language]?.() : undefined]);
  catalogue = { ...first.default, ...rest?.default };
  complete = !!rest;
  current = language;
  plurals = new Intl.PluralRules(language);
}

/** Loads the words of later screens beside those of the language that is shown. Throws when they cannot be fetched. */
export async function useLaterWords(): Promise<void> {
  const tag = current;
  const load = more[tag];
  if (!load || complete) return;
  const found = (await load()).default;
  if (tag !== current) return;
  catalogue = { ...catalogue, ...found };
  complete = true;
}

export const hasLaterWords = (): boolean => complete;

export const language = (): string => current;
export const direction = (): 'ltr' | 'rtl' => about[current]?.dir ?? 'ltr';

/** For `Intl`: the language with 0 to 9 as its digits, whatever a country writes: a dose looks the same on every screen, and as it was typed. */
export const locale = (): string => `${current}-u-nu-latn`;

/** The sentence for a key. `{name}` is filled from args; with `count`, the plural form of this language is taken. */
export function t(key: WordKey, args: WordArgs = {}): string {
  return word(key, args) ?? key;
}

/** For keys made while running, such as `refusal.${code}`; null when there is no such sentence. */
export function word(key: string, args: WordArgs = {}): string | null {
  const text = find(key, args['count']);
  return text === undefined ? null : text.replace(/\{(\w+)\}/g, (_, name: string) => show(args[name]));
}

/** What a refusal's code says to a health worker; where it is known what kind of file was chosen, in that kind's own sentence. */
export function refusal(code: string, args: WordArgs = {}): string {
  const own = args['format'] ? word(`refusal.${code}.${args['format']}`, args) : null;
  return own ?? word(`refusal.${code}`, args) ?? word('refusal.unknown', { ...args, code }) ?? code;
}

function find(key: string, count: unknown): string | undefined {
  if (typeof count === 'number') {
    const form = `${key}.${plurals.select(count)}`;
    const plural = catalogue[form] ?? catalogue[`${key}.other`];
    if (plural !== undefined) return plural;
  }
  return catalogue[key];
}

function show(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return new Intl.NumberFormat(locale()).format(value);
  // A name, number or time of another script keeps its own order within a sentence that runs from the right (U+2068, U+2069: first strong isolate).
  return value && direction() === 'rtl' ? `\u2068${value}\u2069` : value;
}
