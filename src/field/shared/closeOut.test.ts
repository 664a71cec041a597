import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { closeOutOf } from './closeOut';

const vectors = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../tests/Vectors/close-out.json'), 'utf8')) as {
  readonly questions: Record<string, { readonly outcomes: string[]; readonly referrals: string[] }>;
  readonly forms: Record<string, string>;
};

test.each(Object.entries(vectors.forms))('%s is closed with the questions of its pathway, as on the server', (template, questions) => {
  const { questions: name, ...answers } = closeOutOf(template);
  expect(name).toBe(questions);
  expect(answers).toEqual(vectors.questions[questions]);
});
