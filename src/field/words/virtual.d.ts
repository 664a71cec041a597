declare module 'virtual:words' {
  /** By language: loads that language's chunk. */
  export const loaders: Readonly<Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>>;
}
