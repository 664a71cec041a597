// The photo stage. Each pane is an OpenSeadragon viewer: the preview at once, the full photo over it as soon as it is
// there. Tools act on both panes while they are linked. What is in a pane is decided by the server.

let library;

function load() {
  library ??= new Promise((resolve, reject) => {
    if (globalThis.OpenSeadragon) { resolve(globalThis.OpenSeadragon); return; }
    const script = document.createElement('script');
    script.src = new URL('openseadragon/openseadragon.min.js', import.meta.url).href;
    script.onload = () => resolve(globalThis.OpenSeadragon);
    script.onerror = () => { library = undefined; reject(new Error('the photo viewer did not load')); };
    document.head.append(script);
  });
  return library;
}

const options = {
  drawer: 'canvas',
  showNavigationControl: false,
  animationTime: 0.2,
  blendTime: 0,
  immediateRender: true,
  imageSmoothingEnabled: true,
  minZoomImageRatio: 0.8,
  maxZoomPixelRatio: 8,
  visibilityRatio: 0.4,
  gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  keyboardNavEnabled: false, // our own keys, the same for both panes
};

class Pane {
  constructor(stage, element, size) {
    this.stage = stage;
    this.whole = true; // the photo is shown from edge to edge
    this.size = size;
    this.shown = {};
    this.element = element;
  }

  async show({ preview, full }) {
    if (this.shown.preview === preview && this.shown.full === full) return;
    const same = this.shown.preview === preview && preview !== null; // the same photo, now whole
    this.shown = { preview, full };
    const seadragon = await load();
    this.viewer ??= this.open(seadragon);
    const viewer = this.viewer;
    if (!same) {
      viewer.world.removeAll();
      viewer.viewport.setRotation(0, true);
      if (preview) this.add(preview, true);
    }
    if (full) this.add(full, !same && !preview);
    if (!full && !preview) this.say('');
  }

  open(seadragon) {
    const viewer = seadragon({ ...options, element: this.element });
    for (const moved of ['zoom', 'pan', 'rotate']) {
      viewer.addHandler(moved, () => this.stage.follow(this));
    }
    // Who looks at the whole photo goes on doing so when the window changes: a corner cut off unseen may hold the finding.
    for (const hand of ['canvas-scroll', 'canvas-drag', 'canvas-pinch', 'canvas-double-click']) viewer.addHandler(hand, () => { this.whole = false; });
    viewer.addHandler('after-resize', () => queueMicrotask(() => { if (this.whole) viewer.viewport?.goHome(true); })); // it sets its own zoom after telling
    viewer.addHandler('animation', () => this.describe()); // also its end: the figure is what one sees, not what was asked
    viewer.addHandler('rotate', () => this.describe());
    return viewer;
  }

  add(url, home) {
    const { shown } = this;
    this.viewer.addTiledImage({
      tileSource: { type: 'image', url, buildPyramid: false },
      success: ({ item }) => {
        if (shown !== this.shown) { this.viewer.world.removeItem(item); return; }
        if (url === shown.full) this.dropBelow(item);
        if (home) {
          this.whole = true;
          this.viewer.viewport.goHome(true);
        }
        this.describe();
      },
    });
  }

  // The preview stays until the full photo is drawn, so that nothing flickers.
  dropBelow(item) {
    const { world } = this.viewer;
    const drop = () => {
      for (let at = world.getItemCount() - 1; at >= 0; at--) if (world.getItemAt(at) !== item) world.removeItem(world.getItemAt(at));
    };
    if (item.getFullyLoaded()) drop();
    else item.addOnceHandler('fully-loaded-change', drop);
  }

  describe() {
    const item = this.viewer?.world.getItemAt(this.viewer.world.getItemCount() - 1);
    if (!item) return;
    const { x, y } = item.getContentSize();
    const zoom = Math.round(item.viewportToImageZoom(this.viewer.viewport.getZoom(true)) * 100);
    this.say(`${x} × ${y} · ${zoom} %`);
  }

  say(text) { if (this.size) this.size.textContent = text; }

  use(tool) {
    const viewport = this.viewer?.viewport;
    if (!viewport) return;
    if (tool !== 'rotate') this.whole = tool === 'fit';
    if (tool === 'in') viewport.zoomBy(1.5);
    else if (tool === 'out') viewport.zoomBy(1 / 1.5);
    else if (tool === 'fit') viewport.goHome();
    else if (tool === 'rotate') viewport.setRotation(viewport.getRotation() + 90);
    else if (tool === 'real') {
      const item = this.viewer.world.getItemAt(this.viewer.world.getItemCount() - 1);
      if (item) viewport.zoomTo(item.imageToViewportZoom(1));
    }
    viewport.applyConstraints();
  }
}

class Stage {
  constructor(element) {
    this.element = element;
    this.panes = new Map();
    this.linked = true;
    this.leader = null;
    this.onClick = (event) => {
      const tool = event.target.closest('[data-tool]')?.dataset.tool;
      if (tool) this.use(tool);
    };
    this.onFocus = (event) => { this.active = event.target.closest('[data-pane]')?.dataset.pane ?? this.active; };
    this.onKey = (event) => this.key(event);
    element.addEventListener('click', this.onClick);
    element.addEventListener('pointerdown', this.onFocus);
    element.addEventListener('focusin', this.onFocus);
    document.addEventListener('keydown', this.onKey);
  }

  async show(wanted) {
    const sides = new Set(wanted.map((w) => w.side));
    for (const [side, pane] of this.panes) {
      if (sides.has(side)) continue;
      pane.viewer?.destroy();
      this.panes.delete(side);
    }
    await Promise.all(wanted.map((w) => {
      const element = this.element.querySelector(`[data-pane="${w.side}"]`);
      if (!element) return undefined;
      if (!this.panes.has(w.side)) this.panes.set(w.side, new Pane(this, element, this.element.querySelector(`[data-size="${w.side}"]`)));
      return this.panes.get(w.side).show(w);
    }));
  }

  chosen() {
    const all = [...this.panes.values()];
    return this.linked || !this.panes.has(this.active) ? all : [this.panes.get(this.active)];
  }

  use(tool) {
    if (tool === 'both') {
      this.linked = !this.linked;
      this.press('both', this.linked);
    } else if (tool === 'redfree') {
      const on = !this.element.classList.contains('is-redfree');
      this.element.classList.toggle('is-redfree', on);
      this.press('redfree', on);
    } else if (tool === 'full') {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.element.requestFullscreen?.();
    } else {
      this.busy = true; // each pane is told itself: following would double it
      for (const pane of this.chosen()) pane.use(tool);
      this.busy = false;
    }
  }

  press(tool, on) {
    this.element.querySelector(`[data-tool="${tool}"]`)?.setAttribute('aria-pressed', String(on));
  }

  // Zoom and place of one pane carry over to the other, as parts of each photo, whatever their sizes.
  follow(leader) {
    if (!this.linked || this.busy || this.panes.size < 2) return;
    this.busy = true;
    const from = leader.viewer.viewport;
    for (const pane of this.panes.values()) {
      const to = pane.viewer?.viewport;
      if (pane === leader || !to) continue;
      pane.whole = leader.whole;
      to.zoomTo(to.getHomeZoom() * (from.getZoom() / from.getHomeZoom()), null, true);
      to.panTo(from.getCenter(), true);
    }
    this.busy = false;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (localStorage.getItem('single-keys') === 'off') return; // switched off beside the list of keys
    if (event.target instanceof HTMLElement && event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select')) return;
    const tool = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit', o: 'rotate', f: 'redfree', b: 'both', F: 'full' }[event.key];
    if (!tool || this.element.dataset.ownKeys?.includes(event.key)) return; // the page has another use for it
    event.preventDefault();
    this.use(tool);
  }

  destroy() {
    document.removeEventListener('keydown', this.onKey);
    for (const pane of this.panes.values()) pane.viewer?.destroy();
    this.panes.clear();
  }
}

// Photos that will be looked at soon, into the browser's own cache, one after the other.
let fetching = Promise.resolve();
const fetched = new Set();

export function prefetch(urls) {
  for (const url of urls) {
    if (fetched.has(url)) continue;
    fetched.add(url);
    fetching = fetching.then(() => new Promise((done) => {
      const image = new Image();
      image.onload = image.onerror = done;
      image.src = url;
    }));
  }
}

export const mount = (element) => new Stage(element);
