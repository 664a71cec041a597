import type { FromWorker } from '../shared/messages';

/** What the host says of itself: a case's number at most, never a word of the patient. */
interface Said {
  readonly id?: string;
  readonly receipt?: string;
  readonly title: string;
  readonly body?: string;
  readonly path?: string;
  readonly tag?: string;
  readonly urgent?: boolean;
}

interface Page {
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: FromWorker): void;
}

/** What of the worker is needed here; a test brings its own. */
export interface Place {
  readonly registration: { readonly scope: string; showNotification(title: string, options: object): Promise<void> };
  readonly clients: { matchAll(of: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Page[]>; openWindow(url: string): Promise<unknown> };
}

/** Shows a message and wakes the open pages. It is a hint: what there is to read, the sync brings. */
export async function show(place: Place, data: { json(): unknown } | null, send: typeof fetch): Promise<void> {
  const said = read(data);
  await place.registration.showNotification(said.title, {
    body: said.body ?? '', data: { path: said.path ?? '/field/' }, requireInteraction: said.urgent === true, ...(said.tag ? { tag: said.tag, renotify: true } : {}),
  });
  for (const page of await pages(place)) page.postMessage({ kind: 'pushed' });
  if (!said.id || !said.receipt) return;
  // Whether it arrived is for the ladder to know; whether the host hears it changes nothing here.
  await send('/api/alerts/shown', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id: said.id, receipt: said.receipt }), credentials: 'omit',
  }).catch(() => undefined);
}

/** A press opens the case, in the app where it is open already. Nothing outside of the app is ever opened. */
export async function press(place: Place, path: string): Promise<void> {
  const target = new URL(path, place.registration.scope).href;
  const inside = target.startsWith(place.registration.scope) ? target : place.registration.scope;
  const page = (await pages(place))[0];
  if (!page) return void (await place.clients.openWindow(inside));
  await page.focus();
  page.postMessage({ kind: 'open', path: new URL(inside).pathname });
}

const pages = async (place: Place): Promise<readonly Page[]> =>
  (await place.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter((page) => page.url.startsWith(place.registration.scope));

/** A push service may wake a worker without words: something has to be shown even then. */
function read(data: { json(): unknown } | null): Said {
  try {
    const said = data?.json() as Said | undefined;
    if (typeof said?.title === 'string') return said;
  } catch {
    // not ours
  }
  return { title: 'Teleconsult' };
}
