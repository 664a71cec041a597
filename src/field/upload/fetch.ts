import { fromFetch, readRefusal, unreachable, type Answer } from './answer';
import { metadataOf, mostRestarts, tusVersion, uploads, type Bearer, type Confirmed, type PhotoUpload } from './photo';

/**
 * Sends a photo by tus 1.0.0 with nothing but fetch: for the service worker, where tus-js-client cannot run.
 * The upload's URL follows from the photo's id, so after a cut one HEAD tells where to go on.
 */
export async function sendByFetch(upload: PhotoUpload, bearer: Bearer, confirmed: Confirmed, host = ''): Promise<Answer> {
  const tus = new Tus(upload, bearer, confirmed, host);
  try {
    return await tus.send();
  } catch (e) {
    if (upload.signal.aborted) return { kind: 'interrupted' };
    if (e instanceof TypeError || e instanceof DOMException) return unreachable; // fetch: no answer at all
    throw e;
  }
}

class Tus {
  #restarts = 0;
  #cuts = 0;

  constructor(
    private readonly upload: PhotoUpload,
    private readonly bearer: Bearer,
    private readonly confirmed: Confirmed,
    private readonly host: string,
  ) {}

  async send(): Promise<Answer> {
    return this.upload.begun ? this.#resume() : this.#create();
  }

  /** creation-with-upload: "the Client MAY include … the initial data in the creation request". */
  async #create(): Promise<Answer> {
    const { bytes } = this.upload;
    const metadata = Object.entries(metadataOf(this.upload)).map(([name, value]) => `${name} ${btoa(value)}`).join(',');
    const response = await this.#request('POST', uploads, {
      'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata, 'Content-Type': 'application/offset+octet-stream',
    }, bytes);
    if (!response) return { kind: 'signed-out' };
    if (response.status !== 201) return this.#failed(response, true);
    return this.#goOn(response);
  }

  /** "The Client SHOULD use HEAD to determine the offset." 404 and 410: the server has nothing, so it is created. */
  async #resume(): Promise<Answer> {
    const response = await this.#request('HEAD', this.#url(), {}, null);
    if (!response) return { kind: 'signed-out' };
    if (response.status === 404 || response.status === 410) return this.#create();
    if (!response.ok) return readRefusal(fromFetch(response));
    return this.#goOn(response);
  }

  /** From the offset that the server told; one PATCH carries all the rest. */
  async #goOn(response: Response): Promise<Answer> {
    const header = response.headers.get('Upload-Offset');
    // Without an offset in the answer to POST nothing of the body counts as arrived: ask.
    if (header === null) return response.status === 201 ? this.#ask() : unreachable;
    const offset = Number(header);
    this.confirmed(offset);
    if (offset === this.upload.bytes.length) return { kind: 'stored', receipt: null };
    if (!Number.isInteger(offset) || offset < 0 || offset > this.upload.bytes.length) return unreachable;
    return this.#patch(offset);
  }

  async #ask(): Promise<Answer> {
    const response = await this.#request('HEAD', this.#url(), {}, null);
    if (!response) return { kind: 'signed-out' };
    if (!response.ok || response.headers.get('Upload-Offset') === null) return readRefusal(fromFetch(response));
    return this.#goOn(response);
  }

  async #patch(offset: number): Promise<Answer> {
    const response = await this.#request('PATCH', this.#url(), {
      'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream',
    }, this.upload.bytes.subarray(offset));
    if (!response) return { kind: 'signed-out' };
    if (response.ok) return this.#goOn(response);
    return this.#failed(response, false);
  }

  async #failed(response: Response, creating: boolean): Promise<Answer> {
    if (response.status === 409 && ++this.#cuts <= mostRestarts) return this.#resume(); // another offset: the server knows better
    // A refusal to create it (404 on POST) is final and carries its code; a loss under our hands is not.
    const lost = !creating && (response.status === 404 || response.status === 410);
    if ((lost || response.status === 460) && ++this.#restarts <= mostRestarts) return this.#resume();
    if (response.status === 460) return { kind: 'later', reason: 'server-busy', whole: false, retryAfter: null };
    return readRefusal(fromFetch(response));
  }

  #url(): string {
    return `${uploads}/${this.upload.photo}`;
  }

  async #request(method: string, path: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer> | null): Promise<Response | null> {
    const token = await this.bearer();
    if (token === null) return null;
    return fetch(this.host + path, {
      method, body, signal: this.upload.signal, cache: 'no-store', credentials: 'omit',
      headers: { ...headers, 'Tus-Resumable': tusVersion, Authorization: `Bearer ${token}` },
    });
  }
}
