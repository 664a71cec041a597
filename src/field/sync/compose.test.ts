import { expect, test } from 'vitest';
import { amendEntry, anotherEntry, reportEntry } from './compose';

const on = { consult: 'c1', at: '2026-11-20T09:00:00Z', emergency: false };
const bodyOf = (entry: { readonly body: Uint8Array<ArrayBuffer> | null }) => JSON.parse(new TextDecoder().decode(entry.body!)) as Record<string, unknown>;

test('changed answers name the version that they go on from, and wait for the case itself', () => {
  const entry = amendEntry(on, { resourceType: 'QuestionnaireResponse', questionnaire: 'q', status: 'completed' }, 3);
  expect(entry.headers['If-Match']).toBe('"3"');
  expect(entry.headers['Idempotency-Key']).toBe(entry.key);
  expect([entry.method, entry.path, entry.after]).toEqual(['POST', '/api/consults/c1/amendments', 'c1']);
  expect(bodyOf(entry)['answers']).toMatchObject({ questionnaire: 'q' });
});

test('a wish for another specialist may say nothing, and an empty text is none', () => {
  const entry = anotherEntry(on, '', 'fr');
  expect(entry.path).toBe('/api/consults/c1/another');
  expect(bodyOf(entry)).toEqual({ id: entry.key, text: null, language: 'fr' });
});

test('a report leaves none of its words in what the screens see', () => {
  expect(reportEntry(on, 'a1', 'not kind', true, 'en').text).toBeNull();
});
