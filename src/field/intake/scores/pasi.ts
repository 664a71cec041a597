import { part, result, rounded, type Rule } from './rule';

/** Tenths: head 0.1, arms 0.2, trunk 0.3, legs 0.4. */
const weights = { head: 1, arms: 2, trunk: 3, legs: 4 } as const;
const regions = Object.keys(weights) as (keyof typeof weights)[];
const signs = ['erythema', 'induration', 'scale'] as const;

/** PASI, 0 to 72. A region whose area is 0 has no plaque, and needs no signs. Fredriksson T, Pettersson U, Dermatologica 1978;157:238-244. */
export const pasi: Rule = {
  name: 'pasi',
  parts: regions.flatMap((region) => [part(`pasi-${region}-area`, 0, 6), ...signs.map((sign) => part(`pasi-${region}-${sign}`, 0, 4))]),
  needs: (get) => regions.flatMap((region) => [
    `pasi-${region}-area`, ...(get(`pasi-${region}-area`) === 0 ? [] : signs.map((sign) => `pasi-${region}-${sign}`)),
  ]),
  compute: (get) => {
    const tenths = (region: keyof typeof weights) => {
      const area = get(`pasi-${region}-area`);
      return area === 0 ? 0 : weights[region] * area * signs.reduce((sum, sign) => sum + get(`pasi-${region}-${sign}`), 0);
    };
    const points = Object.fromEntries(regions.map((region) => [`pasi-${region}`, rounded(tenths(region) / 10, 1)]));
    return result({ total: rounded(regions.reduce((sum, region) => sum + tenths(region), 0) / 10, 1), points });
  },
};
