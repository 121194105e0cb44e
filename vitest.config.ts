import { defineConfig } from 'vitest/config';
import { LongestFirst } from './src/testing/longest-first.ts';

const FOLDERS = '{src,projections,devices,simulators,bench,web}';
/** Files that need servers, a browser or processes. */
const INTEGRATION = `${FOLDERS}/**/*.{integration,browser}.test.ts`;

/** The generated code of this client and that of the other one overwrite each other's global names: no file may share its process. */
const APART = 'src/event-store/eventstoredb/testing/fake-server-second-client.integration.test.ts';

export default defineConfig({
  test: {
    // They matter only when something fails, and machines can be slow.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // What is polled for comes at once; the default of one second is nothing on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
    // One more than the two cores that the suite is made for: some tests mostly wait for processes.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Modules are loaded once a process: no file may leave anything behind in them.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'integration',
          include: [INTEGRATION],
          exclude: [APART, '**/node_modules/**'],
          globalSetup: ['src/testing/global-setup.ts'],
        },
      },
      { extends: true, test: { name: 'apart', include: [APART], isolate: true } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${FOLDERS}/**/*.test.ts`],
          exclude: [INTEGRATION, '**/node_modules/**'],
        },
      },
    ],
  },
});
