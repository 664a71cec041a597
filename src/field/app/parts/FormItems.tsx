import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormItem } from '../../intake/template';
import type { Absent, ItemAnswer, Value } from '../../shared/answers';
import { same } from '../../intake/values';
import { t } from '../../words/words';
import { wanted } from '../route';
import { Segment, Side } from './bits';
import { BodyMap } from './BodyMap';
import { Icon } from './Icon';
import { TextField } from './inputs';

export interface FormProps {
  readonly items: readonly FormItem[];
  readonly onAnswer: (linkId: string, answer: ItemAnswer | null) => void;
  readonly onToggle: (item: FormItem, value: Value) => void;
  readonly wrong: ReadonlyMap<string, string>;
}

const absences: readonly Absent[] = ['unknown', 'not-available', 'not-asked'];
const isPhoto = (item: FormItem) => item.kind === 'photo' || (item.kind === 'group' && item.items.length > 0 && item.items.every(isPhoto));

/** The form of a template, whatever it asks. Photos have a step of their own. */
export function FormItems({ items, ...rest }: FormProps) {
  return <>{items.filter((item) => !isPhoto(item)).map((item) => <Item key={item.linkId} {...rest} item={item} />)}</>;
}

interface ItemProps extends Omit<FormProps, 'items'> {
  readonly item: FormItem;
}

function Item(props: ItemProps) {
  const { item, onAnswer } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted.value !== item.linkId) return;
    wanted.value = null;
    place.current?.scrollIntoView({ block: 'center' });
    place.current?.querySelector<HTMLElement>('input,textarea,button')?.focus();
  }, []);
  if (item.kind === 'group') return <Group {...props} />;
  if (item.kind === 'display') return <p class="quiet">{item.text}</p>;
  return (
    <div ref={place}>
      <Answer {...props} />
      {item.mayBeAbsent && <AbsentRow answer={item.answer} onAbsent={(absent) => onAnswer(item.linkId, absent ? { values: [], absent } : null)} />}
      {item.items.length > 0 && <div class="stack pad"><FormItems {...props} items={item.items} /></div>}
    </div>
  );
}

/** One question alone needs no fold: danger signs are seen by all. */
function Single(props: ItemProps) {
  return <div class="card stack"><FormItems {...props} items={props.item.items} /></div>;
}

/** A group folds away; its head says how much of it is answered, so that a closed one hides nothing. */
function Group(props: ItemProps) {
  const { item, wrong } = props;
  const inside = leaves(item);
  const answered = inside.filter((one) => one.answer !== null).length;
  const isWanted = inside.some((one) => one.linkId === wanted.peek() || wrong.has(one.linkId));
  const [open, setOpen] = useState(isWanted);
  useEffect(() => {
    if (isWanted) setOpen(true);
  }, [isWanted]);
  if (inside.length === 0) return null;
  if (inside.length === 1) return <Single {...props} />;
  return (
    <details class="group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="grow">{item.text}<small>{t('form.answered', { n: answered, of: inside.length })}</small></span>
        <Icon name="down" />
      </summary>
      {open && <div>{item.help && <p class="s quiet">{item.help}</p>}<FormItems {...props} items={item.items} /></div>}
    </details>
  );
}

const leaves = (item: FormItem): FormItem[] => item.items.flatMap((child) => (child.kind === 'group' ? leaves(child) : isPhoto(child) || child.kind === 'display' ? [] : [child, ...leaves(child)]));

function Answer({ item, onAnswer, onToggle, wrong }: ItemProps) {
  const values = item.answer?.values ?? [];
  const first = values[0];
  const problem = wrong.get(item.linkId) ?? (item.warning ? t(`intake.warning.${item.warning.code}`, { min: item.warning.min, max: item.warning.max }) : null);
  const write = (value: Value | null) => onAnswer(item.linkId, value ? { values: [value] } : null);

  switch (item.kind) {
    case 'boolean':
      return (
        <Labelled item={item} problem={problem}>
          <Segment
            label={item.text} clears value={first && 'valueBoolean' in first ? (first.valueBoolean ? 'yes' : 'no') : null}
            choices={[{ value: 'yes', text: t('intake.yes') }, { value: 'no', text: t('intake.no'), no: true }]}
            onPick={(picked) => write(picked === null ? null : { valueBoolean: picked === 'yes' })}
          />
        </Labelled>
      );
    case 'choice':
    case 'openChoice':
      if (item.bodyMap) return <Labelled item={item} problem={problem}><BodyMap item={item} onToggle={onToggle} /></Labelled>;
      return <Choices item={item} problem={problem} onToggle={onToggle} onAnswer={onAnswer} />;
    case 'integer':
      return isScale(item) ? <Scale item={item} problem={problem} write={write} /> : <NumberField item={item} problem={problem} write={write} />;
    case 'decimal':
    case 'quantity':
      return <NumberField item={item} problem={problem} write={write} />;
    case 'date':
      return <TextField label={item.text} hint={item.help} warning={problem} type="date" value={first && 'valueDate' in first ? first.valueDate : ''} onText={(text) => write(text ? { valueDate: text } : null)} />;
    default:
      return (
        <TextField
          label={item.text} hint={item.help} warning={problem} area={item.kind === 'text'}
          maxLength={item.maxLength} capitals="sentences"
          value={first && 'valueString' in first ? first.valueString : ''} onText={(text) => write(text ? { valueString: text } : null)}
        />
      );
  }
}

function Labelled({ item, problem, children }: { item: FormItem; problem: string | null; children: ComponentChildren }) {
  return (
    <div>
      <span class="lab">{item.text}</span>
      {item.help && <p class="hint lift">{item.help}</p>}
      {children}
      {problem && <p class="hint warn" role="status">{problem}</p>}
    </div>
  );
}

/** SNOMED CT's codes for the sides: where an option is a side, its plate stands beside the word. */
const sides: Readonly<Record<string, 'right' | 'left'>> = { '24028007': 'right', '7771000': 'left' };

/** Long words, or many of them, stand below each other. */
const asRows = (item: FormItem) => item.control === 'check-box' && item.options.some((option) => option.text.length > 28);

function Choices(props: Pick<ItemProps, 'item' | 'onToggle' | 'onAnswer'> & { problem: string | null }) {
  return asRows(props.item) ? <Rows {...props} /> : <Chips {...props} />;
}

function Rows({ item, problem, onToggle }: Pick<ItemProps, 'item' | 'onToggle'> & { problem: string | null }) {
  const values = item.answer?.values ?? [];
  return (
    <Labelled item={item} problem={problem}>
      <div role="group" aria-label={item.text}>
        {item.options.map((option) => {
          const on = values.some((value) => same(value, option.value));
          return (
            <label class={on ? 'opt on' : 'opt'}>
              <input class="pick" type={item.repeats ? 'checkbox' : 'radio'} checked={on} onChange={() => onToggle(item, option.value)} />
              <span class="grow">{option.text}</span>
              <span class={item.repeats ? 'dot box' : 'dot'} />
            </label>
          );
        })}
      </div>
    </Labelled>
  );
}

/** 0 to 10, each with a place to press. */
function Scale({ item, problem, write }: { item: FormItem; problem: string | null; write: (value: Value | null) => void }) {
  const now = item.answer?.values[0];
  const chosen = now && 'valueInteger' in now ? now.valueInteger : null;
  const { hardMin, hardMax } = item.range!;
  return (
    <Labelled item={item} problem={problem}>
      <div class="scale" role="group" aria-label={item.text}>
        {Array.from({ length: hardMax! - hardMin! + 1 }, (_, i) => i + hardMin!).map((n) => (
          <button type="button" class="chip num" aria-pressed={n === chosen} onClick={() => write(n === chosen ? null : { valueInteger: n })}>{n}</button>
        ))}
      </div>
    </Labelled>
  );
}

const isScale = (item: FormItem) => item.kind === 'integer' && item.range?.hardMin != null && item.range.hardMax != null && item.range.hardMax - item.range.hardMin <= 10;

function Chips({ item, problem, onToggle, onAnswer }: Pick<ItemProps, 'item' | 'onToggle' | 'onAnswer'> & { problem: string | null }) {
  const values = item.answer?.values ?? [];
  const isListed = (value: Value) => item.options.some((option) => same(option.value, value));
  const own = values.find((value) => 'valueString' in value && !isListed(value));
  const ownText = own && 'valueString' in own ? own.valueString : '';
  const [writing, setWriting] = useState(ownText !== '');
  const writeOwn = (text: string) => {
    const listed = item.repeats ? values.filter(isListed) : [];
    const all: readonly Value[] = text ? [...listed, { valueString: text }] : listed;
    onAnswer(item.linkId, all.length > 0 ? { values: all } : null);
  };
  return (
    <Labelled item={item} problem={problem}>
      <div class="chips" role="group" aria-label={item.text}>
        {item.options.map((option) => {
          const on = values.some((value) => same(value, option.value));
          const side = sides[option.key];
          return (
            <button type="button" class="chip" aria-pressed={on} onClick={() => { setWriting(false); onToggle(item, option.value); }}>
              {side ? <Side side={side} /> : on && <Icon name="tick" />}{option.text}
            </button>
          );
        })}
        {item.kind === 'openChoice' && (
          <button type="button" class="chip" aria-pressed={writing} onClick={() => { if (writing) writeOwn(''); setWriting(!writing); }}>
            {writing ? <Icon name="tick" /> : <Icon name="pen" />}{t('intake.other')}
          </button>
        )}
      </div>
      {writing && <TextField class="own" label={t('intake.otherText')} value={ownText} onText={writeOwn} capitals="sentences" maxLength={item.maxLength} />}
    </Labelled>
  );
}

/** Numbers are typed as text: a browser's number field hides what it does not understand. */
function NumberField({ item, problem, write }: { item: FormItem; problem: string | null; write: (value: Value | null) => void }) {
  const now = item.answer?.values[0];
  const unitNow = now && 'valueQuantity' in now ? now.valueQuantity.code : undefined;
  const [unit, setUnit] = useState(unitNow ?? item.units[0]?.code ?? '');
  const [text, setText] = useState(numberText(now));
  const tell = (typed: string, as: string) => {
    setText(typed);
    setUnit(as);
    const value = parseNumber(typed);
    if (value === null) return write(null);
    const named = item.units.find((one) => one.code === as);
    if (item.kind === 'integer') write({ valueInteger: value });
    else if (item.kind === 'decimal') write({ valueDecimal: value });
    else write({ valueQuantity: { value, ...(named ? { unit: named.text, code: named.code, system: 'http://unitsofmeasure.org' } : {}) } });
  };
  const unread = text.trim() !== '' && parseNumber(text) === null;
  return (
    <TextField
      label={item.text} hint={item.help} warning={unread ? t('form.notNumber') : problem} value={text} onText={(typed) => tell(typed, unit)}
      mode={item.kind === 'integer' ? 'numeric' : 'decimal'} maxLength={12} wrap={item.units.length > 2}
      after={item.units.length > 1
        ? <Segment label={t('form.unit', { of: item.text })} wide={item.units.length > 2} value={unit} onPick={(picked) => tell(text, picked ?? unit)} choices={item.units.map((one) => ({ value: one.code, text: one.text }))} />
        : item.units.length === 1 ? <span class="quiet nowrap">{item.units[0]!.text}</span> : undefined}
    />
  );
}

/** Both decimal marks are understood; a group separator is not, since "1,234" may be either. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^-?\d+(\.\d*)?$/.test(plain) ? Number(plain) : null;
}

function numberText(value: Value | undefined): string {
  if (!value) return '';
  if ('valueInteger' in value) return String(value.valueInteger);
  if ('valueDecimal' in value) return String(value.valueDecimal);
  return 'valueQuantity' in value ? String(value.valueQuantity.value) : '';
}

/** Why there is no answer: three different things, and a blank is none of them. */
function AbsentRow({ answer, onAbsent }: { answer: ItemAnswer | null; onAbsent: (absent: Absent | null) => void }) {
  const [open, setOpen] = useState(false);
  if (answer && answer.values.length > 0) return null;
  if (!open && !answer?.absent) return <div class="absent"><button type="button" onClick={() => setOpen(true)}>{t('form.noAnswer')}</button></div>;
  return (
    <div class="absent" role="group" aria-label={t('form.absent')}>
      {absences.map((absent) => {
        const on = answer?.absent === absent;
        return <button type="button" aria-pressed={on} onClick={() => onAbsent(on ? null : absent)}>{on && <Icon name="tick" />}{t(`intake.absent.${absent}`)}</button>;
      })}
    </div>
  );
}
