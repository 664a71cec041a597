import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHash } from 'node:crypto';
import { templateList } from '../intake/templates';
import type { Id } from '../shared/model';
import { caseWithSame } from '../app/view/elsewhere';
import { TestServer } from '../test/server';
import type { Field } from './api';
import { createField } from './field';

vi.mock('../upload/tus', () => { throw new Error('not here'); });
vi.mock('@microsoft/signalr', () => { throw new Error('not here'); });

const eyes = templateList.find((one) => one.name === 'diabetic-retinopathy')!.canonical;
let server: TestServer;
let field: Field;

const prepare = async (file: Blob) => {
  const content = new Uint8Array(await file.arrayBuffer());
  if (content.length === 0) throw Object.assign(new Error(), { code: 'photo.empty' });
  return { bytes: content, width: 16, height: 8, preview: 'AAAA', sha256: createHash('sha256').update(content).digest('hex') };
};

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new TestServer();
  field = createField({ host: await server.start(), prepare });
  await field.open();
  await field.signIn('a', 'x');
});
afterEach(async () => {
  await field.signOut();
  await server.stop();
});

async function begun(): Promise<Id> {
  const draft = await field.newDraft(eyes, null);
  await field.changeDraft(draft.id, (d) => ({
    ...d, urgency: 'routine', answers: { question: { values: [{ valueString: 'Retinopathy?' }] } }, consent: { ...d.consent, share: true },
    patient: { ...d.patient, initials: 'T.W.', age: { value: 57, unit: 'a' }, sex: 'male' },
  }));
  return draft.id;
}
const now = (id: Id) => field.cases.value.find((view) => view.id === id)!.case.draft!;
const add = async (id: Id, name: string, words = name) => {
  const result = await field.addToTray(id, new File([words], name, { lastModified: 1 }));
  return result.ok ? result.photo : result.code;
};

describe('many files at once', () => {
  test('lie in the tray without a side, and come to their eyes one by one', async () => {
    const id = await begun();
    const [a, b] = [await add(id, 'IMG_1.jpg'), await add(id, 'IMG_2.jpg')];
    expect(now(id)).toMatchObject({ photos: [], tray: [{ id: a, name: 'IMG_1.jpg', takenAt: '1970-01-01T00:00:00.001Z' }, { id: b }] });
    await field.place(id, a, 'L-mac');
    await field.place(id, b, 'nowhere');
    expect(now(id)).toMatchObject({ photos: [{ id: a, slot: 'L-mac', laterality: 'left' }], tray: [{ id: b }] });
  });

  test('the same picture is taken once; a file that cannot be taken costs nothing', async () => {
    const id = await begun();
    const a = await add(id, 'IMG_1.jpg', 'same');
    expect(await add(id, 'copy.jpg', 'same')).toBe('photo.twice');
    await field.place(id, a, 'R-mac');
    expect(await add(id, 'copy.jpg', 'same')).toBe('photo.twice');
    expect(await add(id, 'empty.jpg', '')).toBe('photo.empty');
    expect(now(id)).toMatchObject({ photos: [{ id: a }], tray: [] });
  });

  test('a picture that another case has already is told, with whose it is', async () => {
    const first = await begun();
    await field.place(first, await add(first, 'IMG_1.jpg', 'same'), 'R-mac');
    const second = await begun();
    await add(second, 'IMG_1.jpg', 'same');
    const sha256 = now(second).tray![0]!.sha256;
    expect(caseWithSame(second, sha256, field.cases.value)?.id).toBe(first);
    expect(caseWithSame(first, sha256, field.cases.value)).toBeNull(); // in a tray it belongs to nobody yet
  });

  test('nothing goes before somebody has looked at the sides, and what has no place never goes', async () => {
    const id = await begun();
    const [a, left] = [await add(id, 'IMG_1.jpg'), await add(id, 'MUSTER_JOHN.jpg')];
    await field.place(id, a, 'R-mac');
    expect(await field.send(now(id))).toMatchObject({ ok: false, problems: [{ kind: 'sides' }] });
    await field.sidesChecked(id);
    await field.place(id, a, 'L-mac');
    expect(await field.send(now(id))).toMatchObject({ ok: false, problems: [{ kind: 'sides' }] });
    await field.sidesChecked(id);
    expect(await field.send(now(id))).toEqual({ ok: true });

    await vi.waitFor(() => expect(server.uploads.size).toBe(1), { timeout: 5000 });
    const sealed = field.cases.value.find((view) => view.id === id)!.case.sealed!;
    expect(sealed.submission.photos).toMatchObject([{ id: a, slot: 'L-mac', laterality: 'left' }]);
    expect(JSON.stringify(sealed)).not.toMatch(/MUSTER|IMG_1/); // a file's name may name the patient
    expect(await field.photoUrl(id, left)).toBeNull();
  });

  test('what is taken out of the tray, or dropped with its draft, leaves nothing behind', async () => {
    const id = await begun();
    const a = await add(id, 'IMG_1.jpg');
    await field.removePhoto(id, a);
    expect(now(id).tray).toEqual([]);
    expect(await add(id, 'IMG_1.jpg')).not.toBe('photo.twice');
    await field.dropDraft(id);
    expect(field.cases.value).toEqual([]);
  });
});
