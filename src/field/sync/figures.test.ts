import { describe, expect, test } from 'vitest';
import type { OwnFigures } from '../shared/model';
import type { Desk } from './desk';
import { figures } from './figures';

const told = { at: '2026-11-20T09:00:00Z', asked: [], answered: [], beside: [], looks: 0 } satisfies OwnFigures;

/** A phone with what it keeps, and a server that answers so; null: no network. */
function phone(answer: Response | null) {
  let kept: OwnFigures | null = null;
  const store = { figures: async () => kept, keepFigures: async (one: OwnFigures) => void (kept = one) };
  const ask = async () => { if (!answer) throw new TypeError('no network'); return answer; };
  return figures({ store: () => store, live: () => ({ store, ask }) } as unknown as Desk);
}

describe("one's own figures", () => {
  test('what was heard is kept for when there is no network', async () => {
    const own = phone(Response.json(told));
    expect(await own.keptFigures()).toBeNull();
    expect(await own.askFigures()).toEqual(told);
    expect(await own.keptFigures()).toEqual(told);
  });

  test('without a network, or with an answer that is none, what is kept stays', async () => {
    for (const answer of [null, Response.json({ code: 'auth.signed-out' }, { status: 401 }), Response.json({})]) {
      const own = phone(answer);
      expect(await own.askFigures()).toBeNull();
      expect(await own.keptFigures()).toBeNull();
    }
  });
});
