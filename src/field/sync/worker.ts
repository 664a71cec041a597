import { signal } from '@preact/signals';
import type { FromWorker, ToWorker } from '../shared/messages';

/** The name under which the worker is asked to send when the network is back and no page is open. */
export const backgroundTag = 'outbox';

export const updateReady = signal(false);
export const offlineReady = signal(false);
/** How many push messages have come while this page is open: each is a reason to ask the host. */
export const pushed = signal(0);
/** Where a pressed notification leads; the app goes there. */
export const pressed = signal<string | null>(null);

let registration: ServiceWorkerRegistration | undefined;
let wanted = false;

/** How often a page that stays open asks for a newer version. */
const hourly = 3_600_000;

/** Registers the service worker. A newer version waits until the worker agrees, so no draft is interrupted. */
export async function startWorker(base: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    if (event.data.kind === 'ready') offlineReady.value = true;
    else if (event.data.kind === 'pushed') pushed.value++;
    else pressed.value = event.data.path;
  });
  // Only after the person agreed: the first worker of all takes over in silence and must not reload a form away.
  serviceWorker.addEventListener('controllerchange', () => { if (wanted) location.reload(); });
  // 'none': the browser asks the server for sw.js itself, past its own cache.
  registration = await serviceWorker.register(`${base}sw.js`, { scope: base, updateViaCache: 'none' });
  if (registration.active) offlineReady.value = true;
  watch(registration);
  setInterval(() => void registration?.update().catch(() => undefined), hourly);
}

function watch(now: ServiceWorkerRegistration): void {
  const look = () => { if (now.waiting && navigator.serviceWorker.controller) updateReady.value = true; };
  look();
  now.addEventListener('updatefound', () => now.installing?.addEventListener('statechange', look));
}

/** Starts the newer version; the page loads anew when it has taken over. */
export function applyUpdate(): void {
  wanted = true;
  const message: ToWorker = { kind: 'skip-waiting' };
  registration?.waiting?.postMessage(message);
}

/** Asks the browser to wake the worker when there is network; where it cannot, the page sends when it is open. */
export async function askBackground(): Promise<void> {
  const sync = (registration as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync;
  await sync?.register(backgroundTag).catch(() => undefined);
}
