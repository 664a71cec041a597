import { burnedArea } from './burn';
import { texas, wifi } from './foot';
import { cdai, das28Crp, das28Esr } from './joints';
import { egfr, kdigo } from './kidney';
import { news2 } from './news2';
import { pasi } from './pasi';
import { sinbadRule } from './sinbadRule';
import type { Rule } from './rule';
import { sevenPoint } from './sevenPoint';

/** Every score by its name, as forms name it. */
export const rules: Readonly<Record<string, Rule>> = Object.fromEntries(
  [sinbadRule, pasi, sevenPoint, texas, wifi, egfr, kdigo, das28Esr, das28Crp, cdai, news2, burnedArea].map((rule) => [rule.name, rule]),
);
