import type { Digest, OwnFigures } from '../shared/model';
import { fromFetch, readJson } from '../upload/answer';
import type { Field } from './api';
import type { Desk } from './desk';

/** One's own figures: as they were last heard, and asked for anew. Kept in this person's own database, which nobody else's sign-in opens. */
export function figures(desk: Desk): Pick<Field, 'keptFigures' | 'askFigures' | 'askDigest'> {
  return {
    async askDigest(month) {
      const response = await desk.live()?.ask(`/api/me/digest${month ? `?month=${month}` : ''}`).catch(() => null);
      const told = response?.ok ? ((await readJson(fromFetch(response))) as Digest | null) : null;
      return typeof told?.month === 'string' ? told : null;
    },
    keptFigures: () => desk.store().figures(),
    async askFigures() {
      const live = desk.live();
      const response = await live?.ask('/api/me/figures').catch(() => null);
      const told = response?.ok ? ((await readJson(fromFetch(response))) as OwnFigures | null) : null;
      if (!live || typeof told?.at !== 'string') return null;
      await live.store.keepFigures(told);
      return told;
    },
  };
}
