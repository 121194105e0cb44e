import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { moduleArguments } from '../src/platform/module-arguments.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yiwang-simulate-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

const simulate = (...args: readonly string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      moduleArguments(new URL('./simulate.ts', import.meta.url), ...args),
      { env: { ...process.env, YIWANG_DATA_DIR: dataDir, YIWANG_LOG_LEVEL: 'error' } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once('exit', (code) => resolve({ code, output }));
  });

it('plays a small province on a separate product: nothing is missing, nothing is duplicated', async () => {
  const { code, output } = await simulate(
    ...['--devices', '200', '--minutes', '0.1', '--rate', '200', '--connections', '40', '--bad-share', '0.2'],
  );
  expect(output).toContain('200 devices: 40 connected themselves over MQTT');
  expect(output).toContain('Nothing that was acknowledged is missing, and nothing is doubled.');
  expect(code).toBe(0);
  const report = JSON.parse(await readFile(join(dataDir, 'simulate-report.json'), 'utf8'));
  expect(report).toMatchObject({
    missing: 0,
    doubled: 0,
    unacknowledged: 0,
    rejectedDistinct: expect.any(Number),
  });
  expect(report.sentDistinct).toBe(report.storedDistinct + report.rejectedDistinct);
  expect(report.rejectedDistinct).toBe(report.badBehaviour.messages.malformed);
  expect(report.acknowledgedDistinct).toBeGreaterThan(600);
  expect(report.seconds).toBeGreaterThan(0);
  for (const standard of ['hj212', 'sl651']) expect(output).toContain(standard);
  expect(Object.keys(report.families)).toEqual(
    expect.arrayContaining(['environmental', 'hydrological', 'video-analytics']),
  );
  // Neither the data nor the ledgers are left.
  expect(await readdir(dataDir)).toEqual(['simulate-report.json']);
}, 120_000);

it('lists the known families', async () => {
  expect(await simulate('--family', 'aquatic')).toMatchObject({
    code: 2,
    output: expect.stringContaining('unknown family aquatic; known are environmental'),
  });
}, 60_000);
