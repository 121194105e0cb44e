import { describe, expect, it } from 'vitest';
import { fuzzFiles } from './fuzz-files.ts';
import { FILE_TARGETS } from './targets.ts';

describe('damaged files', () => {
  it('of every kind crash no worker, make no parser throw, and take little time', async () => {
    const faults: string[] = [];
    const result = await fuzzFiles({
      targets: FILE_TARGETS,
      files: 200,
      seed: 7,
      workers: 1,
      timeLimitMs: 30_000,
      onFault: (target, reason, detail, file) =>
        faults.push(`${target}: ${reason} (${detail}) ${file.toString('hex')}`),
    });
    expect(faults).toEqual([]);
    expect(result).toMatchObject({ files: 200 * FILE_TARGETS.length, crashes: 0, timeouts: 0 });
  });
});
