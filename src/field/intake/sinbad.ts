/** What SINBAD adds up, in the order of its name. */
export const sinbadParts = ['site', 'ischaemia', 'neuropathy', 'infection', 'area', 'depth'] as const;
export type SinbadPart = (typeof sinbadParts)[number];

/** What was found of one foot ulcer: points 0 or 1, millimetres above 0; null where it was not said. */
export interface SinbadFindings {
  readonly site: number | null;
  readonly ischaemia: number | null;
  readonly neuropathy: number | null;
  readonly infection: number | null;
  readonly lengthMm: number | null;
  readonly widthMm: number | null;
  readonly depth: number | null;
}

export interface Sinbad {
  readonly points: Readonly<Record<SinbadPart, number | null>>;
  readonly areaMm2: number | null;
  /** null while any part is missing: a score of missing answers would look like a low one. */
  readonly total: number | null;
  readonly missing: readonly SinbadPart[];
}

const largeFromMm2 = 100;
/** Hundredths: what people measure has no more, and binary fractions would miss the mark by a hair. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Ince P and others, Diabetes Care 2008;31:964-967. The server computes the same; both are held to tests/Vectors/sinbad.json. */
export function sinbad(found: SinbadFindings): Sinbad {
  const { lengthMm, widthMm } = found;
  const areaMm2 = lengthMm !== null && widthMm !== null && lengthMm > 0 && widthMm > 0 ? rounded(lengthMm * widthMm) : null;
  const points: Record<SinbadPart, number | null> = {
    site: found.site, ischaemia: found.ischaemia, neuropathy: found.neuropathy, infection: found.infection,
    area: areaMm2 === null ? null : Number(areaMm2 >= largeFromMm2),
    depth: found.depth,
  };
  const missing = sinbadParts.filter((part) => points[part] === null);
  return { points, areaMm2, missing, total: missing.length > 0 ? null : sinbadParts.reduce((sum, part) => sum + points[part]!, 0) };
}
