declare module 'virtual:intake/names' {
  /** "<name>-<version>" of each questionnaire of this build. */
  const names: readonly string[];
  export default names;
}

declare module 'virtual:intake' {
  /** By "<name>-<version>/<language>": loads that questionnaire with one translation. */
  export const loaders: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>;
}

declare module 'virtual:coach' {
  /** wwwroot/coach/photos.json */
  const coach: import('./coach').CoachFile;
  export default coach;
}
