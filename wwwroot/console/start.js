// Starts the console's circuit and says truly when the connection is away. The words stand in the page (#connection),
// put there by the server from the catalogue.

const byId = (id) => document.getElementById(id);
const pauses = [0, 1, 2, 3, 5, 8, 10]; // seconds before each try; the last one repeats

// The reader's zone, so that the server says times as the reader's clock does.
document.cookie = `zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC')}; path=/; max-age=31536000; samesite=lax`;

const connection = {
  down: false,
  tries: 0,
  timer: 0,

  lost() {
    if (this.down) return;
    this.down = true;
    this.tries = 0;
    document.documentElement.classList.add('is-stale');
    const now = new Date();
    const clock = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
    for (const element of document.querySelectorAll('[data-lost-at]')) element.textContent = clock;
    this.wait();
  },

  back() {
    this.down = false;
    clearTimeout(this.timer);
    document.documentElement.classList.remove('is-stale');
  },

  wait() {
    let left = pauses[Math.min(this.tries, pauses.length - 1)];
    const tick = () => {
      const say = byId('connection')?.dataset;
      const line = byId('connection-next');
      if (line && say) {
        line.textContent = (left > 0 ? say.waiting : say.trying).replace('{seconds}', left).replace('{try}', this.tries + 1);
      }
      if (left-- > 0) this.timer = setTimeout(tick, 1000);
      else this.again();
    };
    clearTimeout(this.timer);
    tick();
  },

  async again() {
    clearTimeout(this.timer);
    this.tries++;
    try {
      if (await Blazor.reconnect()) return; // onConnectionUp tidies
      location.reload(); // the server is there and no longer knows this circuit: drafts are on the server and in this tab
    } catch {
      this.wait();
    }
  },
};

byId('connection-now')?.addEventListener('click', () => connection.again());
addEventListener('online', () => { if (connection.down) connection.again(); });

// Whether somebody has touched this page. The browser's own flag is no answer: it is handed on from the page before a reload.
for (const touch of ['pointerdown', 'keydown']) {
  addEventListener(touch, () => { document.documentElement.dataset.touched = 'yes'; }, { capture: true, once: true });
}

// A shared computer keeps no words of a patient behind.
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-sign-out]')) return;
  sessionStorage.clear();
  localStorage.removeItem('duty'); // whoever signs in next goes on duty by a press of their own
});

// "Show" beside the password.
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-reveals]');
  const field = button && byId(button.dataset.reveals);
  if (!field) return;
  const hidden = field.type === 'password';
  field.type = hidden ? 'text' : 'password';
  button.textContent = hidden ? button.dataset.hide : button.dataset.show;
  button.setAttribute('aria-pressed', String(hidden));
});

await Blazor.start({
  // A link pressed before the circuit has taken over the links is an ordinary one: the page loads. Blazor's enhanced navigation would change
  // the address under a router that is not told, and the press would be lost.
  ssr: { disableDomPreservation: true },
  circuit: {
    reconnectionHandler: {
      onConnectionDown: () => connection.lost(),
      onConnectionUp: () => connection.back(),
    },
  },
});

document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-print]')) print();
});

// The code of an invitation stands behind the # of its link, which browsers send to nobody. It does not stay in the history.
const invited = byId('invitation-code');
if (invited && location.hash.length > 1) {
  invited.value ||= location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
}
