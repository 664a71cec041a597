import { sinbad, type SinbadPart } from '../sinbad';
import { part, result, type Get, type Rule } from './rule';

const findings = ['site', 'ischaemia', 'neuropathy', 'infection', 'depth'] as const;
const of = (get: Get) => sinbad({
  site: get('sinbad-site'), ischaemia: get('sinbad-ischaemia'), neuropathy: get('sinbad-neuropathy'), infection: get('sinbad-infection'),
  lengthMm: get('sinbad-length'), widthMm: get('sinbad-width'), depth: get('sinbad-depth'),
});

/** SINBAD as any other score; what it adds up stands in sinbad.ts. */
export const sinbadRule: Rule = {
  name: 'sinbad',
  parts: [...findings.map((name) => part(`sinbad-${name}`, 0, 1)), part('sinbad-length', 0.01, 1000), part('sinbad-width', 0.01, 1000)],
  compute: (get) => {
    const { total, points, areaMm2 } = of(get);
    const notes: Record<string, number> = areaMm2 === null ? {} : { 'sinbad-area': areaMm2 / 100 };
    return result({ total, notes, points: Object.fromEntries((Object.keys(points) as SinbadPart[]).map((name) => [`sinbad-${name}`, points[name]!])) });
  },
};
