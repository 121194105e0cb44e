import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { startDiskGuard } from './disk-guard.ts';
import { silentLogger } from './logger.ts';

it('the disk guard uses the folder with the least free space', async () => {
  // proc(5) has no free space at all.
  const guard = await startDiskGuard([tmpdir(), '/proc'], 1, silentLogger);
  expect((await statfs(tmpdir())).bavail).toBeGreaterThan(0);
  expect(guard.freeBytes()).toBe(0);
  expect(guard.isLow()).toBe(true);
  await guard.stop();
});
