import { recognise } from '../shared/format';
import type { Id, LocalCase } from '../shared/model';
import type { UserStore } from '../store/user';
import type { Session } from './session';

/** Object URLs of photos and previews, from this phone where it has them, else from the server. Kept for the sign-in. */
export class Pictures {
  readonly #urls = new Map<string, Promise<string | null>>();

  constructor(private readonly store: UserStore, private readonly session: Session, private readonly caseOf: (id: Id) => LocalCase | undefined) {}

  preview(consult: Id, photo: Id): Promise<string | null> {
    return this.#once(`preview ${photo}`, async () => {
      const local = this.caseOf(consult);
      const known = [...(local?.draft?.photos ?? []), ...(local?.draft?.tray ?? []), ...(local?.sealed?.submission.photos ?? [])].find((p) => p.id === photo);
      if (known) return urlOf(Uint8Array.from(atob(known.preview), (c) => c.charCodeAt(0)));
      return (await this.#here(photo)) ?? this.#fetch(`/api/photos/${photo}/preview`);
    });
  }

  photo(photo: Id): Promise<string | null> {
    return this.#once(`photo ${photo}`, async () => (await this.#here(photo)) ?? this.#fetch(`/api/photos/${photo}`));
  }

  /** At sign-out: nobody else may see them. */
  async clear(): Promise<void> {
    const urls = [...this.#urls.values()];
    this.#urls.clear();
    for (const url of await Promise.all(urls)) if (url) URL.revokeObjectURL(url);
  }

  #once(key: string, make: () => Promise<string | null>): Promise<string | null> {
    const known = this.#urls.get(key);
    if (known) return known;
    const url = make().catch(() => null);
    this.#urls.set(key, url);
    void url.then((found) => { if (found === null) this.#urls.delete(key); }); // may be had later
    return url;
  }

  async #here(photo: Id): Promise<string | null> {
    const bytes = await this.store.photoBytes(photo);
    return bytes && urlOf(bytes);
  }

  async #fetch(path: string): Promise<string | null> {
    const response = await this.session.request(path);
    return response?.ok && response.headers.get('Content-Type')?.startsWith('image/') ? URL.createObjectURL(await response.blob()) : null;
  }
}

const urlOf = (bytes: Uint8Array<ArrayBuffer>): string => URL.createObjectURL(new Blob([bytes], { type: `image/${recognise(bytes) ?? 'jpeg'}` }));
