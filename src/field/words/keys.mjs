// Writes obj/words/keys.ts: the type of every key of the English catalogue, so that a misspelt key fails the type check.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../../wwwroot/words/en');
const keys = new Map();
for (const part of ['common', 'refusal', 'field', 'intake', 'forms', 'eyes', 'tray', 'emergency', 'ladder', 'channels', 'reply', 'referral', 'own-figures', 'photo-marks', 'coach', 'cost', 'close', 'digest']) {
  const file = path.join(root, `${part}.json`);
  if (!fs.existsSync(file)) continue;
  for (const key of Object.keys(JSON.parse(fs.readFileSync(file, 'utf8')))) {
    if (keys.has(key)) {
      console.log(`field : error FIELD006: the word "${key}" stands in ${keys.get(key)}.json and in ${part}.json`);
      process.exit(1);
    }
    keys.set(key, part);
  }
}
// "days.one" and "days.other" are looked up as "days".
const plural = /\.(zero|one|two|few|many|other)$/;
// A lone ".other" (the answer "Other") is no plural: those come in pairs.
const isPlural = (key) => plural.test(key) && (!key.endsWith('.other') || keys.has(key.replace(plural, '.one')));
const names = [...new Set([...keys.keys()].map((key) => (isPlural(key) ? key.replace(plural, '') : key)))].sort();
const text = `export type WordKey =\n${names.map((name) => `  | ${JSON.stringify(name)}`).join('\n') || '  never'};\n`;

const out = path.resolve(import.meta.dirname, '../obj/words/keys.ts');
fs.mkdirSync(path.dirname(out), { recursive: true });
if (!fs.existsSync(out) || fs.readFileSync(out, 'utf8') !== text) fs.writeFileSync(out, text);
