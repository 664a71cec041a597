import { part, result, rounded, type Known, type Rule } from './rule';

const counts = [part('joints-tender', 0, 28), part('joints-swollen', 0, 28), part('patient-global', 0, 100)];
const das = (total: number) => (total < 2.6 ? 'remission' : total <= 3.2 ? 'low' : total <= 5.1 ? 'moderate' : 'high');
const joints = (get: Known) => 0.56 * Math.sqrt(get('joints-tender')) + 0.28 * Math.sqrt(get('joints-swollen')) + 0.014 * get('patient-global');

/** DAS28 by ESR; an ESR of 0 counts as 1. Prevoo MLL and others, Arthritis Rheum 1995;38:44-48. Not interchangeable with that by CRP. */
export const das28Esr: Rule = {
  name: 'das28-esr',
  parts: [...counts, part('esr', 0, 200)],
  compute: (get) => { const total = rounded(joints(get) + 0.7 * Math.log(Math.max(get('esr'), 1)), 2); return result({ total, band: das(total) }); },
};

/** DAS28 by CRP in mg/L. Wells G and others, Ann Rheum Dis 2009;68:954-960. */
export const das28Crp: Rule = {
  name: 'das28-crp',
  parts: [...counts, part('crp', 0, 600)],
  compute: (get) => { const total = rounded(joints(get) + 0.36 * Math.log(get('crp') + 1) + 0.96, 2); return result({ total, band: das(total) }); },
};

/** CDAI, 0 to 76: no laboratory. Aletaha D and others, Arthritis Res Ther 2005;7:R796-R806. */
export const cdai: Rule = {
  name: 'cdai',
  parts: [...counts, part('evaluator-global', 0, 100)],
  compute: (get) => {
    const total = rounded(get('joints-tender') + get('joints-swollen') + (get('patient-global') + get('evaluator-global')) / 10, 1);
    return result({ total, band: total <= 2.8 ? 'remission' : total <= 10 ? 'low' : total <= 22 ? 'moderate' : 'high' });
  },
};
