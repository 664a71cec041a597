import names from 'virtual:intake/names';
import type { Template } from './template';

const base = 'https://teleconsult.example/Questionnaire/';
const cache = new Map<string, Promise<Template>>();

/** "general-dermatology" and "1.0.0" of a file's name. */
function parts(file: string): { name: string; version: string } {
  const dash = file.lastIndexOf('-');
  return { name: file.slice(0, dash), version: file.slice(dash + 1) };
}

/** The newest version of each questionnaire of this build. */
export const templateList: readonly { readonly name: string; readonly canonical: string }[] = (() => {
  const newest = new Map<string, string>();
  for (const file of names) {
    const { name, version } = parts(file);
    const known = newest.get(name);
    if (!known || version.localeCompare(known, 'en', { numeric: true }) > 0) newest.set(name, version);
  }
  return [...newest].map(([name, version]) => ({ name, canonical: `${base}${name}|${version}` }));
})();

/** The same as a network uses them: without those that are switched off, and in the version that it has chosen where this build knows it. */
export const usedTemplates = (uses: Readonly<Record<string, { readonly off: boolean; readonly version: string | null }>> = {}): typeof templateList =>
  templateList.filter(({ name }) => !uses[name]?.off).map((one) => {
    const version = uses[one.name]?.version;
    return version && names.includes(`${one.name}-${version}`) ? { ...one, canonical: `${base}${one.name}|${version}` } : one;
  });

/** Loads a questionnaire by its canonical with version; old answers are read with the version they were given to. */
export function loadTemplate(canonical: string, language = 'en'): Promise<Template> {
  const key = `${canonical} ${language}`;
  const known = cache.get(key);
  if (known) return known;
  const file = canonical.replace(base, '').replace('|', '-');
  if (!names.includes(file)) return Promise.reject(new Error(`no questionnaire ${canonical} in this version of the app`));
  const template = import('./library').then(async ({ loaders, readTemplate }) => readTemplate((await (loaders[`${file}/${language}`] ?? loaders[`${file}/en`])!()).default, language));
  cache.set(key, template);
  template.catch(() => cache.delete(key)); // a chunk that could not be fetched may come the next time
  return template;
}
