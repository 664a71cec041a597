declare module 'virtual:precache' {
  /** Changes when any file of the app changes. */
  export const version: string;
  /** Relative to the worker's scope. */
  export const urls: readonly string[];
}
