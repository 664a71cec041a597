import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const webRoot = resolve(import.meta.dirname, '../../../wwwroot');
export const outDir = join(webRoot, 'field');

/** The parts of the word catalogue that this face shows; the console's own part stays out. */
const parts = ['common', 'refusal', 'field', 'intake', 'forms', 'eyes', 'tray', 'emergency', 'ladder', 'channels', 'reply', 'referral', 'own-figures', 'photo-marks', 'coach', 'cost', 'close', 'digest'];

/**
 * What only screens say that come later themselves: a chunk of its own, which is no part of the first load. By the first part of a key, whatever file it
 * stands in. The build fails where the shell says one of them.
 */
const late = new Set((
  'advice alert amend another camera cannot case close coach conflict consent cost data device digest drop eye figures followUp form intake isbar ladder lastTime live mark notOk notTaken patientView photos '
  + 'presence push question readBack recorded referral review score settings soon thread tray'
).split(' '));
const lateFiles = new Set(['forms']);
const isLate = (part: string, key: string) => lateFiles.has(part) || late.has(key.split('.')[0]!);

const plural = /\.(zero|one|two|few|many|other)$/;

const isFolder = (path: string) => existsSync(path) && readdirSync(path).length > 0;

/** Answers imports of `<prefix>` and `<prefix>/<name>` with modules made from files outside this folder. */
function virtual(prefix: string, index: () => string, one: (name: string, watch: (file: string) => void) => string): Plugin {
  return {
    name: prefix,
    resolveId: (source) => (source === prefix || source.startsWith(`${prefix}/`) ? `\0${source}` : undefined),
    load(resolved) {
      if (resolved === `\0${prefix}`) return index();
      if (resolved.startsWith(`\0${prefix}/`)) return one(resolved.slice(prefix.length + 2), (file) => this.addWatchFile(file));
      return undefined;
    },
  };
}

const loaders = (prefix: string, names: readonly string[]) =>
  `export const loaders = {${names.map((n) => `${JSON.stringify(n)}: () => import(${JSON.stringify(`${prefix}/${n}`)})`).join(',')}};`;

/** `virtual:words`: one chunk a language, so that a phone loads the one it shows. */
export function words(): Plugin {
  const root = join(webRoot, 'words');
  const languages = () => readdirSync(root, { withFileTypes: true }).filter((d) => d.isDirectory() && isFolder(join(root, d.name))).map((d) => d.name);
  const entries = () => JSON.parse(readFileSync(join(root, 'languages.json'), 'utf8')) as Record<string, { readonly name: string; readonly dir: string; readonly original: boolean; readonly clinicalReview: unknown }>;
  const about = () => `export const about = ${JSON.stringify(Object.fromEntries(Object.entries(entries()).map(([tag, { name, dir, original, clinicalReview }]) => [tag, { name, dir, original, clinicalReview }])))};`;
  const more = () => `export const more = {${languages().map((tag) => `${JSON.stringify(tag)}: () => import(${JSON.stringify(`virtual:words/${tag}-later`)})`).join(',')}};`;
  const read = (language: string, part: string, watch: (file: string) => void = () => undefined): [string, string][] => {
    const file = join(root, language, `${part}.json`);
    if (!existsSync(file)) return [];
    watch(file);
    return Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  };
  /** The language's words; where it lacks one the original's, set apart (U+2066, U+2069) where that runs the other way. */
  const filled = (language: string, part: string, watch: (file: string) => void): [string, string][] => {
    const [own, original] = [read(language, part, watch), read('en', part, watch)];
    const [has, all] = [new Set(own.map(([key]) => key)), new Set(original.map(([key]) => key))];
    // A language's own plural forms stand for the original's two.
    const lacks = (key: string) => !has.has(key) && !(all.has(key.replace(plural, '.one')) && has.has(key.replace(plural, '.other')));
    const apart = entries()[language]?.dir === 'rtl' ? (text: string) => text && `\u2066${text}\u2069` : (text: string) => text;
    return [...own, ...original.filter(([key]) => lacks(key)).map(([key, text]): [string, string] => [key, apart(text)])];
  };
  return {
    ...virtual('virtual:words', () => `${loaders('virtual:words', languages())}${more()}${about()}`, (name, watch) => {
      const language = name.replace(/-later$/, '');
      const merged = Object.fromEntries(parts.flatMap((part) => filled(language, part, watch).filter(([key]) => isLate(part, key) === (name !== language))));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(merged))});`;
    }),
    generateBundle(_options, bundle) {
      const code = Object.values(bundle).map((file) => (file.type === 'chunk' && file.name === 'shell' ? file.code : '')).join('');
      const said = parts.flatMap((part) => read('en', part).map(([key]) => key).filter((key) => isLate(part, key)))
        .map((key) => key.replace(/\.(one|other)$/, '')).filter((key) => [`\`${key}\``, `"${key}"`, `'${key}'`].some((literal) => code.includes(literal)));
      if (said.length > 0) this.error(`The shell says words that come later: ${[...new Set(said)].join(', ')}`);
    },
  };
}

/**
 * `virtual:intake`: one chunk a questionnaire file and language, loaded when a case is started or shown: a phone pays for one translation, not for all that
 * the file has. `virtual:intake/names`: their names alone, for the shell.
 */
export function intake(): Plugin {
  const root = join(webRoot, 'intake');
  const names = () => readdirSync(root).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5));
  const tags = Object.keys(JSON.parse(readFileSync(join(webRoot, 'words', 'languages.json'), 'utf8')) as object);
  return virtual('virtual:intake', () => loaders('virtual:intake', names().flatMap((name) => tags.map((tag) => `${name}/${tag}`))), (name, watch) => {
    if (name === 'names') return `export default ${JSON.stringify(names())};`;
    const [form, language] = name.split('/') as [string, string];
    const file = join(root, `${form}.json`);
    watch(file);
    return `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => inOne(value, language))))});`;
  });
}

/** A part of a questionnaire without translations to other languages. */
function inOne(value: unknown, language: string): unknown {
  if (!Array.isArray(value)) return value;
  return value.filter((one: { url?: string; extension?: readonly { url: string; valueCode?: string }[] } | null) =>
    !one?.url?.endsWith('/translation') || (one.extension ?? []).some((part) => part.url === 'lang' && part.valueCode === language));
}

/** `virtual:coach`: how each photo is taken, and what the phone looks at. Beside the questionnaires, since the network's clinicians may change it. */
export function coach(): Plugin {
  const file = join(webRoot, 'coach', 'photos.json');
  return virtual('virtual:coach', () => `export default ${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))};`, () => '');
}

/** `virtual:precache` for the service worker: what the app build just wrote, and a version made of its content. */
export function precache(): Plugin {
  return {
    name: 'virtual:precache',
    applyToEnvironment: (environment) => environment.name === 'sw',
    resolveId: (source) => (source === 'virtual:precache' ? '\0virtual:precache' : undefined),
    load(resolved) {
      if (resolved !== '\0virtual:precache') return undefined;
      const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
        .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1).replaceAll('\\', '/'))
        .sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(outDir, file)));
      const urls = files.map((file) => (file === 'index.html' ? './' : file));
      return `export const version = ${JSON.stringify(hash.digest('hex').slice(0, 16))};\nexport const urls = ${JSON.stringify(urls)};`;
    },
  };
}

/** A chunk of one language is called so, that the host and the service worker can tell which language is asked for. */
export function chunkName(chunk: { readonly facadeModuleId?: string | null; readonly name: string }): string {
  if (chunk.facadeModuleId?.startsWith('\0virtual:words/')) return `words-${chunk.name}`;
  const form = /^\0virtual:intake\/(.+)\/(\w+)$/.exec(chunk.facadeModuleId ?? '');
  return form ? `form-${form[2]}-${form[1]}` : chunk.name;
}

type Graph = { getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null };

/** Names the chunk of what the entry needs at once, through static imports alone; everything else is split as usual. */
export function shell(id: string, graph: Graph, passed = new Set<string>()): string | null {
  const found = graph.getModuleInfo(id);
  if (!found || passed.has(id)) return null;
  passed.add(id);
  return found.isEntry || found.importers.some((importer) => shell(importer, graph, passed) !== null) ? 'shell' : null;
}
