import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The preview of every screen, for developers and tests; the production build never sees it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { outDir: 'dist', target: 'chrome120', emptyOutDir: true },
});
