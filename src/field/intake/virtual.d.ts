declare module 'virtual:intake' {
  /** By "<name>-<version>": loads that questionnaire's chunk. */
  export const loaders: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>;
}
