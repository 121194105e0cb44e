import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleArguments } from '../../platform/module-arguments.ts';

const SCRIPT = new URL('../../testing/doomed-process.ts', import.meta.url);

interface End {
  readonly how: NodeJS.Signals | number;
  readonly said: string;
  readonly report: string;
  readonly modes: readonly number[];
}

/** A process that runs and then obeys an order that nothing survives. */
const doom = async (order: string, watchdogSeconds: number): Promise<End> => {
  const folder = await mkdtemp(join(tmpdir(), 'yiwang-doomed-'));
  const orders = join(folder, 'orders');
  const child = spawn(process.execPath, moduleArguments(SCRIPT, folder, String(watchdogSeconds)), {
    env: { ...process.env, YIWANG_CRASH_AT: `order:${orders}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child.stdout, 'data');
  await writeFile(orders, order);
  child.stdout.resume();
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  const reports = join(folder, 'crash-reports');
  const [name] = await readdir(reports);
  const file = join(reports, name!);
  const end = {
    how: signal ?? code!,
    said,
    report: await readFile(file, 'utf8'),
    modes: [(await stat(reports)).mode & 0o777, (await stat(file)).mode & 0o777],
  };
  await rm(folder, { recursive: true, force: true });
  return end;
};

describe('a process in which an error escaped every guard', () => {
  it.each([
    ['throw', 'uncaughtException'],
    ['reject', 'unhandledRejection'],
  ])(
    'C1 the process exits at once, with a crash report that reveals nothing of the data: %s',
    async (order, kind) => {
      const { how, said, report, modes } = await doom(order, 0);
      expect(how).toBe(70);
      expect(JSON.parse(report)).toMatchObject({ kind, error: { name: 'TypeError' }, memory: {} });
      expect(report).toContain('crash-points.');
      expect(said).toContain('uncaught error: yiwang ends');
      for (const text of [report, said]) expect(text).not.toMatch(/13834567890|content/);
      expect(modes).toEqual([0o700, 0o600]);
    },
  );

  it('case 01 a process that spins is ended by its watchdog, which reports where it spun', async () => {
    const { how, said, report, modes } = await doom('spin', 2);
    expect(how).toBe('SIGKILL');
    expect(JSON.parse(report)).toMatchObject({ kind: 'blocked', memory: { rss: expect.any(Number) } });
    expect(report).toContain('spinForEver');
    expect(said).toContain('the watchdog ends yiwang');
    expect(modes).toEqual([0o700, 0o600]);
  });
});
