/** Answers as they are kept while a form is filled in. FHIR R4 answer values, so nothing is lost on the way out. */

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface Quantity {
  readonly value: number;
  /** What people read. */
  readonly unit?: string;
  readonly system?: string;
  /** UCUM. */
  readonly code?: string;
}

export type Value =
  | { readonly valueBoolean: boolean }
  | { readonly valueInteger: number }
  | { readonly valueDecimal: number }
  | { readonly valueDate: string }
  | { readonly valueString: string }
  | { readonly valueCoding: Coding }
  | { readonly valueQuantity: Quantity };

/** Said not to be known, not to be had, or not asked: three different things, and none of them is a blank. */
export type Absent = 'unknown' | 'not-available' | 'not-asked';

/** The answer to one item: values, or why there is none. A repeating item (several choices) holds several values. */
export interface ItemAnswer {
  readonly values: readonly Value[];
  readonly absent?: Absent;
}

/** By linkId. An item without an entry is blank. */
export type Answers = Readonly<Record<string, ItemAnswer>>;
