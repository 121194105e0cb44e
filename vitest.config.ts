import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,projections,devices,simulators,bench,web}/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
