import { defineConfig } from 'vitest/config';
import { coach, intake, words } from './build/plugins.ts';

export default defineConfig({
  plugins: [words(), intake(), coach()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'obj/**'],
    environment: 'node',
  },
});
