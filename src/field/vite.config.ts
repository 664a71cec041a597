import { defineConfig } from 'vite';
import { chunkName, coach, intake, outDir, precache, shell, words } from './build/plugins.ts';

/** Where `npm run dev` finds the host. */
const host = process.env['TELECONSULT_HOST'] ?? 'http://localhost:5080';

export default defineConfig({
  base: '/field/',
  plugins: [words(), intake(), coach(), precache()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __APP_VERSION__: JSON.stringify(process.env['FIELD_VERSION'] ?? 'dev') },
  build: {
    outDir,
    target: 'es2022', // browsers from 2022 on: the oldest phones of the target regions still get such a Chromium
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // data: URLs would ride in every first load, used or not
    reportCompressedSize: false,
  },
  environments: {
    // One file for all that the first screen needs: each further one costs a request and its headers, which compress with nothing.
    client: { build: { emptyOutDir: true, rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: (id, graph) => shell(id, graph) }] },
        chunkFileNames: (chunk) => `assets/${chunkName(chunk)}-[hash].js`,
      },
    } } },
    // Its own build: a classic script in one file, so that every browser with service workers can start it.
    sw: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: { input: 'sw/sw.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments['client']!);
      await builder.build(builder.environments['sw']!); // second: it lists what the first wrote
    },
  },
  server: { proxy: { '/api': host, '/hubs': { target: host, ws: true } } },
});
