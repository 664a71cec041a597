import type { Flight } from '../shared/model';
import { DeviceStore } from '../store/device';
import { Newsroom } from '../store/news';
import { UserStore } from '../store/user';
import { TabLock } from '../sync/lock';
import { Outbox } from '../sync/outbox';
import { originalsHeldBy } from '../sync/roomy';
import { sender } from '../sync/send';
import { Session } from '../sync/session';
import { sendByFetch } from '../upload/fetch';

/**
 * Sends what waits for the person who is signed in, with no page open. The same outbox as in the page, the same lock over
 * all tabs, the same tokens; only the photos go by fetch, since tus-js-client cannot run here.
 *
 * Throws while something still waits, so that the browser wakes the worker again.
 */
export async function sendInBackground(host: string): Promise<void> {
  const news = new Newsroom();
  const device = await DeviceStore.open(news);
  try {
    const session = await device.session();
    if (!session || session.expired) return; // nothing goes without a sign-in; waking again would not help
    const store = await UserStore.open(session.user.id, news);
    try {
      const lock = new TabLock(device);
      const auth = new Session(device, lock, host).as(session.user.id);
      const send = sender(store, auth, (upload, bearer, confirmed) => sendByFetch(upload, bearer, confirmed, host));
      const fly = (flight: Flight) => news.publish({ kind: 'flight', flight });
      const anywhere = await device.originalsAnywhere();
      const landing = await new Outbox({ store, send, lock, online: () => navigator.onLine, roomy: () => originalsHeldBy(anywhere) === null, fly }).flush();
      if (landing.kind === 'waiting' && landing.reason !== 'signed-out') throw new Error(landing.reason);
    } finally {
      store.close();
    }
  } finally {
    device.close();
    news.close();
  }
}
