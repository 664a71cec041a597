import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes } from '../test/fixtures';
import { refusal, TestServer } from '../test/server';
import { createHash } from 'node:crypto';
import { readRefusal, retryAfter } from './answer';
import { sendByFetch } from './fetch';
import type { PhotoUpload, SendPhoto } from './photo';
import { sendByTus } from './tus';

const whole = bytes(300_000);
const sha256 = createHash('sha256').update(whole).digest('hex');

/** The two senders keep the same rules, so the same tests hold for both. */
const senders: [string, (host: string) => SendPhoto][] = [
  ['fetch', (host) => (upload, bearer, confirmed) => sendByFetch(upload, bearer, confirmed, host)],
  ['tus-js-client', (host) => (upload, bearer, confirmed) => sendByTus(upload, bearer, confirmed, host, (b) => Buffer.from(b) as unknown as Blob)],
];

describe.each(senders)('uploads by %s', (_, make) => {
  let server: TestServer;
  let send: SendPhoto;
  let confirmed: number[];
  const upload = (over: Partial<PhotoUpload> = {}): PhotoUpload =>
    ({ photo: 'p1', consult: 'c1', slot: 'close', sha256, bytes: whole, begun: false, signal: new AbortController().signal, ...over });
  const run = (over: Partial<PhotoUpload> = {}) => send(upload(over), async () => 'access-1', (count) => confirmed.push(count));
  const arrived = () => server.uploads.get('p1')?.bytes;

  beforeEach(async () => {
    server = new TestServer();
    send = make(await server.start());
    confirmed = [];
  });
  afterEach(() => server.stop());

  test('a photo goes in one request, with its metadata', async () => {
    expect(await run()).toEqual({ kind: 'stored', receipt: null });
    expect(server.paths()).toEqual(['POST /api/uploads']);
    expect(arrived()?.equals(Buffer.from(whole))).toBe(true);
    expect(server.seen[0]!.headers).toMatchObject({ 'upload-length': '300000', 'tus-resumable': '1.0.0', authorization: 'Bearer access-1' });
    expect(confirmed.at(-1)).toBe(300_000);
  });

  test('after a cut it goes on where the server stands', async () => {
    server.cutAfter = 100_000;
    let answer = await run();
    if (answer.kind === 'later') answer = await run({ begun: true });
    expect(answer.kind).toBe('stored');
    expect(arrived()?.equals(Buffer.from(whole))).toBe(true);
    const sent = server.seen.reduce((sum, s) => sum + s.body.length, 0);
    expect(sent).toBe(300_000); // nothing twice
    expect(confirmed).toContain(100_000);
  });

  test('an upload whose answer was lost costs one HEAD', async () => {
    await run();
    server.seen.length = 0;
    expect((await run({ begun: true })).kind).toBe('stored');
    expect(server.paths()).toEqual(['HEAD /api/uploads/p1']);
  });

  test('a wrong whole starts again from nothing, and not for ever', async () => {
    server.damage = 1;
    expect((await run()).kind).toBe('stored');
    expect(arrived()?.equals(Buffer.from(whole))).toBe(true);
    server.uploads.clear();
    server.damage = 99;
    expect(await run()).toMatchObject({ kind: 'later', whole: false });
  });

  test('an upload that the server has lost or put away is created again', async () => {
    expect((await run({ begun: true })).kind).toBe('stored');
    server.uploads.clear();
    server.seen.length = 0;
    let gone = true;
    server.door = (seen) => (seen.method === 'HEAD' && gone ? ((gone = false), refusal(410, 'upload.expired')) : undefined);
    expect((await run({ begun: true })).kind).toBe('stored');
    expect(server.paths()).toEqual(['HEAD /api/uploads/p1', 'POST /api/uploads']);
  });

  test('a photo that the server refuses keeps its code', async () => {
    server.door = () => refusal(422, 'photo.damaged');
    expect(await run()).toEqual({ kind: 'refused', code: 'photo.damaged', arguments: {} });
  });

  test('a photo of an unknown consult is refused, not sent for ever', async () => {
    server.door = () => refusal(404, 'upload.unknown');
    expect(await run()).toMatchObject({ kind: 'refused', code: 'upload.unknown' });
    expect(server.seen.length).toBeLessThan(4);
  });

  test('nobody signed in, a busy server, no server', async () => {
    expect(await send(upload(), async () => null, () => undefined)).toEqual({ kind: 'signed-out' });
    server.door = () => refusal(401, 'auth.signed-out');
    expect(await run()).toEqual({ kind: 'signed-out' });
    server.door = () => ({ status: 503, headers: { 'Retry-After': '7' } });
    expect(await run()).toMatchObject({ kind: 'later', reason: 'server-busy', whole: true, retryAfter: 7000 });
  });

  test('something more urgent interrupts it; what has arrived stays', async () => {
    const controller = new AbortController();
    server.door = () => { controller.abort(); return 'hang-up'; };
    expect(await run({ signal: controller.signal })).toEqual({ kind: 'interrupted' });
  });
}, 20_000);

test('no server at all is "later"', async () => {
  const upload = { photo: 'p', consult: 'c', slot: 's', sha256, bytes: whole, begun: false, signal: new AbortController().signal };
  expect(await sendByFetch(upload, async () => 'x', () => undefined, 'http://127.0.0.1:9')).toMatchObject({ kind: 'later', reason: 'unreachable' });
});

describe('answers', () => {
  const answer = (status: number, body: string, type = 'application/problem+json') =>
    readRefusal({ status, header: (name) => (name === 'Content-Type' ? type : null), text: async () => body });

  test.each<[string, number, string, string, object]>([
    ['our refusal', 422, '{"code":"consent.required"}', 'application/problem+json', { kind: 'refused', code: 'consent.required' }],
    ['a page of a proxy is no refusal', 403, '<html>', 'text/html', { kind: 'later', reason: 'unreachable' }],
    ['JSON without a code is no refusal', 400, '{}', 'application/json', { kind: 'later', reason: 'unreachable' }],
    ['too large, whoever says it', 413, '<html>', 'text/html', { kind: 'refused', code: 'body.too-large' }],
    ['our server failed: others may go', 500, '', '', { kind: 'later', reason: 'server-busy', whole: false }],
    ['a gateway failed: nothing goes', 502, '', '', { kind: 'later', reason: 'unreachable', whole: true }],
    ['not signed in', 401, '', '', { kind: 'signed-out' }],
  ])('%s', async (_, status, body, type, expected) => {
    expect(await answer(status, body, type)).toMatchObject(expected);
  });

  test('Retry-After in seconds or as a date', () => {
    expect(retryAfter('3')).toBe(3000);
    expect(retryAfter('Fri, 20 Nov 2026 10:00:05 GMT', Date.parse('2026-11-20T10:00:00Z'))).toBe(5000);
    expect(retryAfter(null)).toBeNull();
    expect(retryAfter('soon')).toBeNull();
  });
});
