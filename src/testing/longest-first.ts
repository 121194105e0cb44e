import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, before the others: one that begins last would leave the other workers idle. The two longest wait for
 * much of their time, so files that need the processor are between them.
 */
const LONGEST = [
  'src/e2e/eventstoredb.integration.test.ts',
  'src/e2e/backup.integration.test.ts',
  'src/event-store/eventstoredb/eventstoredb-event-store.integration.test.ts',
  'src/event-store/postgres/postgres-event-store.integration.test.ts',
  'src/cli/cli.integration.test.ts',
  'src/e2e/faults/faults.integration.test.ts',
  'src/platform/embedded-postgres/embedded-postgres.integration.test.ts',
];

const rank = ({ moduleId, project }: TestSpecification): number => {
  const place = LONGEST.findIndex((file) => moduleId.endsWith(file));
  if (place !== -1) return place;
  // Side by side, since neighbours share a process.
  return project.name === 'unit' ? LONGEST.length + 1 : LONGEST.length;
};

/** The order of the whole run; files of the same rank as vitest would take them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
