import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { readAllBytes } from '../attachments/object-store.ts';
import { readConfig } from '../config.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { removeDataFolder } from '../platform/embedded-postgres/index.ts';
import { silentLogger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import { openDatabase } from '../server/core.ts';
import { startServer } from '../server/start-server.ts';
import { runHere, runInProcess } from '../testing/command-line.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';
import { readTableRows, type TableRows } from '../testing/table-rows.ts';

/** A JPEG by its first bytes. */
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 7)]);

let folder: string;
let product: Product;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-backup-'));
  product = await startProduct({ YIWANG_DATA_DIR: join(folder, 'data') });
});
afterAll(async () => {
  await product.stop();
  // As root the databases are outside the folder.
  for (const name of ['middle', 'restored', 'nowhere']) await removeDataFolder(join(folder, name));
  await rm(folder, { recursive: true, force: true });
});

const readModelRows = (sql: Sql): Promise<TableRows> =>
  readTableRows(
    sql,
    createReadModels().flatMap(({ tables }) => tables),
  );

describe('backup and restore', () => {
  it('copy a running server as of one moment, and restore the same server into an empty folder', async () => {
    const secret = await product.addDevice('air-backup', 'air-station');
    const device = await product.connect('air-backup', secret);
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1) {
        const payload = JSON.stringify({ observedAt: Date.now() - 1, values: { pm25: 10 + (n % 50) } });
        await device.publishAsync('yw/v1/air-backup/telemetry', payload, { qos: 1 });
      }
    })();
    const source = { DATABASE_URL: product.database.url, YIWANG_DATA_DIR: join(folder, 'data') };
    const during = await runInProcess(['backup', join(folder, 'during')], source);
    publishing = false;
    await publisher;
    await device.endAsync();
    expect(during).toMatchObject({ code: 0, stdout: expect.stringContaining('master.key is not in it') });

    const worker = await product.signIn('gridWorker');
    const form = new FormData();
    form.append('photo', new Blob([PHOTO], { type: 'image/jpeg' }), 'a.jpg');
    form.append(
      'report',
      JSON.stringify({
        description: '井盖破损',
        location: YINGZE,
      }),
    );
    const reported = await fetch(`${product.baseUrl}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${worker}` },
      body: form,
    });
    expect(reported.status).toBe(201);
    // The rows are those of the backup only if nothing was appended in between but its own record in the audit log.
    const { store } = product.server.core;
    let appended: readonly unknown[];
    let live: TableRows;
    do {
      await product.settle();
      const head = await store.head();
      await rm(join(folder, 'after'), { recursive: true, force: true });
      const backup = await runInProcess(['backup', join(folder, 'after'), '--include-key'], source);
      expect(backup).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^Warning: the backup is not encrypted[^\n]*\n$/),
        stdout: expect.stringContaining('1 attachments'),
      });
      await product.settle();
      live = await readModelRows(product.database.sql);
      appended = await store.readAll({ after: head, limit: 10 });
    } while (appended.length !== 1);

    // What was copied in the middle of it is a whole beginning of the log.
    const middle = { YIWANG_DATA_DIR: join(folder, 'middle'), YIWANG_PG_SHARED_BUFFERS: '64MB' };
    const key = await readFile(join(folder, 'data', 'master.key'), 'utf8');
    expect(await runHere(['restore', join(folder, 'during')], middle)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('wrongKey'),
    });
    const partly = await runInProcess(['restore', join(folder, 'during')], {
      ...middle,
      YIWANG_MASTER_KEY: key.trim(),
    });
    expect(partly).toMatchObject({ code: 0, stdout: expect.stringContaining('the hash chain is intact') });

    const restored = { YIWANG_DATA_DIR: join(folder, 'restored'), YIWANG_PG_SHARED_BUFFERS: '64MB' };
    expect(await runInProcess(['restore', join(folder, 'after')], restored)).toMatchObject({ code: 0 });
    const digest = createHash('sha256').update(PHOTO).digest('hex');
    expect((await stat(join(folder, 'restored', 'master.key'))).mode & 0o777).toBe(0o600);
    const config = readConfig({ ...restored, YIWANG_HTTP_PORT: '0', YIWANG_MQTT_PORT: '0' });
    if (!config.ok) throw new Error(config.problems.join());
    const database = await openDatabase(config.config, silentLogger);
    const server = await startServer({
      config: config.config,
      databaseUrl: database.databaseUrl,
      logger: silentLogger,
    });
    const sql = connectDatabase({ url: database.databaseUrl, name: 'compare', maxConnections: 2 });
    await server.engine.waitFor(await server.core.store.head(), { timeoutMs: 30_000 });
    expect(await readModelRows(sql)).toEqual(live);
    const photo = await server.attachments.store.open(server.core.attachmentIds.of(digest));
    expect((await readAllBytes(photo!)).equals(PHOTO)).toBe(true);
    // Appends continue after the last position, and the earlier session is still valid: the keys are the same.
    const answer = await fetch(`http://127.0.0.1:${server.httpPort}/api/v1/tasks`, {
      headers: { authorization: `Bearer ${worker}` },
    });
    expect(answer.status).toBe(200);
    await sql.end();
    await server.stop();
    await database.close();

    // Not over what is there.
    expect(await runHere(['restore', join(folder, 'after')], restored)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('databaseNotEmpty'),
    });
    expect(await runHere(['backup', join(folder, 'after')], source)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('folderNotEmpty'),
    });
  }, 420_000);

  it('refuse a backup that was altered or not finished', async () => {
    const source = { DATABASE_URL: product.database.url, YIWANG_DATA_DIR: join(folder, 'data') };
    const copy = join(folder, 'altered');
    await runHere(['backup', copy], source);
    const file = join(copy, 'events.copy.gz');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1;
    await writeFile(file, bytes);
    const check = () => runHere(['restore', copy, '--dry-run'], { YIWANG_DATA_DIR: join(folder, 'nowhere') });
    expect(await check()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('events.copy.gz differs from what was written'),
    });
    await rm(join(copy, 'manifest.json'));
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('noBackup') });
  }, 60_000);
});
