declare module 'virtual:words' {
  /** By language: loads that language's chunk. */
  export const loaders: Readonly<Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>>;
  /** By language: the words of the form's own screens (scores, the body), which come after the first load. */
  export const more: typeof loaders;
  /** By language, `wwwroot/words/languages.json`: its own name, which way it is written, whether the forms were written in it, which clinician has read the translation. */
  export const about: Readonly<Record<string, {
    readonly name: string; readonly dir: 'ltr' | 'rtl'; readonly original: boolean; readonly clinicalReview: { readonly by: string; readonly on: string } | null;
  }>>;
}
