import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile() && f.name.endsWith(ending)).map((f) => join(f.parentPath, f.name));

/** Attributes whose value is read by people. */
const said = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'aria-description', 'aria-roledescription', 'aria-valuetext']);
/** Words that every language writes alike: what stands on a key (a single letter too), the product's name, a grading's name, units; and tags of languages. */
const alike = new Set(['Teleconsult', 'Esc', 'Enter', 'Ctrl', 'Shift', 'ICDR', 'mm', 'cm', 'en', 'fr', 'sw']);
const strange = (text: string): boolean =>
  (text.replace(/&(\w+|#\d+);/g, ' ').match(/\p{L}[\p{L}’'-]*/gu) ?? []).some((one) => one.length > 1 && !alike.has(one));

interface Node { readonly type: string; readonly [part: string]: unknown }

test('no component of the field app says a word that is not in the catalogue', () => {
  const found: string[] = [];
  for (const file of filesBelow(join(root, 'src/field/app'), '.tsx')) {
    const say = (text: unknown) => { if (typeof text === 'string' && strange(text)) found.push(`${file.slice(root.length + 1)}: ${text.trim()}`); };
    // {late ? 'Words' : t('key')}: what can become text itself; keys within calls cannot.
    const literal = (one: Node): void => {
      if (one.type === 'Literal') say(one['value']);
      else if (one.type === 'TemplateLiteral') for (const part of one['quasis'] as readonly { readonly value: { readonly cooked: string } }[]) say(part.value.cooked);
      else if (one.type === 'ConditionalExpression') { literal(one['consequent'] as Node); literal(one['alternate'] as Node); }
      else if (one.type === 'LogicalExpression' || one.type === 'BinaryExpression') literal(one['right'] as Node);
    };
    const look = (node: Node, parent: Node | null): void => {
      if (node.type === 'JSXText') say(node['value']);
      if (node.type === 'JSXAttribute') {
        const [name, value] = [(node['name'] as Node)['name'] as string, node['value'] as Node | null];
        if (said.has(name) && value) literal(value.type === 'JSXExpressionContainer' ? value['expression'] as Node : value);
      }
      if (node.type === 'JSXExpressionContainer' && parent?.type !== 'JSXAttribute') literal(node['expression'] as Node);
      for (const part of Object.values(node)) {
        for (const child of Array.isArray(part) ? part : [part]) if (child && typeof (child as Node).type === 'string') look(child as Node, node);
      }
    };
    look(parseAst(readFileSync(file, 'utf8'), { lang: 'tsx' }) as unknown as Node, null);
  }
  expect(found).toEqual([]);
});

test('no component of the console says a word that is not in the catalogue', () => {
  const found: string[] = [];
  for (const file of filesBelow(join(root, 'src/Teleconsult.Web/Console'), '.razor')) {
    const whole = readFileSync(file, 'utf8').replace(/@\*[\s\S]*?\*@/g, '');
    const markup = whole.split(/^@code\b/m)[0]!;
    const name = file.slice(root.length + 1);
    for (const [, attribute, value] of markup.matchAll(/\s([\w-]+)="([^"@]*)"/g)) if (said.has(attribute!.toLowerCase()) && strange(value!)) found.push(`${name}: ${attribute}="${value}"`);
    // Between two tags, with neither code nor a brace in it: plain words.
    for (const [, text] of markup.matchAll(/<\/?[a-zA-Z][^<>]*>([^<>@{}();=]+)(?=<)/g)) if (strange(text!)) found.push(`${name}: ${text!.trim()}`);
  }
  expect(found).toEqual([]);
});
