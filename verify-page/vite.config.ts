import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
/** Files whose compressed form stands beside them, for slow lines. */
const compressible = /\.(html|js|css|svg|wasm|webmanifest)$/;

/** What the page needs at its first opening is its shell; what it loads on demand (the scanner) comes after it. */
function listFilesForWorker(): Plugin {
  return {
    name: 'list-files-for-worker',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'index');
        const worker = bundle['service-worker.js'];
        if (entry?.type !== 'chunk' || worker?.type !== 'chunk') throw new Error('an entry is missing');
        const isLazy = (name: string) =>
          /\.wasm$/.test(name) ||
          (name.endsWith('.js') && name !== entry.fileName && !entry.imports.includes(name));
        const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const stable = readdirSync(path.join(root, 'public'));
        const shell = ['/', ...built.filter((name) => !isLazy(name)).map((name) => `/${name}`)];
        const digest = createHash('sha256').update(JSON.stringify(built.toSorted()));
        for (const name of stable) digest.update(readFileSync(path.join(root, 'public', name)));
        const page = bundle['index.html'];
        if (page?.type === 'asset') digest.update(page.source);
        digest.update(worker.code);
        const values: Record<string, unknown> = {
          BUILD_VERSION: digest.digest('hex').slice(0, 16),
          // Whoever installs the page gets its icons with the installation.
          SHELL_FILES: [...shell, ...stable.filter((name) => !/^icon-/.test(name)).map((name) => `/${name}`)],
          LAZY_FILES: built.filter(isLazy).map((name) => `/${name}`),
        };
        for (const [name, value] of Object.entries(values))
          worker.code = worker.code.replaceAll(name, JSON.stringify(value));
        for (const [name, file] of Object.entries(bundle)) {
          if (!compressible.test(name)) continue;
          const source = file.type === 'chunk' ? file.code : file.source;
          // The last percent of a megabyte would take as long as the rest of the build.
          const quality = source.length > 200_000 ? 9 : 11;
          const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
          this.emitFile({
            type: 'asset',
            fileName: `${name}.br`,
            source: brotliCompressSync(source, { params }),
          });
        }
      },
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [listFilesForWorker()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: path.join(root, 'index.html'), 'service-worker': path.join(root, 'service-worker.ts') },
      output: {
        // The worker keeps one address for ever: the browser compares its content to notice an update.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
