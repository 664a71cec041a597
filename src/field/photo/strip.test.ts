import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recognise } from '../shared/format';
import { canonical, strip } from './strip';
import { PhotoRefusal } from './structure';

interface Vector {
  readonly name: string;
  readonly format?: string;
  readonly inputBase64: string;
  readonly outputBase64: string | null;
  readonly code: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

const root = join(import.meta.dirname, '../../..');
const read = (kind: string) => JSON.parse(readFileSync(join(root, `tests/Vectors/${kind}.json`), 'utf8')) as Vector[];
const vectors = read('jpeg');
const all = ['jpeg', 'png', 'webp', 'formats'].flatMap((kind) => read(kind).map((vector) => [`${kind}: ${vector.name}`, vector] as const));
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function codeOf(input: Uint8Array): string {
  try {
    strip(input);
    return 'accepted';
  } catch (e) {
    if (e instanceof PhotoRefusal) return e.code;
    throw e;
  }
}

/** A generator of its own, so that a failure comes again: mulberry32. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('the canonical photo, as the server makes it', () => {
  test.each(all)('%s', (_, vector) => {
    const input = bytesOf(vector.inputBase64);
    if (vector.code) {
      expect(codeOf(input)).toBe(vector.code);
      expect(recognise(input)).toBe(vector.code === 'photo.not-jpeg' ? vector.format ?? null : recognise(input));
      return;
    }
    const out = strip(input);
    expect([base64Of(out.bytes), out.width, out.height]).toEqual([vector.outputBase64, vector.width, vector.height]);
    expect(base64Of(strip(out.bytes).bytes)).toBe(vector.outputBase64);
  });

  test('metadata thrown in anywhere between segments never reaches the output', () => {
    const next = random(20261120);
    const plain = bytesOf(vectors[0]!.inputBase64);
    const cuts = boundaries(plain);
    for (let round = 0; round < 300; round++) {
      const pieces: number[] = [];
      cuts.forEach((cut, i) => {
        if (next() < 0.5) pieces.push(...noise(next));
        pieces.push(...plain.subarray(cut, cuts[i + 1] ?? plain.length));
      });
      expect(base64Of(strip(Uint8Array.from([0xff, 0xd8, ...pieces])).bytes)).toBe(vectors[0]!.outputBase64);
    }
  });

  test('bytes changed at random are accepted or refused with a code, never anything else', () => {
    const next = random(7);
    const inputs = all.filter(([, v]) => v.outputBase64).map(([, v]) => bytesOf(v.inputBase64));
    for (let round = 0; round < 12_000; round++) {
      const bytes = inputs[round % inputs.length]!.slice();
      for (let i = 0; i < 3; i++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      const cut = bytes.subarray(0, next() < 0.3 ? Math.floor(next() * bytes.length) : bytes.length);
      expect(codeOf(cut)).toMatch(/^(accepted|photo\.[a-z-]+)$/);
    }
  });

  test('cut at any byte, a PNG or WebP is refused unless all of its picture is there', () => {
    for (const kind of ['png', 'webp']) {
      for (const vector of read(kind).filter((v) => v.outputBase64)) {
        const input = bytesOf(vector.inputBase64);
        for (let length = 0; length < input.length; length++) {
          const cut = input.slice(0, length);
          if (codeOf(cut) === 'accepted') expect(base64Of(strip(cut).bytes), `${vector.name} at ${length}`).toBe(vector.outputBase64);
        }
      }
    }
  });

  test('a WebP that has to be turned comes with its turn, for the phone to make it', () => {
    for (const vector of read('webp').filter((v) => v.code === 'photo.webp-turned')) {
      const { turn, bytes } = canonical(bytesOf(vector.inputBase64));
      expect(turn).toBeGreaterThan(1);
      expect(strip(bytes).type).toBe('image/webp');
    }
  });

  test('more than 25 MB is refused', () => {
    const huge = new Uint8Array(26_214_401);
    huge.set([0xff, 0xd8, 0xff]);
    expect(codeOf(huge)).toBe('photo.too-large');
  });
});

/** Where segments begin in a plain picture, up to its first scan. */
function boundaries(jpeg: Uint8Array): number[] {
  const cuts = [2];
  for (let at = 2; jpeg[at + 1] !== 0xda; cuts.push(at)) at += 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
  return cuts;
}

/** A segment that must vanish: any APPn or comment that says nothing about colour or orientation. */
function noise(next: () => number): number[] {
  const codes = [0xe1, 0xe2, 0xe3, 0xe5, 0xec, 0xed, 0xef, 0xfe];
  const payload = Array.from({ length: Math.floor(next() * 40) }, () => Math.floor(next() * 256));
  return [0xff, codes[Math.floor(next() * codes.length)]!, 0, payload.length + 2, ...payload];
}

/** Real photos, where they lie beside the project. */
const corpus = process.env['TELECONSULT_CORPUS'] ?? join(root, '../shared/data');
const folders = ['clinical', 'exif', 'formats', 'hostile'].map((f) => join(corpus, f)).filter(existsSync);
const photos = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name)));

describe.skipIf(photos.length === 0)('real photos', () => {
  test('real and hostile files: stripped once or twice, the bytes are the same, and no metadata block is left', () => {
    const kinds = new Map<string, number>();
    for (const file of photos) {
      const input = new Uint8Array(readFileSync(file));
      const code = codeOf(input);
      expect(code, file).toMatch(/^(accepted|photo\.[a-z-]+)$/);
      if (code !== 'accepted') continue;
      kinds.set(strip(input).type, (kinds.get(strip(input).type) ?? 0) + 1);
      const { bytes } = strip(input);
      expect(base64Of(strip(bytes).bytes), file).toBe(base64Of(bytes));
      const text = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
      expect(/ns\.adobe\.com|GPS|Photoshop|Canon|NIKON/.test(text), file).toBe(false);
    }
    expect([...kinds.keys()].sort()).toEqual(['image/jpeg', 'image/png', 'image/webp']);
  }, 60_000);
});
