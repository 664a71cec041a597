import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../../../wwwroot/styles/tokens.css'), 'utf8');
const colours = (block: string) => Object.fromEntries([...block.matchAll(/--color-([a-z-]+):\s*(#[0-9a-f]{3,6})/g)].map(([, name, value]) => [name!, value!]));
const [media, chosen] = [css.indexOf('@media (prefers-color-scheme: dark)'), css.indexOf(':root[data-theme="dark"]')];
const light = colours(css.slice(0, media));
const dark = colours(css.slice(media, chosen));

/** WCAG 2.2 relative luminance and contrast. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const grounds = ['ground', 'surface', 'sunk'];
const words = ['ink', 'ink-quiet', 'accent-ink', 'emergency', 'urgent', 'soon', 'routine', 'ok'];
const soft = ['emergency', 'urgent', 'soon', 'routine', 'ok'];
const pairs: readonly (readonly [string, string])[] = [
  ...words.flatMap((word) => grounds.map((ground) => [word, ground] as const)),
  ...soft.flatMap((tone) => [[tone, `${tone}-soft`], ['ink', `${tone}-soft`], ['ink-quiet', `${tone}-soft`]] as const),
  ['ink', 'accent-soft'], ['ink-quiet', 'accent-soft'], ['accent-ink', 'accent-soft'], ['ink', 'mine'], ['ink-quiet', 'mine'], ['ink', 'theirs'], ['ink-quiet', 'theirs'], ['accent-ink', 'theirs'],
  ['on-accent', 'accent'], ['on-bar', 'bar'], ['on-emergency-fill', 'emergency-fill'], ['on-right', 'right'],
];

describe.each([['light', light], ['dark', { ...light, ...dark }]])('the colours in %s', (_, tokens) => {
  it.each(pairs)('%s is read on %s', (word, ground) => {
    expect(contrast(tokens[word]!, tokens[ground]!)).toBeGreaterThanOrEqual(7);
  });

  it.each(['line-strong', 'accent', 'left', 'right'])('%s shows the edge of what one can press', (edge) => {
    for (const ground of [...grounds, 'accent-soft']) expect(contrast(tokens[edge]!, tokens[ground]!)).toBeGreaterThanOrEqual(4);
  });
});

it('the dark chosen by hand is the dark of the phone', () => {
  expect(colours(css.slice(chosen))).toEqual(dark);
});
