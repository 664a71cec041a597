import type { DeviceStore } from '../store/device';
import { newId } from '../shared/ids';

const leaseMs = 15_000;

/**
 * Runs one thing at a time over all tabs and the worker. Web Locks where the browser has them; older ones take a lease in
 * the database, which ends by itself when its tab dies.
 */
export class TabLock {
  readonly #owner = newId();

  constructor(
    private readonly device: DeviceStore,
    private readonly locks: LockManager | undefined = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks,
    private readonly now: () => number = Date.now,
  ) {}

  /** Runs `work` unless another tab is at it; undefined when it is. */
  async ifFree<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.locks) {
      return await this.locks.request(`teleconsult-${name}`, { ifAvailable: true }, async (lock) => (lock ? await work() : undefined)) as T | undefined;
    }
    return (await this.#lease(name)) ? this.#withLease(name, work) : undefined;
  }

  /** Waits for its turn. */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.locks) return await this.locks.request(`teleconsult-${name}`, async () => await work()) as T;
    while (!(await this.#lease(name))) await new Promise((resolve) => setTimeout(resolve, 200));
    return this.#withLease(name, work);
  }

  readonly #mine = new Set<string>();

  async #lease(name: string): Promise<boolean> {
    if (this.#mine.has(name)) return false; // a lease does not tell two callers of one tab apart; this does
    this.#mine.add(name);
    const free = await this.device.lease(name, this.#owner, this.now() + leaseMs, this.now());
    if (!free) this.#mine.delete(name);
    return free;
  }

  async #withLease<T>(name: string, work: () => Promise<T>): Promise<T> {
    const renew = setInterval(() => void this.device.lease(name, this.#owner, this.now() + leaseMs, this.now()), leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(renew);
      await this.device.endLease(name, this.#owner);
      this.#mine.delete(name);
    }
  }
}
