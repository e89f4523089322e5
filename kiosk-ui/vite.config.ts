import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'chrome120',
    // Fonts stay files of their own: they are preloaded and cached.
    assetsInlineLimit: 2048,
  },
  server: {
    // Development against a running agent, which answers only its own origin.
    proxy: { '/api': { target: 'http://127.0.0.1:7311', changeOrigin: true } },
  },
});
