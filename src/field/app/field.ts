import type { Field } from '../sync/api';

/** The one facade behind all screens; set before the first of them is drawn. */
export let field: Field;

export function provide(facade: Field): void {
  field = facade;
}
