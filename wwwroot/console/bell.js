// What makes a desk ring: sound and push of this browser, armed by a press (browsers allow neither without one). Knows no word and no rule.

const kept = 'duty'; // who is on duty at this browser; signing out forgets it (start.js)
const worker = '/console/push-worker.js';

let receiver = null;
let key = null;
let who = null;
let audio = null;
let ringing = 0;
let flashing = 0;
let flashed = null;
let own = '';

// From now on presses on [data-duty] arm. Where this person armed this browser before, it is armed again without a question.
export async function begin(to, pushKey, person) {
  [receiver, key, who] = [to, pushKey, person];
  document.addEventListener('click', onPress);
  navigator.serviceWorker?.addEventListener('message', onWorker);
  return localStorage.getItem(kept) === who ? { sound: await unlock(), ...(await subscribe(false)) } : null;
}

export function end() {
  document.removeEventListener('click', onPress);
  navigator.serviceWorker?.removeEventListener('message', onWorker);
  receiver = null;
}

// No longer on duty here. Returns where messages came to, so that the host forgets it too.
export async function leave() {
  localStorage.removeItem(kept);
  await audio?.close().catch(() => undefined);
  audio = null;
  const registration = await navigator.serviceWorker?.getRegistration(worker);
  const made = await registration?.pushManager.getSubscription();
  await made?.unsubscribe().catch(() => undefined);
  return made?.endpoint ?? null;
}

async function onPress(event) {
  if (!(event.target instanceof Element) || !event.target.closest('[data-duty]')) return;
  localStorage.setItem(kept, who);
  // Both in the press itself: a browser that asks for a press does not count what comes after a word from the server.
  const sound = unlock();
  const push = subscribe(true);
  const loud = await sound;
  if (loud === 'on') tones();
  tell('OnArmed', { sound: loud, ...(await push) });
}

const onWorker = (event) => { if (event.data?.kind === 'push-shown') tell('OnShown'); };

const tell = (method, ...told) => receiver?.invokeMethodAsync(method, ...told).catch(() => undefined); // away: the banner says so

async function unlock() {
  if (!('AudioContext' in window)) return 'none';
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener('statechange', () => tell('OnSound', soundOf()));
    for (const press of ['pointerdown', 'keydown']) document.addEventListener(press, wake, { capture: true });
  }
  // Without a press the promise stays open for ever.
  await Promise.race([audio.resume().catch(() => undefined), new Promise((late) => setTimeout(late, 400))]);
  return soundOf();
}

// After a reload the first press anywhere lets the sound go on; a device that was unplugged too.
const wake = () => { if (audio && audio.state !== 'running' && audio.state !== 'closed') audio.resume().catch(() => undefined); };

const soundOf = () => (audio?.state === 'running' ? 'on' : 'waits');

async function subscribe(asks) {
  if (!window.isSecureContext) return { push: 'insecure' };
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return { push: 'unsupported' };
  const allowed = asks ? await Notification.requestPermission() : Notification.permission;
  if (allowed !== 'granted') return { push: allowed === 'denied' ? 'denied' : 'dismissed' };
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: 'none' });
    await active(registration);
    const made = await bound(registration);
    return { push: 'subscribed', endpoint: made.endpoint, p256dh: base64(made.getKey('p256dh')), auth: base64(made.getKey('auth')) };
  } catch {
    return { push: 'failed' };
  }
}

// A subscription that is bound to another key (another installation under this address) is of no use: it is made anew.
async function bound(registration) {
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await registration.pushManager.subscribe(wanted);
  } catch (refused) {
    const old = await registration.pushManager.getSubscription();
    if (!old) throw refused;
    await old.unsubscribe();
    return registration.pushManager.subscribe(wanted);
  }
}

function active(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return undefined;
  return new Promise((done) => { coming.addEventListener('statechange', () => { if (coming.state === 'activated' || coming.state === 'redundant') done(); }); });
}

// An emergency waits: the tab says so and, where `loud`, it rings until it is told otherwise; softly and half as often where it is offered to somebody
// else for now. Null: nothing waits any more.
export function ring(title, loud, soft) {
  clearInterval(ringing);
  ringing = 0;
  flash(title);
  if (!title || !loud) return;
  const once = () => { if (!document.documentElement.classList.contains('is-stale')) tones(soft ? 0.1 : 0.35); }; // who cannot be told that it is over does not ring on
  once();
  ringing = setInterval(once, soft ? 8_000 : 4_000);
}

// The title and the sign of the tab change in turn with the page's own, which may change meanwhile too.
function flash(title) {
  clearInterval(flashing);
  flashing = 0;
  if (document.title === flashed) document.title = own;
  const sign = document.querySelector('link[rel=icon]');
  if (sign) {
    sign.dataset.own ??= sign.href;
    sign.href = title ? '/console/mark-alarm.svg' : sign.dataset.own;
  }
  flashed = title;
  if (!title) return;
  const turn = () => {
    if (document.title !== flashed) own = document.title;
    document.title = document.title === flashed ? own : flashed;
  };
  turn();
  flashing = setInterval(turn, 1_000);
}

// Two falling tones, high enough for small loudspeakers.
export function tones(volume = 0.35) {
  if (audio?.state !== 'running') return;
  for (let i = 0; i < 2; i++) {
    const at = audio.currentTime + i * 0.45;
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    voice.frequency.setValueAtTime(880, at);
    voice.frequency.setValueAtTime(660, at + 0.18);
    loud.gain.setValueAtTime(0.0001, at);
    loud.gain.exponentialRampToValueAtTime(volume, at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.38);
    voice.connect(loud).connect(audio.destination);
    voice.start(at);
    voice.stop(at + 0.4);
  }
}

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
