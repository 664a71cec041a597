import { part, result, rounded, type Rule } from './rule';

/** Per cent of the body's surface, from the age of 0, 1, 5, 10, 15 and 18 years on. Lund CC, Browder NC, Surg Gynecol Obstet 1944;79:352-358. */
const from = [0, 1, 5, 10, 15, 18] as const;
const same = (share: number) => from.map(() => share);
const shares: Readonly<Record<string, readonly number[]>> = {
  'head': [19, 17, 13, 11, 9, 7], 'neck': same(2), 'trunk-front': same(13), 'trunk-back': same(13), 'genitals': same(1),
  'R-buttock': same(2.5), 'L-buttock': same(2.5), 'R-upper-arm': same(4), 'L-upper-arm': same(4), 'R-forearm': same(3), 'L-forearm': same(3),
  'R-hand': same(2.5), 'L-hand': same(2.5), 'R-thigh': [5.5, 6.5, 8, 8.5, 9, 9.5], 'L-thigh': [5.5, 6.5, 8, 8.5, 9, 9.5],
  'R-lower-leg': [5, 5, 5.5, 6, 6.5, 7], 'L-lower-leg': [5, 5, 5.5, 6, 6.5, 7], 'R-foot': same(3.5), 'L-foot': same(3.5),
};
export const burnRegions = Object.keys(shares);

/**
 * Burned part of the body's surface in per cent: by regions and age (Lund and Browder), each burned region with the part of it that is burned
 * (0 to 1); or, for small burns, by the patient's own palms with fingers, 1 % each. Reddened skin without a blister does not count.
 */
export const burnedArea: Rule = {
  name: 'tbsa',
  parts: [part('age', 0, 130), part('burn-palms', 0, 100), ...burnRegions.flatMap((one) => [part(`burn-at-${one}`, 0, 1), part(`burn-part-${one}`, 0, 1)])],
  needs: (get) => {
    const said = burnRegions.some((one) => get(`burn-at-${one}`) !== null);
    if (!said && get('burn-palms') !== null) return ['burn-palms'];
    return ['age', ...burnRegions.flatMap((one) => (get(`burn-at-${one}`) === null ? [`burn-at-${one}`] : get(`burn-at-${one}`) === 1 ? [`burn-part-${one}`] : []))];
  },
  compute: (get, has) => {
    const burned = burnRegions.filter((one) => has(`burn-at-${one}`) && get(`burn-at-${one}`) === 1);
    if (!burnRegions.some((one) => has(`burn-at-${one}`))) return result({ total: rounded(get('burn-palms'), 1) });
    const band = from.filter((years) => get('age') >= years).length - 1;
    const points = Object.fromEntries(burned.map((one) => [`burn-part-${one}`, rounded(shares[one]![band]! * get(`burn-part-${one}`), 2)]));
    return result({ total: rounded(burned.reduce((sum, one) => sum + shares[one]![band]! * get(`burn-part-${one}`), 0), 1), points });
  },
};

/** For the test that each column is a whole body. */
export const wholeBody = from.map((_, column) => burnRegions.reduce((sum, one) => sum + shares[one]![column]!, 0));
