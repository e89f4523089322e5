import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are the reference machine: more workers only make timing-sensitive devices flaky.
    maxWorkers: 2,
    pool: 'forks',
  },
});
