import { part, result, rounded, type Get, type Known, type Rule } from './rule';

/** CKD-EPI 2021, creatinine, without race. Inker LA and others, N Engl J Med 2021;385:1737-1749. */
function ckdEpi(get: Known): number {
  const female = get('female') === 1;
  const [kappa, alpha] = female ? [0.7, -0.241] : [0.9, -0.302];
  const ratio = get('creatinine') / kappa;
  return rounded(142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** get('age') * (female ? 1.012 : 1), 1);
}

/** KDIGO 2013: by the number that is shown, so that number and class never disagree. */
const filtration = (rate: number): string =>
  rate >= 90 ? 'G1' : rate >= 60 ? 'G2' : rate >= 45 ? 'G3a' : rate >= 30 ? 'G3b' : rate >= 15 ? 'G4' : 'G5';

const albuminuria = (ratio: number): string => (ratio < 30 ? 'A1' : ratio <= 300 ? 'A2' : 'A3');

const grown = (get: Get) => (get('age') !== null && get('age')! < 18 ? 'under-18' : null);
const creatinine = [part('creatinine', 0.1, 40), part('age', 0, 130), part('female', 0, 1)];

/** eGFR from creatinine, mL/min/1.73 m2; never under 18 years. */
export const egfr: Rule = {
  name: 'egfr',
  parts: creatinine,
  refuses: grown,
  compute: (get) => { const total = ckdEpi(get); return result({ total, band: filtration(total) }); },
};

/** KDIGO G and A category: from the eGFR that was measured here by creatinine, else from the laboratory's own. */
export const kdigo: Rule = {
  name: 'kdigo',
  parts: [...creatinine, part('lab-egfr', 0, 200), part('acr', 0, 30000)],
  refuses: grown,
  needs: (get) => [...(get('creatinine') === null && get('lab-egfr') !== null ? ['lab-egfr'] : creatinine.map((one) => one.name)), 'acr'],
  compute: (get, has) => result({ grade: `${filtration(has('creatinine') ? ckdEpi(get) : get('lab-egfr'))} ${albuminuria(get('acr'))}` }),
};
