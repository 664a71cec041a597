/** As much of the Network Information API as is asked here; it is missing in some browsers. */
interface Connection extends EventTarget {
  readonly type?: string;
  readonly effectiveType?: string;
  readonly saveData?: boolean;
}

/** As much of the Battery Status API as is asked here; Chromium alone has it, and no worker does. */
interface Battery extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}

interface Navigating {
  readonly connection?: Connection;
  getBattery?(): Promise<Battery>;
}

/** Why originals wait, of which a grading copy is there already. */
export type HeldBy = 'battery' | 'saver' | 'none' | 'mobile' | 'slow';

/** From here down a battery that is not charging is kept for cases and calls. */
const lowest = 0.2;
let battery: Battery | null = null;

const navigating = (nav: unknown): Navigating => (nav ?? {}) as Navigating;
const isLow = (one: Battery | null): boolean => one !== null && !one.charging && one.level <= lowest;

/**
 * What holds originals back: a low battery always; unless they may go over any network, a mobile one, a slow one, and one whose user saves data.
 * Where the browser says nothing, it is taken to be a desk's. Null: they go.
 */
export function originalsHeldBy(anywhere: boolean, nav: unknown = globalThis.navigator, power: Battery | null = battery): HeldBy | null {
  if (isLow(power)) return 'battery';
  const { connection } = navigating(nav);
  if (anywhere || !connection) return null;
  if (connection.saveData) return 'saver';
  if (connection.type === 'none') return 'none';
  if (connection.type === 'cellular') return 'mobile';
  return connection.effectiveType === undefined || connection.effectiveType === '4g' ? null : 'slow';
}

export const isRoomy = (nav: unknown = globalThis.navigator): boolean => originalsHeldBy(false, nav, null) === null;

/** Tells when that may have changed. */
export function onRoomy(tell: () => void): void {
  const nav = navigating(globalThis.navigator);
  nav.connection?.addEventListener('change', tell);
  // A page that may not ask is answered with a refusal: then nobody knows, and nothing waits for it.
  void nav.getBattery?.().then((found) => {
    battery = found;
    found.addEventListener('levelchange', tell);
    found.addEventListener('chargingchange', tell);
    tell();
  }, () => undefined);
}
