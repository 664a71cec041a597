// The photo stage. Each pane is an OpenSeadragon viewer: the preview at once, the full photo over it as soon as it is
// there. Tools act on both panes while they are linked. What is in a pane is decided by the server.

import { Drawing, drawKeys } from './drawing.js';

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

// Of each pane, in percent. Red-free shows the green channel alone, in which vessels and bleeding stand out.
const daylight = { brightness: 100, contrast: 100, redfree: false };
const range = { brightness: [20, 300], contrast: [20, 300] };
const step = 10;

class Pane {
  constructor(stage, element, size) {
    this.stage = stage;
    this.whole = true; // the photo is shown from edge to edge
    this.size = size;
    this.shown = {};
    this.element = element;
    this.light = { ...daylight };
  }

  async show({ preview, full, photo = null, width = 0, height = 0 }) {
    if (this.shown.preview === preview && this.shown.full === full) return;
    const same = this.shown.preview === preview && preview !== null; // the same photo, now whole
    this.shown = { preview, full, photo, width, height };
    const seadragon = await load();
    this.viewer ??= this.open(seadragon);
    const viewer = this.viewer;
    if (!same) {
      Object.assign(this.light, { brightness: 100, contrast: 100 }); // they were set for the other photo
      this.shine();
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
    viewer.addHandler('update-viewport', () => this.stage.drawing.draw(this)); // marks go with the photo, frame by frame
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
        this.stage.drawing.draw(this);
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

  item() { return this.viewer?.world.getItemAt(this.viewer.world.getItemCount() - 1); }

  // Marks are counted in pixels of the whole photo, also while its preview stands for it.
  toScreen(x, y) {
    const item = this.item();
    const size = item.getContentSize();
    const at = item.imageToViewerElementCoordinates(new OpenSeadragon.Point(x * size.x / this.shown.width, y * size.y / this.shown.height));
    return [at.x, at.y];
  }

  toPhoto(x, y) {
    const item = this.item();
    const size = item.getContentSize();
    const at = item.viewerElementToImageCoordinates(new OpenSeadragon.Point(x, y));
    const within = (value, end) => Math.min(Math.max(value, 0), end);
    return [within(at.x * this.shown.width / size.x, this.shown.width), within(at.y * this.shown.height / size.y, this.shown.height)];
  }

  middle() { return [this.element.clientWidth / 2, this.element.clientHeight / 2]; }

  /** Pixels of the screen for one of the photo. */
  zoomed() { return this.item().viewportToImageZoom(this.viewer.viewport.getZoom(true)) * this.item().getContentSize().x / this.shown.width; }

  zoomAt(event) {
    event.preventDefault();
    const { viewport } = this.viewer;
    this.whole = false;
    viewport.zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2, viewport.pointFromPixel(new OpenSeadragon.Point(event.offsetX, event.offsetY), true));
    viewport.applyConstraints();
  }

  describe() {
    const item = this.item();
    if (!item) return;
    const { x, y } = item.getContentSize();
    const zoom = Math.round(item.viewportToImageZoom(this.viewer.viewport.getZoom(true)) * 100);
    this.say(`${x} × ${y} · ${zoom} %`);
  }

  say(text) { if (this.size) this.size.textContent = text; }

  // Only what is shown: the photo's pixels stay what they are.
  shine() {
    const { brightness, contrast, redfree } = this.light;
    this.element.classList.toggle('is-redfree', redfree);
    this.element.classList.toggle('is-lit', brightness !== 100 || contrast !== 100);
    this.element.style.setProperty('--brightness', brightness / 100);
    this.element.style.setProperty('--contrast', contrast / 100);
  }

  lighten(what, value) {
    this.light[what] = what === 'redfree' ? value : Math.min(range[what][1], Math.max(range[what][0], value));
    this.shine();
  }

  use(tool) {
    const viewport = this.viewer?.viewport;
    if (!viewport) return;
    if (tool !== 'rotate') this.whole = tool === 'fit';
    if (tool === 'in') viewport.zoomBy(1.5);
    else if (tool === 'out') viewport.zoomBy(1 / 1.5);
    else if (tool === 'fit') viewport.goHome();
    else if (tool === 'rotate') viewport.setRotation(viewport.getRotation() + 90);
    else if (tool === 'real') {
      const item = this.item();
      if (item) viewport.zoomTo(item.imageToViewportZoom(1));
    }
    viewport.applyConstraints();
  }
}

const lights = { brighter: ['brightness', step], darker: ['brightness', -step], more: ['contrast', step], less: ['contrast', -step] };

// i k and l j lie as the arrows do: up and down, right and left.
const keys = {
  '+': 'in', '=': 'in', '-': 'out', 0: 'fit', o: 'rotate', f: 'redfree', b: 'both', F: 'full', v: 'compare', i: 'brighter', k: 'darker', l: 'more', j: 'less', q: 'reset', h: 'marks',
};

class Stage {
  constructor(element) {
    this.element = element;
    this.panes = new Map();
    this.linked = true;
    this.drawing = new Drawing(this);
    this.onClick = (event) => {
      const { tool, draw, unmark } = event.target.closest('[data-tool], [data-draw], [data-unmark]')?.dataset ?? {};
      if (draw) this.drawing.choose(draw);
      else if (unmark) this.drawing.remove(unmark);
      else if (tool) this.use(tool);
    };
    // Before the page's own keys: while one draws, Escape ends that and not the page.
    this.onDrawKey = (event) => {
      if (!this.drawing.key(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    this.onFocus = (event) => {
      this.active = event.target.closest('[data-pane]')?.dataset.pane ?? this.active;
      if (!this.linked) this.tell();
    };
    this.onKey = (event) => this.key(event);
    this.onInput = (event) => {
      const what = event.target.dataset.light;
      if (what) this.lighten(what, Number(event.target.value));
    };
    element.addEventListener('click', this.onClick);
    element.addEventListener('input', this.onInput);
    element.addEventListener('pointerdown', this.onFocus);
    element.addEventListener('focusin', this.onFocus);
    document.addEventListener('keydown', this.onDrawKey, true);
    document.addEventListener('keydown', this.onKey);
  }

  marks(marks) { this.drawing.take(JSON.parse(marks)); }

  async show(wanted) {
    const sides = new Set(wanted.map((w) => w.side));
    for (const [side, pane] of this.panes) {
      if (sides.has(side)) continue;
      pane.viewer?.destroy();
      this.panes.delete(side);
      this.drawing.end();
    }
    await Promise.all(wanted.map((w) => {
      const element = this.element.querySelector(`[data-pane="${w.side}"]`);
      if (!element) return undefined;
      if (!this.panes.has(w.side)) this.add(w.side, element);
      return this.panes.get(w.side).show(w);
    }));
    this.tell();
  }

  // Who looks at one photo red-free looks at the one that comes beside it so too.
  add(side, element) {
    const pane = new Pane(this, element, this.element.querySelector(`[data-size="${side}"]`));
    pane.light.redfree = this.linked && [...this.panes.values()].some((other) => other.light.redfree);
    pane.shine();
    this.panes.set(side, pane);
  }

  chosen() {
    const all = [...this.panes.values()];
    return this.linked || !this.panes.has(this.active) ? all : [this.panes.get(this.active)];
  }

  use(tool) {
    const light = lights[tool];
    if (tool === 'both') {
      this.linked = !this.linked;
      this.press('both', this.linked);
      this.tell();
    } else if (tool === 'light') {
      const row = this.element.querySelector('[data-lights]');
      row.hidden = !row.hidden;
      this.element.querySelector('[data-tool=light]').setAttribute('aria-expanded', String(!row.hidden));
    } else if (tool === 'compare') {
      this.element.querySelector('[data-compare]')?.click(); // what stands beside what, the server decides
    } else if (tool === 'redfree') {
      this.lighten('redfree', !this.chosen()[0]?.light.redfree);
    } else if (light) {
      const [what, by] = light;
      this.lighten(what, (this.chosen()[0]?.light[what] ?? 100) + by);
    } else if (tool === 'reset') {
      for (const [what, value] of Object.entries(daylight)) this.lighten(what, value);
      for (const pane of this.chosen()) pane.viewer?.viewport.setRotation(0);
      this.each('fit');
    } else if (tool === 'undo') {
      this.drawing.undo();
    } else if (tool === 'marks') {
      this.drawing.toggle();
    } else if (tool === 'full') {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.element.requestFullscreen?.();
    } else {
      this.each(tool);
    }
  }

  each(tool) {
    this.busy = true; // each pane is told itself: following would double it
    for (const pane of this.chosen()) pane.use(tool);
    this.busy = false;
  }

  lighten(what, value) {
    for (const pane of this.chosen()) pane.lighten(what, value);
    this.tell();
  }

  // Switch and sliders say how the chosen panes are lit.
  tell() {
    const light = this.chosen()[0]?.light ?? daylight;
    this.press('redfree', light.redfree);
    for (const input of this.element.querySelectorAll('input[data-light]')) {
      const value = light[input.dataset.light];
      input.value = value;
      const said = this.element.querySelector(`[data-lit="${input.dataset.light}"]`);
      if (said) said.textContent = `${value} %`;
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
    const draw = drawKeys[event.key];
    if (draw && this.drawing.may) {
      event.preventDefault();
      this.drawing.choose(draw);
      return;
    }
    const tool = keys[event.key];
    if (!tool || this.element.dataset.ownKeys?.includes(event.key)) return; // the page has another use for it
    event.preventDefault();
    this.use(tool);
  }

  destroy() {
    document.removeEventListener('keydown', this.onDrawKey, true);
    document.removeEventListener('keydown', this.onKey);
    this.drawing.destroy();
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
