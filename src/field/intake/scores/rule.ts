/** A score as a pure function of numbers by name. The server computes the same (Domain/Scores); both are held to tests/Vectors/scores. */

/** One number that a score needs. What lies outside of min and max is a slip of the finger and counts as missing. */
export interface Part {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What is known, by name of the part: numbers in the part's unit, yes as 1 and no as 0. */
export type Inputs = Readonly<Record<string, number | null | undefined>>;

/** What the score says once nothing is missing. */
export interface Result {
  readonly total: number | null;
  /** A class that is no number, for example "2B". */
  readonly grade: string | null;
  /** The name of the range that the total lies in; words: score.<name>.band.<band>. */
  readonly band: string | null;
  /** Points by part, where the score adds points up. */
  readonly points: Readonly<Record<string, number>>;
  /** What was measured on the way, by part; words: score.note.<part>. */
  readonly notes: Readonly<Record<string, number>>;
}

export interface Outcome extends Result {
  /** Parts that it cannot do without; empty when it was computed. */
  readonly missing: readonly string[];
  /** Why it must not be computed for this patient, as a code; words: score.refused.<code>. */
  readonly refused: string | null;
}

export interface Rule {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Why it must not be computed. */
  readonly refuses?: (get: Get) => string | null;
  /** Which of the parts it cannot do without; every part where nothing is said. */
  readonly needs?: (get: Get) => readonly string[];
  /** Called when every part of `needs` is there. */
  readonly compute: (get: Known, has: (part: string) => boolean) => Result;
}

export type Get = (part: string) => number | null;
export type Known = (part: string) => number;

/** Halves go up, as people round. */
export const rounded = (value: number, digits: number): number => {
  const factor = 10 ** digits;
  return Math.floor(value * factor + 0.5) / factor;
};

export const part = (name: string, min: number, max: number): Part => ({ name, min, max });

export const result = (some: Partial<Result>): Result => ({ total: null, grade: null, band: null, points: {}, notes: {}, ...some });

export function compute(rule: Rule, inputs: Inputs): Outcome {
  const limits = new Map(rule.parts.map((one) => [one.name, one]));
  const get: Get = (name) => {
    const [limit, value] = [limits.get(name), inputs[name]];
    return limit && typeof value === 'number' && value >= limit.min && value <= limit.max ? value : null;
  };
  const nothing = { ...result({}), missing: [], refused: null };
  const refused = rule.refuses?.(get) ?? null;
  if (refused) return { ...nothing, refused };
  const needed = rule.needs?.(get) ?? rule.parts.map((one) => one.name);
  const missing = needed.filter((name) => get(name) === null);
  if (missing.length > 0) return { ...nothing, missing };
  return { ...nothing, ...rule.compute((name) => get(name)!, (name) => get(name) !== null) };
}
