import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../event-store/eventstoredb/testing/fake-server.ts';
import { cliArguments } from '../platform/module-arguments.ts';

let server: FakeServer;
let folder: string;
beforeAll(async () => {
  server = await startFakeServer();
  folder = await mkdtemp(join(tmpdir(), 'yiwang-esdb-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const yiwang = (args: readonly string[], dataDir: string, extra: NodeJS.ProcessEnv = {}) =>
  promisify(execFile)(process.execPath, cliArguments(...args), {
    env: { ...process.env, YIWANG_DATA_DIR: dataDir, YIWANG_HTTP_PORT: '0', YIWANG_MQTT_PORT: '0', ...extra },
  });

describe('with the log in EventStoreDB (the fake server)', () => {
  it('the demo plays its scenario, every read model can be rebuilt, and another store is refused', async () => {
    const eventStore = { EVENT_STORE_URL: server.url };
    await yiwang(['demo', '--once', '--exposed'], folder, eventStore);
    const report = JSON.parse(await readFile(join(folder, 'demo-report.json'), 'utf8'));
    expect(report).toMatchObject({ missing: 0, doubled: 0 });
    expect(report.casesClosed).toBeGreaterThanOrEqual(1);
    // The events are there, and nowhere else.
    expect(server.log.records.filter(({ type }) => type === 'CaseClosed')).toHaveLength(report.casesClosed);

    const data = join(folder, 'demo-once');
    const rebuilt = await yiwang(['projections', 'rebuild', '--all'], data, eventStore);
    expect(rebuilt.stdout).toMatch(/read models 100 %/);
    const list = await yiwang(['projections', 'list'], data, eventStore);
    expect(list.stdout).toMatch(/case-list@\d+\s+at C:\d+\/P:\d+, \d+ bytes behind/);

    // The same database with the log in PostgreSQL would mix two histories.
    const mixed = yiwang(['start'], data);
    await expect(mixed).rejects.toMatchObject({ stderr: expect.stringContaining('EVENT_STORE_URL') });
  }, 480_000);
});
