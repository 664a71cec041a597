import { urls, version } from 'virtual:precache';
import type { FromWorker, ToWorker } from '../shared/messages';
import { sendInBackground } from './background';
import { press, show, type Place } from './push';

declare const self: ServiceWorkerGlobalScope;

const prefix = 'field-';
const cacheName = prefix + version;
const shell = new URL('./', self.registration.scope).href;

/** Not in every browser, and not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as ToWorker | undefined;
  // Never by itself: a form may be open. The page says when.
  if (message?.kind === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (message?.kind === 'language') event.waitUntil(keepWords(new Set([message.tag])));
});

self.addEventListener('sync' as 'message', (event) => {
  const { tag } = event as unknown as SyncEvent;
  if (tag === 'outbox') (event as unknown as SyncEvent).waitUntil(sendInBackground(self.location.origin));
});

self.addEventListener('push', (event) => event.waitUntil(show(self as unknown as Place, event.data, (...request) => fetch(...request))));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(press(self as unknown as Place, (event.notification.data as { path?: string } | null)?.path ?? '/field/'));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // What is outside the scope (API, photos, console) is none of the worker's business.
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

/**
 * All or nothing: a worker that could not fetch the whole app is not installed. Of the languages come those that this browser asks for and those that
 * were here before; another one comes when it is chosen, since each costs a phone some 40 KB.
 */
async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Hashed files may come from the HTTP cache. The shell must come from the server, or it may name the files of an older build.
  const ask = (url: string) => new Request(new URL(url, shell), { cache: url.startsWith('assets/') ? 'default' : 'no-cache' });
  await cache.addAll(urls.filter((url) => !isTranslation(url)).map(ask));
  const held = await Promise.all((await caches.keys()).filter((name) => name.startsWith(prefix)).map(async (name) => (await caches.open(name)).keys()));
  await keepWords(new Set([...self.navigator.languages.map((tag) => tag.split('-')[0]!), ...held.flat().flatMap((request) => languageOf(request.url) ?? [])]));
}

/** Fetches the words and forms of these languages, those of later screens too; a host refuses those that it does not offer. */
async function keepWords(tags: ReadonlySet<string>): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const url of urls.filter((one) => isTranslation(one) && tags.has(languageOf(one)!))) {
    if (!await cache.match(new URL(url, shell))) await cache.add(new URL(url, shell)).catch(() => undefined);
  }
}

const languageOf = (url: string): string | null => /\bassets\/(?:words|form)-([a-z]+)-/.exec(url)?.[1] ?? null;

/** Words and forms of another language than the one that is always there. */
const isTranslation = (url: string): boolean => ![null, 'en'].includes(languageOf(url));

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
  const ready: FromWorker = { kind: 'ready', version };
  for (const client of await self.clients.matchAll()) client.postMessage(ready);
}

/** One version for all that a page loads: from this worker's cache, the network only for what it does not hold. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const held = await cache.match(request.mode === 'navigate' ? shell : request, { ignoreVary: true });
  if (held || !isTranslation(request.url)) return held ?? fetch(request);
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}
