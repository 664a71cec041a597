import { expect, test } from 'vitest';
import { byName, filesOf, mostFiles } from './dropped';

const file = (name: string) => new File(['x'], name);
const entry = (one: File) => ({ isFile: true, isDirectory: false, file: (found: (f: File) => void) => found(one) });
const folder = (...inside: object[]) => {
  const pages = [inside.slice(0, 2), inside.slice(2), []];
  return { isFile: false, isDirectory: true, createReader: () => ({ readEntries: (found: (e: object[]) => void) => found(pages.shift() ?? []) }) };
};
const drop = (...entries: object[]) => ({ items: entries.map((one) => ({ kind: 'file', webkitGetAsEntry: () => one })) }) as unknown as DataTransfer;

test('files come as the camera numbered them, without what lies around in every folder', () => {
  expect(byName([file('IMG_10.jpg'), file('IMG_9.jpg'), file('.DS_Store'), file('Thumbs.db')]).map((f) => f.name)).toEqual(['IMG_9.jpg', 'IMG_10.jpg']);
  expect(byName(Array.from({ length: mostFiles + 5 }, (_, n) => file(`${n}.jpg`)))).toHaveLength(mostFiles);
});

test('folders are opened to their end', async () => {
  const dropped = drop(entry(file('b.jpg')), folder(entry(file('c.jpg')), folder(entry(file('a.jpg'))), entry(file('d.jpg'))));
  expect((await filesOf(dropped)).map((f) => f.name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
});

test('a drop of words brings nothing', async () => {
  expect(await filesOf({ items: [{ kind: 'string', webkitGetAsEntry: () => null }] } as unknown as DataTransfer)).toEqual([]);
});
