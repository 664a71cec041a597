// Drawing over the photos of a stage. What is drawn belongs to the half-written answer: it is put into its form, which saves it, shadows it over a
// reload and sends it. Nothing here changes a pixel, and nothing is sent by itself.
import { distance, drawn, simplify, sizeWords } from './marks.js';

const svg = (name, attributes = {}) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const corners = { arrow: 2, ruler: 2, scale: 2, label: 1, outline: Infinity };
const most = { marks: 30, corners: 48, bytes: 12_000 }; // of an outline; of all together, since the line to the host takes 16 KB at a time
const near = 10; // pixels of the screen: a corner this near to the first one closes the outline
const click = 4; // a hand that moved less has clicked

export const drawKeys = { a: 'arrow', d: 'outline', e: 'label', s: 'scale', m: 'ruler' };

export class Drawing {
  constructor(stage) {
    this.stage = stage;
    this.own = new Map(); // photo: what is drawn on it
    this.others = [];
    this.may = false;
    this.tool = null;
    this.begun = null; // { pane, points }
    this.before = []; // for undo
    this.onInput = (event) => this.typed(event);
    stage.element.addEventListener('input', this.onInput);
    this.watch = new MutationObserver(() => this.focus());
    this.watch.observe(stage.element, { childList: true, subtree: true });
  }

  /** What stands in the answer when it comes from elsewhere: a draft that was kept, another window's. Drawing here is newer than its own echo. */
  take({ own, revision, others }) {
    this.others = others;
    this.may = own !== null;
    if (own === null) {
      this.own = new Map();
      this.revision = null;
      this.before = [];
      this.end();
    } else if (this.revision !== revision) {
      this.revision = revision;
      this.own = new Map((own ?? []).map((one) => [one.photo, one]));
      this.before = [];
    }
    this.show();
  }

  choose(tool) {
    if (!this.may) return;
    const again = this.tool === tool;
    this.end();
    if (again) return;
    this.tool = tool;
    this.say();
    for (const pane of this.stage.panes.values()) this.overlay(pane).classList.toggle('is-drawing', this.isOpen(pane));
  }

  end() {
    this.tool = this.begun = this.cursor = null;
    for (const pane of this.stage.panes.values()) pane.marks?.classList.remove('is-drawing');
    this.say();
    this.show();
  }

  say() {
    for (const button of this.stage.element.querySelectorAll('[data-draw]')) button.setAttribute('aria-pressed', String(button.dataset.draw === this.tool));
    const how = this.stage.element.querySelector('[data-how]');
    if (how) how.dataset.how = this.tool ?? '';
    const undo = this.stage.element.querySelector('[data-tool=undo]');
    if (undo) undo.disabled = this.before.length === 0 && !this.begun;
  }

  /** Only what is whole can be drawn on, and only this case's own photos. */
  isOpen(pane) { return !!pane?.shown.photo && !!pane.shown.full && pane.item() !== undefined; }

  toggle() {
    this.hidden = !this.hidden;
    this.stage.press('marks', !this.hidden);
    this.show();
  }

  undo() {
    if (this.begun?.points.length > 2) this.begun.points.splice(-2);
    else if (this.begun) this.begun = null;
    else if (this.before.length > 0) {
      this.own = this.before.pop();
      this.put();
    }
    this.show();
  }

  remove(place) {
    const [photo, id] = place.split('/');
    this.change(photo, (one) => (id === 'scale' ? { ...one, scale: null } : { ...one, marks: one.marks.filter((mark) => String(mark.id) !== id) }));
  }

  typed(event) {
    const place = event.target.dataset.markLabel ?? event.target.dataset.markScale;
    if (!place) return;
    const [photo, id] = place.split('/');
    const one = this.own.get(photo);
    if (!one) return;
    const mm = Number(event.target.value.replace(',', '.'));
    this.own = new Map(this.own).set(photo, event.target.dataset.markScale
      ? { ...one, scale: one.scale && { ...one.scale, mm: mm >= 0.5 && mm <= 2000 ? mm : 0 } }
      : { ...one, marks: one.marks.map((mark) => (String(mark.id) === id ? { ...mark, label: event.target.value } : mark)) });
    this.put();
    this.show();
  }

  change(photo, change) {
    const one = this.own.get(photo);
    if (!one) return;
    this.before.push(this.own);
    this.own = new Map(this.own).set(photo, change(one));
    this.put();
    this.show();
  }

  put() {
    const field = document.querySelector('[data-field=marks]');
    if (!field) return;
    field.value = JSON.stringify([...this.own.values()].filter((one) => one.marks.length > 0 || one.scale));
    field.dispatchEvent(new Event('input', { bubbles: true }));
    this.say();
  }

  finish() {
    const { pane, points } = this.begun;
    const { photo, width, height } = pane.shown;
    const tool = this.tool;
    const whole = points.map((value, i) => Math.round(Math.min(Math.max(value, 0), i % 2 === 0 ? width : height)));
    this.begun = null;
    if (tool !== 'label' && tool !== 'outline' && distance(whole) === 0) return this.show();
    const one = this.own.get(photo) ?? { photo, width, height, scale: null, marks: [] };
    const id = Math.max(0, ...one.marks.map((mark) => mark.id)) + 1;
    const next = tool === 'scale' ? { ...one, scale: { points: whole, mm: one.scale?.mm ?? 0 } } : { ...one, marks: [...one.marks, { id, kind: tool, points: whole, label: null }] };
    const all = new Map(this.own).set(photo, next);
    const count = [...all.values()].reduce((sum, { marks }) => sum + marks.length, 0);
    if (count > most.marks || new TextEncoder().encode(JSON.stringify([...all.values()])).length > most.bytes) {
      this.end();
      this.stage.element.querySelector('[data-how]').dataset.how = 'enough';
      return undefined;
    }
    this.before.push(this.own);
    this.own = all;
    this.wanted = tool === 'scale' ? `[data-mark-scale="${photo}/scale"]` : tool === 'label' ? `[data-mark-label="${photo}/${id}"]` : null;
    this.put();
    this.end();
    this.focus();
    return undefined;
  }

  // What has to be said in words is asked for at once, as soon as its line has come.
  focus() {
    const input = this.wanted && this.stage.element.querySelector(this.wanted);
    if (!input) return;
    this.wanted = null;
    input.focus();
  }

  // By hand: two clicks or one pull for what has two ends; corners by clicks or a line drawn around for an outline.

  press(pane, event) {
    if (!this.tool || event.button !== 0 || !this.isOpen(pane)) return;
    event.preventDefault();
    pane.marks.setPointerCapture(event.pointerId);
    this.pull = { pane, from: [event.offsetX, event.offsetY], moved: false };
    this.add(pane, pane.toPhoto(event.offsetX, event.offsetY), [event.offsetX, event.offsetY]);
  }

  move(pane, event) {
    if (!this.tool) return;
    const at = pane.toPhoto(event.offsetX, event.offsetY);
    const { pull } = this;
    if (pull && this.begun?.pane === pane) {
      pull.moved ||= Math.hypot(event.offsetX - pull.from[0], event.offsetY - pull.from[1]) > click;
      if (pull.moved && this.tool === 'outline') this.begun.points.push(...at);
    }
    this.cursor = this.begun?.pane === pane ? at : null;
    this.show();
  }

  lift(pane, event) {
    const { pull } = this;
    this.pull = null;
    if (!pull?.moved || this.begun?.pane !== pane) return;
    const { points } = this.begun;
    if (this.tool === 'outline') {
      const screen = pane.zoomed();
      this.begun.points = simplify(points, 1.5 / screen, most.corners);
      if (this.begun.points.length >= 6) this.finish();
    } else this.add(pane, pane.toPhoto(event.offsetX, event.offsetY));
  }

  add(pane, at, screen) {
    if (this.begun?.pane !== pane) this.begun = { pane, points: [] };
    const { points } = this.begun;
    if (this.tool === 'outline' && points.length >= 6 && screen) {
      const [x, y] = pane.toScreen(points[0], points[1]);
      if (Math.hypot(x - screen[0], y - screen[1]) < near) return this.finish();
    }
    points.push(...at);
    if (points.length / 2 >= corners[this.tool]) return this.finish();
    if (points.length / 2 >= most.corners) return this.finish();
    this.say();
    return this.show();
  }

  // By keys: a cross that the arrows move, Enter where a point shall be, Enter once more on the same place to close an outline.

  key(event) {
    const typing = event.target instanceof HTMLElement && event.target.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea, select');
    if (typing || document.querySelector('dialog[open]') || !this.may) return false;
    if ((event.ctrlKey || event.metaKey) && event.key === 'z' && (this.begun || this.before.length > 0)) return this.did(() => this.undo());
    if (!this.tool || event.ctrlKey || event.metaKey || event.altKey) return false;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Escape') return this.did(() => (this.begun ? (this.begun = null, this.show()) : this.end()));
    if (event.key === 'Backspace') return this.did(() => this.undo());
    if (by) return this.did(() => this.steer(by, event.shiftKey ? 1 : 10));
    if (event.key === 'Enter' && !(event.target instanceof HTMLElement && event.target.matches('a, button:not([data-draw])'))) return this.did(() => this.place());
    return false;
  }

  did(work) {
    work();
    return true;
  }

  pane() {
    const focused = this.stage.panes.get(this.stage.active);
    return this.begun?.pane ?? (this.isOpen(focused) ? focused : [...this.stage.panes.values()].find((pane) => this.isOpen(pane)));
  }

  steer([x, y], step) {
    const pane = this.pane();
    if (!pane) return;
    const [atX, atY] = this.cursor ? pane.toScreen(...this.cursor) : pane.middle();
    this.cursor = pane.toPhoto(atX + x * step, atY + y * step);
    this.steered = pane;
    this.show();
  }

  place() {
    const pane = this.pane();
    if (!pane) return;
    const at = (this.cursor ?? pane.toPhoto(...pane.middle())).map(Math.round);
    const points = this.begun?.points ?? [];
    const same = points.length > 0 && Math.hypot(points.at(-2) - at[0], points.at(-1) - at[1]) * pane.zoomed() < 1;
    if (this.tool === 'outline' && same) {
      if (points.length >= 6) this.finish();
      return;
    }
    if (!same) this.add(pane, at);
  }

  // The layer over one pane. It is drawn anew whenever the photo moves under it, in pixels of the screen: lines stay thin and numbers readable.

  overlay(pane) {
    if (pane.marks) return pane.marks;
    pane.marks = svg('svg', { class: 'pane__marks', 'aria-hidden': 'true' });
    pane.element.append(pane.marks);
    pane.marks.addEventListener('pointerdown', (event) => this.press(pane, event));
    pane.marks.addEventListener('pointermove', (event) => this.move(pane, event));
    pane.marks.addEventListener('pointerup', (event) => this.lift(pane, event));
    pane.marks.addEventListener('wheel', (event) => { if (this.tool) pane.zoomAt(event); }, { passive: false });
    return pane.marks;
  }

  show() {
    for (const pane of this.stage.panes.values()) if (pane.viewer) this.draw(pane);
  }

  draw(pane) {
    const layer = this.overlay(pane);
    layer.replaceChildren();
    const { photo } = pane.shown;
    if (!photo || !pane.item()) return;
    if (!this.hidden) {
      for (const other of this.others) for (const one of other) if (one.photo === photo) this.drawAll(layer, pane, one, 'is-other');
      const own = this.own.get(photo);
      if (own) this.drawAll(layer, pane, own, '');
    }
    const isHere = this.tool && (this.begun?.pane === pane || (this.cursor && this.steered === pane));
    if (!isHere) return;
    const points = this.begun?.pane === pane ? [...this.begun.points] : [];
    if (this.cursor) {
      const [x, y] = pane.toScreen(...this.cursor);
      layer.append(svg('path', { class: 'mark mark--cursor', d: `M${x - 9} ${y}H${x + 9}M${x} ${y - 9}V${y + 9}` }));
      if (!this.pull?.moved || this.tool !== 'outline') points.push(...this.cursor);
    }
    if (points.length >= 4) this.line(layer, drawn(this.tool === 'scale' ? 'ruler' : this.tool, screenOf(pane, points), false).path, 'is-begun');
  }

  drawAll(layer, pane, one, tone) {
    if (one.scale) this.line(layer, drawn('ruler', screenOf(pane, one.scale.points)).path, `mark--scale ${tone}`);
    one.marks.forEach((mark, i) => {
      const { path, at } = drawn(mark.kind, screenOf(pane, mark.points));
      if (path) this.line(layer, path, tone);
      const [x, y] = at;
      layer.append(svg('circle', { class: `mark__dot ${tone}`, cx: x, cy: y, r: 10 }));
      const number = svg('text', { class: `mark__n ${tone}`, x, y: y + 4 });
      number.textContent = i + 1;
      const words = [mark.label, sizeWords(mark, one.scale, document.documentElement.lang)].filter(Boolean).join(' · ');
      layer.append(number);
      if (!words) return;
      const text = svg('text', { class: 'mark__words', x: x + 14, y: y - 7 });
      text.textContent = words.length > 40 ? `${words.slice(0, 39)}…` : words;
      layer.append(text);
    });
  }

  line(layer, d, tone) {
    layer.append(svg('path', { class: `mark mark--under ${tone}`, d }), svg('path', { class: `mark ${tone}`, d }));
  }

  destroy() {
    this.watch.disconnect();
    this.stage.element.removeEventListener('input', this.onInput);
  }
}

const screenOf = (pane, points) => {
  const all = [];
  for (let i = 0; i < points.length; i += 2) all.push(...pane.toScreen(points[i], points[i + 1]));
  return all;
};
