import type { Id, Instant, LocalCase, Me, Urgency } from '../shared/model';
import type { UserStore } from '../store/user';
import type { Live } from './live';

/** What the parts of the facade work with: the signed-in user's store and everything that runs for them. */
export interface Desk {
  readonly live: () => Live | null;
  /** Throws when nobody is signed in: no screen that calls it is shown then. */
  readonly store: () => UserStore;
  readonly me: () => Me | null;
  readonly caseOf: (id: Id) => LocalCase | undefined;
  /** Resolves when the screens show what was just written. */
  readonly seen: () => Promise<void>;
  /** Something was written that wants to go. */
  readonly go: () => void;
  /** Room on the phone may have changed. */
  readonly measure: () => void;
}

/** This phone's clock: evidence, which the server stores beside its own. */
export const now = (): Instant => new Date().toISOString();

export const urgencyOf = (local: LocalCase | undefined): Urgency | undefined =>
  local?.consult?.urgency ?? local?.sealed?.submission.urgency;
