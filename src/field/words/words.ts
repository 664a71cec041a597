import { loaders } from 'virtual:words';
import type { WordKey } from '../obj/words/keys';

export type { WordKey };
export type WordArgs = Readonly<Record<string, string | number | null | undefined>>;

/** Languages this build has words for. */
export const languages: readonly string[] = Object.keys(loaders);

const rightToLeft = new Set(['ar', 'fa', 'he', 'ps', 'ur']);

let current = 'en';
let catalogue: Readonly<Record<string, string>> = {};
let fallback: Readonly<Record<string, string>> = {};
let plurals = new Intl.PluralRules('en');

/** The best language of this build for what the browser asks for. */
export function pickLanguage(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const found = [tag, tag.split('-')[0]!].find((candidate) => languages.includes(candidate));
    if (found) return found;
  }
  return 'en';
}

/** Loads a language's words; English fills what it lacks. */
export async function useLanguage(language: string): Promise<void> {
  const load = async (name: string) => (await loaders[name]?.())?.default ?? {};
  catalogue = await load(language);
  fallback = language === 'en' ? catalogue : await load('en');
  current = language;
  plurals = new Intl.PluralRules(language);
}

export const language = (): string => current;
export const direction = (): 'ltr' | 'rtl' => (rightToLeft.has(current.split('-')[0]!) ? 'rtl' : 'ltr');

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
    const plural = catalogue[form] ?? catalogue[`${key}.other`] ?? fallback[form] ?? fallback[`${key}.other`];
    if (plural !== undefined) return plural;
  }
  return catalogue[key] ?? fallback[key];
}

function show(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? new Intl.NumberFormat(current).format(value) : value;
}
