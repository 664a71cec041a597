/** Tells every tab and the worker that something changed; what it is, they read from the store. */
export type News =
  | { readonly kind: 'store'; readonly user: string }
  | { readonly kind: 'session' }
  | { readonly kind: 'flight'; readonly flight: unknown };

const name = 'teleconsult';

export class Newsroom {
  readonly #channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  readonly #listeners = new Set<(news: News, own: boolean) => void>();

  constructor() {
    if (!this.#channel) return;
    this.#channel.onmessage = (event: MessageEvent<News>) => this.#tell(event.data, false);
    // Under Node (tests) an open channel would keep the process alive.
    (this.#channel as { unref?: () => void }).unref?.();
  }

  /** `own`: it happened in this tab. Returns how to stop listening. */
  listen(listener: (news: News, own: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(news: News): void {
    this.#channel?.postMessage(news);
    this.#tell(news, true);
  }

  close(): void {
    this.#channel?.close();
    this.#listeners.clear();
  }

  #tell(news: News, own: boolean): void {
    for (const listener of [...this.#listeners]) listener(news, own);
  }
}
