/** How the server took a request. */
export type Answer =
  | { readonly kind: 'stored'; readonly receipt: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly arguments: Readonly<Record<string, string | number>> }
  | { readonly kind: 'signed-out' }
  /** Something more urgent goes first; what has arrived stays with the server. */
  | { readonly kind: 'interrupted' }
  /** `whole`: nothing else would go through either; otherwise only this request waits. */
  | { readonly kind: 'later'; readonly reason: 'unreachable' | 'server-busy'; readonly whole: boolean; readonly retryAfter: number | null };

export const unreachable: Answer = { kind: 'later', reason: 'unreachable', whole: true, retryAfter: null };

/** What is needed of an HTTP answer, from fetch or from tus-js-client. */
export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: () => Promise<string>;
}

export const fromFetch = (response: Response): HttpAnswer => ({
  status: response.status,
  header: (name) => response.headers.get(name),
  text: () => response.text(),
});

/**
 * Reads an error answer. Only our server's own refusal, with a code, sets a request aside. Anything else (a proxy's page, a
 * hotel's sign-in page, a broken gateway) is no answer of ours: the request waits and nothing is lost.
 */
export async function readRefusal(answer: HttpAnswer): Promise<Answer> {
  if (answer.status === 401) return { kind: 'signed-out' };
  if (answer.status === 429 || answer.status === 503) {
    return { kind: 'later', reason: 'server-busy', whole: true, retryAfter: retryAfter(answer.header('Retry-After')) };
  }
  if (answer.status === 413) return refused((await problem(answer))?.code ?? 'body.too-large', {});
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 425) {
    const said = await problem(answer);
    if (said) return refused(said.code, said.arguments);
  }
  const gateway = answer.status < 500 || answer.status === 502 || answer.status === 504;
  return gateway ? unreachable : { kind: 'later', reason: 'server-busy', whole: false, retryAfter: null };
}

/** The JSON of a success; null when it is not ours. */
export async function readJson(answer: HttpAnswer): Promise<unknown> {
  if (!/\bjson\b/.test(answer.header('Content-Type') ?? '')) return null;
  try {
    return JSON.parse(await answer.text()) as unknown;
  } catch {
    return null;
  }
}

/** Milliseconds: RFC 9110 allows seconds or a date. */
export function retryAfter(value: string | null, now: number = Date.now()): number | null {
  if (value === null || value === '') return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

const refused = (code: string, args: Readonly<Record<string, string | number>>): Answer => ({ kind: 'refused', code, arguments: args });

async function problem(answer: HttpAnswer): Promise<{ code: string; arguments: Record<string, string | number> } | null> {
  const body = (await readJson(answer)) as { code?: unknown; arguments?: unknown } | null;
  if (typeof body?.code !== 'string') return null;
  return { code: body.code, arguments: (body.arguments ?? {}) as Record<string, string | number> };
}
