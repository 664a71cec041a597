// The console's worker: push messages alone, no fetch handler. It shows what the host sent (service, urgency, number: nothing of a patient),
// says to the host and to open pages that it did, and opens the case when it is pressed; who is not signed in signs in first.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? '/'));
});

async function show(data) {
  const said = read(data);
  await self.registration.showNotification(said.title, {
    body: said.body, tag: said.tag, renotify: Boolean(said.tag), requireInteraction: said.urgent === true, data: { path: said.path },
  });
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage({ kind: 'push-shown', id: said.id ?? null });
  if (said.id && said.receipt) {
    // Whether it arrived is for the ladder to know; whether the host hears it changes nothing here.
    await fetch('/api/alerts/shown', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id: said.id, receipt: said.receipt }), credentials: 'omit',
    }).catch(() => undefined);
  }
}

// A push service may wake a worker without words: something has to be shown even then.
function read(data) {
  try {
    const said = data?.json();
    if (said?.title) return said;
  } catch { /* not ours */ }
  return { title: 'Teleconsult', body: '', path: '/' };
}

async function open(path) {
  const target = new URL(path, self.location.origin);
  if (target.origin !== self.location.origin) return;
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    if (page.url === target.href) {
      await page.focus();
      return;
    }
  }
  await self.clients.openWindow(target.href);
}
