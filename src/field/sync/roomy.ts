/** As much of the Network Information API as is asked here; it is missing in some browsers. */
interface Connection extends EventTarget {
  readonly type?: string;
  readonly effectiveType?: string;
  readonly saveData?: boolean;
}

const connectionOf = (nav: unknown): Connection | undefined => (nav as { connection?: Connection } | undefined)?.connection;

/**
 * Whether this network is good enough for originals, of which a grading copy is there already: not a mobile one, none that is
 * slow, and none whose user saves data. Where the browser says nothing, it is taken to be a desk's.
 */
export function isRoomy(nav: unknown = globalThis.navigator): boolean {
  const connection = connectionOf(nav);
  if (!connection) return true;
  if (connection.saveData || connection.type === 'cellular' || connection.type === 'none') return false;
  return connection.effectiveType === undefined || connection.effectiveType === '4g';
}

/** Tells when that may have changed. */
export const onRoomy = (tell: () => void): void => connectionOf(globalThis.navigator)?.addEventListener('change', tell);
