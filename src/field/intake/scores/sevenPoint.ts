import { part, result, type Rule } from './rule';

const weights: Readonly<Record<string, number>> = {
  'mole-size': 2, 'mole-shape': 2, 'mole-colour': 2, 'mole-inflammation': 1, 'mole-oozing': 1, 'mole-sensation': 1,
};
const largeFromMm = 7;

/** Weighted 7-point checklist, 0 to 10; 3 or more: NICE NG12 asks for a suspected cancer referral. MacKie RM, Clin Exp Dermatol 1991;16:151-153. */
export const sevenPoint: Rule = {
  name: 'seven-point',
  parts: [...Object.keys(weights).map((name) => part(name, 0, 1)), part('mole-diameter', 0.1, 300)],
  compute: (get) => {
    const points: Record<string, number> = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, get(name) * weight]));
    points['mole-diameter'] = get('mole-diameter') >= largeFromMm ? 1 : 0;
    const total = Object.values(points).reduce((sum, one) => sum + one, 0);
    return result({ total, band: total >= 3 ? 'refer' : 'below', points });
  },
};
