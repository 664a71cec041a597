import { DetailedError, Upload } from 'tus-js-client';
import { readRefusal, unreachable, type Answer } from './answer';
import { metadataOf, mostRestarts, uploads, type Bearer, type Confirmed, type PhotoUpload } from './photo';

/** How soon to go on after a cut, in milliseconds; after these the outbox waits with a pause of its own. */
const retryDelays = [0, 1000, 3000, 5000];

/** What tus-js-client reads the bytes from: a Blob in a browser. Tests under Node give a Buffer. */
export type ToSource = (bytes: Uint8Array<ArrayBuffer>) => Blob;

/**
 * Sends a photo with tus-js-client, in a page. One PATCH carries the whole rest; after a cut, HEAD tells where to go on.
 * Loaded only when there is something to send.
 */
export async function sendByTus(
  upload: PhotoUpload, bearer: Bearer, confirmed: Confirmed, host = location.origin, toSource: ToSource = (bytes) => new Blob([bytes]),
): Promise<Answer> {
  for (let restarts = 0; ; restarts++) {
    const answer = await once({ ...upload, begun: upload.begun || restarts > 0 }, bearer, confirmed, host, toSource);
    if (answer !== 'again' && answer !== 'cut') return answer;
    if (restarts === mostRestarts) return answer === 'cut' ? unreachable : { kind: 'later', reason: 'server-busy', whole: false, retryAfter: null };
  }
}

/** `again`: from what the server has now, after a loss; `cut`: the creation got no answer, so the server is asked. */
type Interrupted = 'again' | 'cut';

function once(upload: PhotoUpload, bearer: Bearer, confirmed: Confirmed, host: string, toSource: ToSource): Promise<Answer | Interrupted> {
  return new Promise((resolve) => {
    let signedOut = false;
    const transfer = new Upload(toSource(upload.bytes), {
      endpoint: host + uploads,
      // The URL follows from the photo's id: no book of uploads is needed, and a lost answer costs one HEAD.
      uploadUrl: upload.begun ? `${host}${uploads}/${upload.photo}` : null,
      uploadSize: upload.bytes.length,
      uploadDataDuringCreation: true,
      metadata: metadataOf(upload),
      retryDelays,
      storeFingerprintForResuming: false,
      removeFingerprintOnSuccess: false,
      onBeforeRequest: async (request) => {
        const token = await bearer();
        if (token === null) {
          signedOut = true;
          void transfer.abort();
          resolve({ kind: 'signed-out' });
          return;
        }
        request.setHeader('Authorization', `Bearer ${token}`);
      },
      // A creation that got no answer may have arrived in part: the next try begins with HEAD instead of a second POST.
      onShouldRetry: (error) => !signedOut && transfer.url !== null && isCut(error),
      // Each answer that tells an offset is a confirmation, HEAD after a cut too.
      onAfterResponse: (_, response) => {
        const offset = Number(response.getHeader('Upload-Offset') ?? NaN);
        if (Number.isInteger(offset) && offset <= upload.bytes.length) confirmed(offset);
      },
      onSuccess: () => {
        confirmed(upload.bytes.length);
        resolve({ kind: 'stored', receipt: null });
      },
      onError: (error) => resolve(signedOut ? { kind: 'signed-out' } : read(error)),
    });
    upload.signal.addEventListener('abort', () => {
      void transfer.abort();
      resolve({ kind: 'interrupted' });
    }, { once: true });
    transfer.start();
  });
}

/** No answer at all, or "another offset": going on at once is worth a try. */
function isCut(error: Error | DetailedError): boolean {
  const status = statusOf(error);
  return status === 0 || status === 409 || status === 423;
}

const statusOf = (error: Error | DetailedError): number => ('originalResponse' in error ? error.originalResponse?.getStatus() ?? 0 : 0);

async function read(error: Error | DetailedError): Promise<Answer | Interrupted> {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  const status = statusOf(error);
  const creating = 'originalRequest' in error && error.originalRequest?.getMethod() === 'POST';
  if (!response || status === 0) return creating ? 'cut' : unreachable;
  if (status === 460) return 'again';
  // The server lost it (404) or put it away (410) under our hands. A refusal to create it is final and carries its code.
  if (!creating && (status === 404 || status === 410)) return 'again';
  return readRefusal({ status, header: (name) => response.getHeader(name) ?? null, text: () => Promise.resolve(response.getBody()) });
}
