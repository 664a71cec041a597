// Uploads one photo with the real tus-js-client, as the C# tests ask it to. Reads one JSON object from standard input:
// { endpoint, token, file, metadata, chunkSize?, whileCreating?, retryDelays? }; prints one JSON line: { url, requests } or { error, status, body, requests }.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Upload } from "tus-js-client";

const asked = JSON.parse(await text(process.stdin));
const bytes = await readFile(asked.file);
let requests = 0;

const upload = new Upload(bytes, {
  endpoint: asked.endpoint,
  metadata: asked.metadata,
  headers: { Authorization: `Bearer ${asked.token}` },
  chunkSize: asked.chunkSize ?? Infinity,
  uploadDataDuringCreation: asked.whileCreating ?? false,
  retryDelays: asked.retryDelays ?? null,
  onBeforeRequest: () => {
    requests++;
  },
  onShouldRetry: () => true,
  onSuccess: () => say({ url: upload.url, requests }),
  onError: (error) => {
    const answer = error.originalResponse;
    say({ error: error.message, status: answer?.getStatus() ?? 0, body: answer?.getBody() ?? "", requests });
  },
});
upload.start();

/** @param {object} result */
function say(result) {
  process.stdout.write(JSON.stringify(result) + "\n");
}
