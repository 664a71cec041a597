import type { Me, Target, Urgency } from './model';

/** What is promised for a case: by the team that was chosen, else by the network. */
export const targetOf = (me: Me | null, service: string | null, urgency: Urgency): Target | undefined =>
  me?.services.find((one) => one.id === service)?.targets?.[urgency] ?? me?.targets[urgency];

/** By when an answer is promised that is asked for now; null where only the team's opening hours could tell. */
export const answerAt = (target: Target | undefined, now: number): number | null =>
  target && !target.inServiceHours ? now + target.adviceMinutes * 60_000 : null;

/** Opening hours until the answer, rounded up; null where the clock tells. */
export const answerInHours = (target: Target | undefined): number | null => (target?.inServiceHours ? Math.ceil(target.adviceMinutes / 60) : null);
