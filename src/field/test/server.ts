import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the server has seen. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

type Reply = { status: number; body?: unknown; headers?: Record<string, string>; raw?: string } | 'hang-up';
type Door = (seen: Seen) => Reply | undefined;

interface Stored {
  readonly length: number;
  readonly sha256: string;
  bytes: Buffer;
}

/** A small real server: sign-in, consults, sync and tus, with the troubles that tests ask for. */
export class TestServer {
  readonly seen: Seen[] = [];
  readonly uploads = new Map<string, Stored>();
  /** Asked first; undefined means the usual answer. */
  door: Door = () => undefined;
  /** Cuts the next upload after so many of its bytes. */
  cutAfter: number | null = null;
  /** Damages the next whole. */
  damage = 0;
  access = 'access-1';
  refresh = 'refresh-1';
  expiresIn = 3600;
  readonly me = { id: 'user-1', name: 'Amina', userName: 'community.worker', roles: ['requester'], facility: null, network: {}, services: [], targets: {}, serverTime: '' };
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #generation = 1;

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  paths(): string[] {
    return this.seen.map((s) => `${s.method} ${s.path}`);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const isUpload = path.startsWith('/api/uploads');
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (isUpload && this.cutAfter !== null && size >= this.cutAfter) {
          const kept = Buffer.concat(chunks).subarray(0, this.cutAfter);
          this.cutAfter = null;
          this.#keep(request, kept);
          this.seen.push({ method: request.method!, path, headers: request.headers, body: kept });
          request.socket.destroy();
          return;
        }
      }
    } catch {
      return;
    }
    const seen: Seen = { method: request.method!, path, headers: request.headers, body: Buffer.concat(chunks) };
    this.seen.push(seen);
    this.#answer(response, this.door(seen) ?? this.#usual(seen, request));
  }

  #answer(response: ServerResponse, reply: Reply): void {
    if (reply === 'hang-up') return void response.socket?.destroy();
    const type = reply.status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(reply.status, { ...(reply.body === undefined ? {} : { 'Content-Type': type }), ...reply.headers });
    response.end(reply.raw ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body)));
  }

  #usual(seen: Seen, request: IncomingMessage): Reply {
    const { method, path } = seen;
    if (path === '/api/auth/login') return { status: 200, body: this.#tokens() };
    if (path === '/api/auth/refresh') {
      const { refreshToken } = JSON.parse(seen.body.toString()) as { refreshToken: string };
      if (refreshToken !== this.refresh) return refusal(401, 'auth.signed-out');
      this.#generation++;
      this.access = `access-${this.#generation}`;
      this.refresh = `refresh-${this.#generation}`;
      return { status: 200, body: this.#tokens() };
    }
    if (seen.headers['authorization'] !== `Bearer ${this.access}`) return refusal(401, 'auth.signed-out');
    if (path === '/api/me') return { status: 200, body: this.me };
    if (path.startsWith('/api/uploads')) return this.#tus(seen, request);
    const consult = /^\/api\/consults\/([^/]+)$/.exec(path);
    if (method === 'PUT' && consult) {
      return { status: 200, body: { id: consult[1], number: 7, receivedAt: '2026-11-20T10:00:00Z', version: 1, contentVersion: 1, nextStep: null } };
    }
    if (path.startsWith('/api/sync')) return { status: 200, body: page({}) };
    return { status: 200, body: { version: 2 } };
  }

  #tus(seen: Seen, request: IncomingMessage): Reply {
    if (seen.method === 'POST') {
      this.#keep(request, seen.body);
      const id = metadata(seen).photo!;
      return this.#whole(id, 201, { Location: `/api/uploads/${id}` });
    }
    const id = seen.path.slice('/api/uploads/'.length);
    const stored = this.uploads.get(id);
    if (!stored) return refusal(404, 'upload.unknown');
    if (seen.method === 'HEAD') return { status: 200, headers: { 'Upload-Offset': `${stored.bytes.length}`, 'Upload-Length': `${stored.length}`, 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' } };
    if (Number(seen.headers['upload-offset']) !== stored.bytes.length) return refusal(409, 'upload.wrong-offset');
    this.#keep(request, seen.body);
    return this.#whole(id, 204, {});
  }

  #whole(id: string, status: number, headers: Record<string, string>): Reply {
    const stored = this.uploads.get(id)!;
    if (stored.bytes.length === stored.length && this.damage > 0) {
      this.damage--;
      stored.bytes = Buffer.alloc(0);
      return refusal(460, 'upload.checksum');
    }
    if (stored.bytes.length === stored.length && createHash('sha256').update(stored.bytes).digest('hex') !== stored.sha256) {
      stored.bytes = Buffer.alloc(0);
      return refusal(460, 'upload.checksum');
    }
    return { status, headers: { ...headers, 'Upload-Offset': `${stored.bytes.length}`, 'Tus-Resumable': '1.0.0' } };
  }

  #keep(request: IncomingMessage, bytes: Buffer): void {
    const path = request.url!;
    if (request.method === 'POST') {
      const told = metadata({ headers: request.headers } as Seen);
      // Repeating a creation is harmless: what has arrived stays.
      if (!this.uploads.has(told.photo!)) this.uploads.set(told.photo!, { length: Number(request.headers['upload-length']), sha256: told.sha256!, bytes });
    } else if (request.method === 'PATCH') {
      const stored = this.uploads.get(path.slice('/api/uploads/'.length));
      if (stored) stored.bytes = Buffer.concat([stored.bytes, bytes]);
    }
  }

  #tokens() {
    return { accessToken: this.access, refreshToken: this.refresh, expiresIn: this.expiresIn };
  }
}

export const refusal = (status: number, code: string, args?: object): Reply => ({ status, body: { status, code, ...(args ? { arguments: args } : {}) } });

export const page = (over: object) => ({
  cursor: 'c1', more: false, snapshot: false, serverTime: '2026-11-20T10:00:00Z', notices: [], consults: [], removed: [], patients: [], ...over,
});

const metadata = (seen: Seen): Record<string, string> =>
  Object.fromEntries(String(seen.headers['upload-metadata']).split(',').map((pair) => {
    const [name, value] = pair.split(' ');
    return [name!, Buffer.from(value!, 'base64').toString()];
  }));
