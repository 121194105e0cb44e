import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareHistory } from '../../demo/history/compare-history.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import { CRASH_VARIABLE } from '../../platform/crash-points.ts';
import { removeDataFolder } from '../../platform/embedded-postgres/index.ts';
import { cliArguments } from '../../platform/module-arguments.ts';
import { readServerNote } from '../../platform/running-server.ts';

let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-demo-history-'));
});
afterAll(async () => {
  for (const child of running) {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
  await removeDataFolder(join(folder, 'demo'));
  await rm(folder, { recursive: true, force: true });
});

const startDemo = (extra: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, cliArguments('demo', '--days', '1'), {
    env: { ...process.env, YIWANG_DATA_DIR: folder, YIWANG_HTTP_PORT: '0', YIWANG_MQTT_PORT: '0', ...extra },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  const lines: string[] = [];
  const open = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('Desk ')) resolve();
    });
  });
  return { child, lines, open, ended };
};

/** The past in the log: events, cases, and cases that are there twice. */
const pastIn = async (databaseUrl: string) => {
  const sql = connectDatabase({ url: databaseUrl, name: 'test', maxConnections: 1 });
  try {
    const [row] = await sql<{ events: number; cases: number; distinct: number; times: boolean }>`
      select count(*)::int as events, (count(*) filter (where type = 'CaseReported'))::int as cases,
        count(distinct data::jsonb ->> 'caseNumber') filter (where type = 'CaseReported')::int as distinct,
        bool_and(recorded_at <= now()) as times
      from events where meta::jsonb ? 'synthetic'`;
    return row!;
  } finally {
    await sql.end();
  }
};
const databaseUrl = () => readFile(join(folder, 'demo', 'database.url'), 'utf8');

it('a start that dies while the past is written begins again, and a later one goes on with it', {
  timeout: 300_000,
}, async () => {
  await startDemo({ [CRASH_VARIABLE]: 'historyWritten' }).ended;

  const startedFrom = Date.now();
  const whole = startDemo();
  await whole.open;
  const note = await readServerNote(join(folder, 'demo'));
  expect(Date.parse(note!.startedAt)).toBeGreaterThanOrEqual(startedFrom);
  const past = await pastIn(await databaseUrl());
  expect(past.cases).toBeGreaterThan(60);
  expect(past).toMatchObject({ distinct: past.cases, times: true });
  whole.child.kill('SIGINT');
  await whole.ended;

  const again = startDemo();
  await again.open;
  expect(await pastIn(await databaseUrl())).toEqual(past);
  expect(again.lines.join()).not.toContain('past');
  expect((await compareHistory(await databaseUrl())).cases).toBeGreaterThan(past.cases);
});
