import type { Absent, Answers, ItemAnswer, Value } from '../shared/answers';
import type { Laterality, PhotoPolicy, Urgency } from '../shared/model';

/** A place for one photo, with its side: a photo goes into a slot, never onto a pile. */
export interface Slot {
  readonly slot: string;
  readonly laterality: Laterality;
  readonly linkId: string;
  /** "Right eye, macula". */
  readonly text: string;
  /** How to take it; empty when nothing needs saying. */
  readonly help: string;
  readonly required: boolean;
}

export type ItemKind =
  | 'group' | 'display' | 'boolean' | 'line' | 'text' | 'integer' | 'decimal' | 'date'
  | 'choice' | 'openChoice' | 'quantity' | 'photo';

export interface Option {
  /** Stable within its item. */
  readonly key: string;
  readonly text: string;
  readonly value: Value;
  /** What it gives to the score parts of its item (FHIR's ordinalValue); null: nothing can be said. */
  readonly points: number | null;
  /** What it gives to score parts of its own, by part; an answered list of choices gives 0 to those of what was not chosen. */
  readonly scorePoints: Readonly<Record<string, number>>;
}

export interface Unit {
  readonly code: string;
  readonly text: string;
}

/** Hard: impossible outside, not accepted. Soft: unlikely outside, asked about, never blocking. */
export interface Range {
  readonly hardMin: number | null;
  readonly hardMax: number | null;
  readonly softMin: number | null;
  readonly softMax: number | null;
}

/** One item as a screen shows it. Items whose condition does not hold are absent. */
export interface FormItem {
  readonly linkId: string;
  readonly kind: ItemKind;
  readonly text: string;
  /** A word or two, for lists. */
  readonly brief: string;
  readonly help: string;
  readonly required: boolean;
  /** Several choices may be ticked. */
  readonly repeats: boolean;
  /** A hint how to draw it: the questionnaire-itemControl code, for example "check-box". */
  readonly control: string | null;
  readonly options: readonly Option[];
  readonly units: readonly Unit[];
  /** Range in the unit that the answer has now. */
  readonly range: Range | null;
  readonly maxLength: number | null;
  /** Whether "unknown / not available / not asked" may be said instead of an answer. */
  readonly mayBeAbsent: boolean;
  readonly slot: Slot | null;
  /** Its choices are places of the body, named as the body map names them. */
  readonly bodyMap: boolean;
  readonly answer: ItemAnswer | null;
  readonly warning: Warning | null;
  readonly items: readonly FormItem[];
}

export interface Template {
  /** With version: ".../Questionnaire/general-dermatology|1.0.0". */
  readonly canonical: string;
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly policy: PhotoPolicy;
  /** The least urgency of every case with this form. */
  readonly urgency: Urgency;
  readonly slots: readonly Slot[];
  /** Names of the scores that its answers feed. */
  readonly scores: readonly string[];
  /** The network's own steps for this kind of case; empty where it has none. */
  readonly guidance: readonly string[];
  readonly items: readonly TemplateItem[];
}

/** One item of the file, read once. */
export interface TemplateItem extends Omit<FormItem, 'answer' | 'warning' | 'items' | 'range'> {
  readonly items: readonly TemplateItem[];
  readonly conditions: readonly Condition[];
  readonly anyCondition: boolean;
  readonly flags: readonly FlagRule[];
  /** Ranges by unit code; '' where the item has no unit. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** A date further back than this is marked as an old result. */
  readonly oldAfterDays: number | null;
  /** Shown under "Not given" when blank. */
  readonly asked: boolean;
  /** The parts of scores that the answer gives, for example "sinbad-depth". */
  readonly scoreParts: readonly string[];
  /** Holds from one case to the next: a follow-up begins with last time's answer. */
  readonly carriesOver: boolean;
}

export interface Condition {
  readonly question: string;
  readonly operator: 'exists' | '=' | '!=' | '>' | '<' | '>=' | '<=';
  readonly value: Value;
}

/** A red flag: when the item is answered with this option, with yes, or with a measure of these limits, the case is at least this urgent. */
export interface FlagRule {
  readonly option: string | null;
  /** For measures: from this value on, or up to it, in this unit; another unit has a rule of its own. */
  readonly at?: { readonly unit: string; readonly from: number | null; readonly to: number | null };
  readonly floor: Urgency;
  readonly text: string;
  readonly source: string;
}

export interface RedFlag {
  readonly linkId: string;
  readonly floor: Urgency;
  readonly text: string;
  readonly source: string;
}

export interface EffectiveUrgency {
  readonly urgency: Urgency;
  /** The flags that raised it above the requester's choice; empty when nothing did. */
  readonly raisedBy: readonly RedFlag[];
}

/** An answer that is unlikely: show it, never block. */
export interface Warning {
  readonly code: 'unlikely' | 'old-result';
  readonly min: number | null;
  readonly max: number | null;
}

/** What stops a case from being sent, with the item to mend. Words: `intake.problem.<code>`. */
export interface FormProblem {
  readonly linkId: string;
  readonly code: 'required' | 'impossible' | 'too-long' | 'not-a-number' | 'not-a-date';
  readonly text: string;
  readonly min: number | null;
  readonly max: number | null;
}

export interface NotGiven {
  readonly linkId: string;
  readonly text: string;
  /** null: blank. */
  readonly absent: Absent | null;
}

/** One line of a filled-in form, for reading. */
export interface ReadLine {
  readonly linkId: string;
  readonly heading: string | null;
  readonly text: string;
  readonly value: string;
  readonly absent: Absent | null;
  readonly flagged: boolean;
}

export type { Absent, Answers, ItemAnswer, Value };
