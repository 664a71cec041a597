// What pages of the console need of the browser. Imported by components; nothing here knows a word or a rule.

export { offerPhrases, withdrawPhrases } from './phrases.js';

export const showDialog = (dialog) => { if (dialog && !dialog.open) dialog.showModal(); };

export const reveal = (id) => document.getElementById(id)?.scrollIntoView({ block: 'nearest' });

export const focus = (selector) => document.querySelector(selector)?.focus();

// A page that reloads itself, as after the server was away, may stand on a desk that everybody has left.
const returned = performance.getEntriesByType('navigation')[0]?.type === 'reload';
export const isUnattended = () => document.visibilityState === 'hidden' || (returned && !document.documentElement.dataset.touched);

// Keys. Single letters act only outside a text field (WCAG 2.1.4), never with a modifier but Ctrl+Enter.

const typing = (element) => element instanceof HTMLElement
  && (element.isContentEditable || element.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])'));

// Somebody who speaks to the computer, or whose hand slips, can switch single keys off at this browser.

export const singleKeysAreOff = () => localStorage.getItem('single-keys') === 'off';

export const switchSingleKeys = (on) => { if (on) localStorage.removeItem('single-keys'); else localStorage.setItem('single-keys', 'off'); };

// What every page has: ? for help, / for the search, g and a letter to another page. Heard before the page's own keys, so that the letter after
// g is no key of the page.

let everywhere = null;

export function listenEverywhere(receiver) {
  stopListeningEverywhere();
  let jumping = 0;
  const onKey = (event) => {
    const jumps = jumping > performance.now();
    jumping = 0;
    // Out of a field, so that single keys act again. A search that has words is emptied first, and an open list of phrases is closed by itself.
    if (event.key === 'Escape' && typing(event.target) && !document.querySelector('dialog[open]')
      && !(event.target.type === 'search' && event.target.value) && !event.target.dataset.phrasesOpen) {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (typing(event.target) || document.querySelector('dialog[open]') || singleKeysAreOff()) return;
    const take = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (jumps) {
      const link = document.querySelector(`[data-jump="${CSS.escape(event.key)}"]`);
      if (link) { take(); link.click(); }
    } else if (event.key === 'g') {
      jumping = performance.now() + 1500;
      take();
    } else if (event.key === '?') {
      take();
      receiver.invokeMethodAsync('OnHelp').catch(() => { /* the connection is away: its banner says so */ });
    } else if (event.key === '/') {
      take();
      const search = document.getElementById('search');
      if (search) search.focus();
      else receiver.invokeMethodAsync('OnSearch').catch(() => { /* as above */ });
    }
  };
  const onClick = (event) => {
    if (event.target instanceof Element && event.target.closest('[data-help]')) receiver.invokeMethodAsync('OnHelp').catch(() => { /* as above */ });
  };
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('click', onClick);
  everywhere = { onKey, onClick };
}

export function stopListeningEverywhere() {
  if (!everywhere) return;
  document.removeEventListener('keydown', everywhere.onKey, true);
  document.removeEventListener('click', everywhere.onClick);
  everywhere = null;
}

// One page listens at a time. The next one takes over when it begins; the one before may end its listening later than that.
let listening = null;

export const listenToKeys = (receiver, keys, turn) => listen(turn, keys, (key) => receiver.invokeMethodAsync('OnKey', key));

// The case that a key was meant for is the one on the screen when it was pressed.
export const listenToCaseKeys = (receiver, keys, turn) => listen(turn, keys, (key) =>
  receiver.invokeMethodAsync('OnCaseKey', key, document.querySelector('[data-key-scope]')?.dataset.keyScope ?? null));

function listen(turn, keys, tell) {
  if (listening) stopListening(listening.turn);
  const wanted = new Set(keys);
  const onKey = (event) => {
    const send = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    // A message box has its own Ctrl+Enter: it must never send the advice beside it.
    if (send && event.target instanceof HTMLElement && event.target.closest('[data-own-enter]')) return;
    if (!send && (event.ctrlKey || event.metaKey || event.altKey)) return;
    const key = send ? 'Ctrl+Enter' : event.key;
    if (!wanted.has(key) || (key.length === 1 && singleKeysAreOff())) return;
    if (document.querySelector('dialog[open]')) return;
    if (!send && typing(event.target)) return;
    // A focused button or link keeps its own Enter, but not one that only stands for a key.
    if (key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('a, button:not(.gradekey)')) return;
    event.preventDefault();
    if (key === 'Enter' && event.repeat) return; // held down it is pressed once
    tell(key).catch(() => { /* the connection is away: its banner says so */ });
  };
  document.addEventListener('keydown', onKey);
  listening = { turn, onKey };
}

export function stopListening(turn) {
  if (listening?.turn !== turn) return;
  document.removeEventListener('keydown', listening.onKey);
  listening = null;
}

// The draft's shadow: what was typed and not yet confirmed by the server, in this tab's session storage. It bridges a
// lost connection, a reload and a restarted server; it goes when the server has the words, on sending and on sign-out.

const shadowKey = (consult) => `draft:${consult}`;
const stamps = new Map();
const bases = new Map(); // what the typing goes on from: the draft's revision that this window has on its screen
const trying = new Map(); // the revision that is being saved: the server may have it although the answer was lost

function fieldsOf(form) {
  const fields = {};
  for (const input of form.querySelectorAll('[data-field]')) {
    if (input.type === 'radio') { if (input.checked) fields[input.dataset.field] = input.value; }
    else fields[input.dataset.field] = input.value;
  }
  return fields;
}

const keepShadow = (consult, fields, at) => sessionStorage.setItem(shadowKey(consult),
  JSON.stringify({ fields, at, base: bases.get(consult) ?? null, trying: trying.get(consult) ?? null }));

function renewShadow(consult) {
  const shadow = readShadow(consult);
  if (shadow) keepShadow(consult, shadow.fields, shadow.at);
}

export function watchDraft(consult, form, base) {
  bases.set(consult, base ?? null);
  if (!form || form.dataset.watched) return;
  form.dataset.watched = 'yes';
  const keep = (event) => {
    if (!event.target.matches('[data-field]')) return;
    const at = Date.now();
    stamps.set(consult, at);
    keepShadow(consult, fieldsOf(form), at);
  };
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
}

export function readShadow(consult) {
  try {
    return JSON.parse(sessionStorage.getItem(shadowKey(consult)));
  } catch {
    return null;
  }
}

export function draftStamp(consult, revision) {
  trying.set(consult, revision);
  renewShadow(consult);
  return stamps.get(consult) ?? 0;
}

export function draftSaved(consult, stamp, revision) {
  bases.set(consult, revision);
  if ((stamps.get(consult) ?? 0) <= stamp) sessionStorage.removeItem(shadowKey(consult));
  else renewShadow(consult);
}

export function forgetDraft(consult, base) {
  stamps.delete(consult);
  bases.set(consult, base ?? null);
  sessionStorage.removeItem(shadowKey(consult));
}
