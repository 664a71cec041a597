// One's own phrases while one writes: a stroke and some letters at the beginning of a word open a list; Enter or Tab puts the phrase into the
// field, Escape leaves what was typed. The server knows nothing of it but the text that the field has then.

const Fields = '.composer textarea, .composer input.field:not([type]), .composer .action__text, .writebox textarea, dialog textarea';
const Most = 8;

let offered = null;

export function offerPhrases(phrases, label, none) {
  withdrawPhrases();
  const menu = new Menu(phrases, label, none);
  const on = (kind, handler) => {
    document.addEventListener(kind, handler, true);
    return () => document.removeEventListener(kind, handler, true);
  };
  const ends = [
    on('input', (event) => { if (event.target.matches?.(Fields)) menu.look(event.target); }),
    on('keydown', (event) => menu.key(event)),
    on('focusout', () => menu.close()),
    on('scroll', (event) => { if (event.target !== menu.list) menu.close(); }),
  ];
  offered = () => {
    ends.forEach((end) => end());
    menu.close();
  };
}

export function withdrawPhrases() {
  offered?.();
  offered = null;
}

// Letters of any script. A stroke within a word or a number (5/12, R/L) is none.
const asked = (field) => /(?:^|\s)\/([\p{L}\p{M}\p{N}-]*)$/u.exec(field.value.slice(0, field.selectionStart ?? 0));
const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

class Menu {
  constructor(phrases, label, none) {
    Object.assign(this, { phrases, label, none, list: null, field: null, found: [], at: 0 });
  }

  look(field) {
    const match = asked(field);
    if (!match) {
      this.close();
      return;
    }
    const begun = folded(match[1]);
    const byName = this.phrases.filter((p) => folded(p.name).startsWith(begun));
    const byText = this.phrases.filter((p) => !byName.includes(p) && begun.length > 1 && folded(p.text).includes(begun));
    this.found = [...byName, ...byText].slice(0, Most);
    if (this.found.length === 0 && this.phrases.length > 0) {
      this.close();
      return;
    }
    this.begun = match[1];
    this.at = 0;
    this.open(field);
  }

  open(field) {
    if (!this.list) {
      this.list = document.createElement('ul');
      this.list.className = 'phrase-menu';
      this.list.setAttribute('role', 'listbox');
      this.list.setAttribute('aria-label', this.label);
      this.said = document.createElement('p');
      this.said.className = 'visually-hidden';
      this.said.setAttribute('role', 'status');
      (field.closest('dialog') ?? document.body).append(this.list, this.said);
    }
    this.field = field;
    field.dataset.phrasesOpen = 'yes';
    this.list.replaceChildren(...this.found.map((phrase, i) => this.line(phrase, i)), ...(this.found.length ? [] : [this.hint()]));
    const box = field.getBoundingClientRect();
    const below = innerHeight - box.bottom > this.list.offsetHeight + 8;
    this.list.style.insetInlineStart = 'auto';
    this.list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - this.list.offsetWidth - 8))}px`;
    this.list.style.top = `${below ? box.bottom + 2 : Math.max(8, box.top - this.list.offsetHeight - 2)}px`;
    this.mark();
  }

  line(phrase, i) {
    const line = document.createElement('li');
    line.setAttribute('role', 'option');
    const name = document.createElement('b');
    name.textContent = `/${phrase.name}`;
    const text = document.createElement('span');
    text.lang = phrase.language;
    text.textContent = phrase.text;
    line.append(name, text);
    line.addEventListener('mousedown', (event) => {
      event.preventDefault(); // the field keeps the focus
      this.at = i;
      this.take();
    });
    return line;
  }

  hint() {
    const line = document.createElement('li');
    line.className = 'phrase-menu__none';
    line.setAttribute('role', 'option');
    line.setAttribute('aria-disabled', 'true');
    line.textContent = this.none;
    return line;
  }

  mark() {
    [...this.list.children].forEach((line, i) => line.setAttribute('aria-selected', String(i === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: 'nearest' });
    this.said.textContent = this.found[this.at]?.text ?? this.none;
  }

  key(event) {
    if (!this.field || event.target !== this.field) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      this.at = (this.at + steps[event.key] + this.found.length) % this.found.length;
      this.mark();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey && !event.shiftKey && this.found.length) {
      this.take();
    } else if (event.key === 'Escape') {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take() {
    const { field, begun } = this;
    const phrase = this.found[this.at];
    const end = field.selectionStart;
    this.close();
    field.setRangeText(phrase.text, end - begun.length - 1, end, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: phrase.text }));
  }

  close() {
    if (this.field) delete this.field.dataset.phrasesOpen;
    this.field = null;
    this.list?.remove();
    this.said?.remove();
    this.list = null;
  }
}
