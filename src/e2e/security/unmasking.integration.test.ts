import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpegOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import { makeBackup } from '../../backup/backup.ts';
import { loadMasterKey } from '../../platform/master-key.ts';
import { PROCESS_NAMES } from '../../processes/names.ts';
import { runHere } from '../../testing/command-line.ts';
import { dumpOf } from '../../testing/dump.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/* Who may see a petitioner unmasked, that every disclosure is logged, and that a person can be erased. */

const PHONE = '13912345678';
const OTHER_PHONE = '15012345678';
const NAME = '李四光';
const TEXT = `报警人${NAME}，电话${PHONE}`;
const LOOK = { purpose: 'callBack', reason: '回访处置结果' };

let product: Product;
let acceptor: string;
let administrator: string;
let auditor: string;
let caseId: string;

const call = (token: string, method: string, path: string, body?: unknown) =>
  product.call(token, method, `/api/v1${path}`, body);

const report = async (phone: string, name = NAME) => {
  const answer = await call(acceptor, 'POST', '/cases', {
    source: 'acceptor',
    description: `报警人${name}，电话${phone}，路面塌陷`,
    location: { ...YINGZE, address: '迎泽大街' },
    petitioner: { name, phone },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.caseId as string;
};
/** A case of a petitioner with a unique photo. */
const reportWithPhoto = async (seed: number) => {
  const form = new FormData();
  const bytes = Uint8Array.from([...jpegOf(SAMPLE_EXIF), seed]);
  form.append('photo', new Blob([bytes], { type: 'image/jpeg' }), 'a.jpg');
  const headers = { authorization: `Bearer ${acceptor}` };
  const uploads = `${product.baseUrl}/api/v1/attachments`;
  const uploaded = await fetch(uploads, { method: 'POST', headers, body: form });
  const { items } = (await uploaded.json()) as { items: { digest: string }[] };
  const { digest } = items[0]!;
  const reported = await call(acceptor, 'POST', '/cases', {
    source: 'acceptor',
    description: '路面塌陷',
    location: YINGZE,
    petitioner: { name: NAME, phone: `1530000${String(seed).padStart(4, '0')}` },
    photos: [digest],
  });
  const photographed = reported.body.caseId as string;
  await product.settle();
  const path = `${product.baseUrl}/api/v1/cases/${photographed}/attachments/${digest}`;
  return { photographed, download: () => fetch(path, { headers }) };
};
const disclose = (token: string, of = caseId) => call(token, 'POST', `/cases/${of}/disclosure`, LOOK);
const looks = async (action: string) =>
  (await call(auditor, 'GET', `/audit-log?action=${action}`)).body.items;

beforeAll(async () => {
  product = await startProduct();
  [acceptor, administrator] = [await product.signIn('acceptor'), await product.signIn('administrator')];
  auditor = await product.signIn('auditAdministrator');
  caseId = await report(PHONE);
  await product.settle();
});
afterAll(() => product?.stop());

describe('unmasking', () => {
  it('M8 the person who has to call back sees name and number, and the disclosure is logged before the answer', async () => {
    const answer = await disclose(acceptor);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.body).toMatchObject({ petitioner: { name: NAME, phone: PHONE }, erased: false });
    expect(answer.body.texts).toMatchObject([
      { version: 1, type: 'CaseReported', field: 'description', text: `${TEXT}，路面塌陷` },
    ]);
    await product.settle();
    const [look] = await looks('unmask');
    expect(look).toMatchObject({
      outcome: 'done',
      object: { kind: 'case', id: caseId },
      purpose: 'callBack: 回访处置结果',
    });
    expect(look!.actor).toMatch(/^user:/);
  });

  it('M8 a disclosure without a purpose is refused', async () => {
    for (const body of [
      {},
      { purpose: 'callBack' },
      { purpose: 'curiosity', reason: '看看' },
      { ...LOOK, reason: ' ' },
    ])
      expect((await call(acceptor, 'POST', `/cases/${caseId}/disclosure`, body)).status).toBe(400);
  });

  it('M8 nobody else sees name and number, and a refused disclosure is in the log', async () => {
    const strangers = await Promise.all([
      product.signIn('gridWorker'),
      product.signIn('shiftLeader'),
      product.signIn('leader'),
      product.signIn('administrator'),
    ]);
    for (const token of strangers) {
      const answer = await disclose(token);
      expect([403, 404]).toContain(answer.status);
      expect(JSON.stringify(answer.body)).not.toContain(PHONE);
    }
    const elsewhere = await disclose(await product.signIn('acceptor', '1402'));
    expect([403, 404]).toContain(elsewhere.status);
    // A refused act does not wait for its record.
    await expect
      .poll(async () => (await looks('unmask')).filter(({ outcome }) => outcome === 'refused').length)
      .toBeGreaterThanOrEqual(2);
  });

  it('M8 cases are found by number by people who may see it, never in a URL', async () => {
    const body = { number: `+86 ${PHONE.slice(0, 3)}-${PHONE.slice(3, 7)}-${PHONE.slice(7)}`, ...LOOK };
    const found = await call(acceptor, 'POST', '/cases/search-by-number', body);
    expect(found.body.items.map((item) => item.caseId)).toEqual([caseId]);
    expect(JSON.stringify(found.body)).not.toContain(PHONE);
    const elsewhere = await product.signIn('acceptor', '1402');
    expect((await call(elsewhere, 'POST', '/cases/search-by-number', body)).body.items).toEqual([]);
    const leader = await product.signIn('leader');
    expect((await call(leader, 'POST', '/cases/search-by-number', body)).status).toBe(403);
    expect((await looks('searchPerson'))[0]).toMatchObject({ outcome: 'done', purpose: expect.any(String) });
    const dump = await dumpOf(product.database.sql);
    for (const secret of [PHONE, NAME]) expect(dump).not.toContain(secret);
  });

  it('M8 the grid worker who has the task can see the number until the task is done', async () => {
    const name = `worker-${randomBytes(3).toString('hex')}`;
    await product.addUser(name, 'gridWorker', '140106');
    await product.settle();
    const session = await product.call(undefined, 'POST', '/api/v1/session', {
      name,
      password: 'a-Long-password-1',
    });
    const [worker, workerId] = [
      session.body.token as string,
      (session.body.user as { userId: string }).userId,
    ];
    expect([403, 404]).toContain((await disclose(worker)).status);
    const sent = await call(acceptor, 'POST', `/cases/${caseId}/verify-tasks`, {
      executorId: workerId,
      opinion: '请核实',
    });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    await product.settle();
    const answer = await disclose(worker);
    expect(answer.body).toMatchObject({ petitioner: { name: NAME, phone: PHONE } });
  });
});

describe('erasure', () => {
  const erase = (token: string, who: unknown, dryRun = false) =>
    call(token, 'POST', '/persons/erasure', { who, reason: `本人${PHONE}申请删除`, dryRun });

  it('M8 a dry run lists whom it would erase and erases nobody', async () => {
    const answer = await erase(administrator, { number: PHONE }, true);
    expect(answer.body).toEqual({ dryRun: true, persons: [{ personId: `petitioner-${caseId}`, caseId }] });
    expect((await disclose(acceptor)).body).toMatchObject({ petitioner: { phone: PHONE } });
    expect((await erase(acceptor, { number: PHONE })).status).toBe(403);
  });

  it('M8 an erased person’s data can be opened by nobody and found by nothing, and the chain still verifies', async () => {
    const kept = await report(OTHER_PHONE, '王二小');
    await product.settle();
    const answer = await erase(administrator, { number: PHONE });
    expect(answer.body).toMatchObject({ dryRun: false, persons: [{ caseId }] });
    await product.settle();
    expect((await disclose(acceptor)).body).toMatchObject({ petitioner: null, texts: [], erased: true });
    const search = (number: string) => call(acceptor, 'POST', '/cases/search-by-number', { number, ...LOOK });
    expect((await search(PHONE)).body.items).toEqual([]);
    expect((await search(OTHER_PHONE)).body.items.map((item) => item.caseId)).toEqual([kept]);
    expect((await erase(administrator, { number: PHONE })).body.persons).toEqual([]);
    const { sql } = product.database;
    expect(await sql`select * from person_keys where person_id = ${`petitioner-${caseId}`}`).toHaveLength(0);
    expect(await sql`select * from person_lookups where person_id = ${`petitioner-${caseId}`}`).toHaveLength(
      0,
    );
    expect(await dumpOf(sql)).not.toContain(PHONE);
    const [tombstone] = await product.server.core.store.readStream(`person-petitioner-${caseId}`);
    expect(tombstone).toMatchObject({ type: 'PersonErased', data: { reason: '本人139****5678申请删除' } });
    // Other people are not erased.
    expect((await disclose(acceptor, kept)).body).toMatchObject({ petitioner: { name: '王二小' } });
  });

  it('M8 the photos of a case are erased with its petitioner on request', async () => {
    const { photographed, download } = await reportWithPhoto(1);
    expect((await download()).status).toBe(200);
    const answer = await call(administrator, 'POST', '/persons/erasure', {
      who: { caseId: photographed },
      reason: '本人申请删除',
      attachments: true,
    });
    expect(answer.body.persons).toMatchObject([{ caseId: photographed }]);
    expect((await download()).status).toBe(404);
  });

  it('M8 another process forgets the person too', async () => {
    const other = await report(OTHER_PHONE);
    await product.settle();
    const { persons, vault, store } = product.server.core;
    const personId = `petitioner-${other}`;
    const [reported] = await store.readStream(`case-${other}`, { limit: 1 });
    const { name } = (reported!.data as { petitioner: { name: never } }).petitioner;
    expect(await vault.open(personId, name)).toMatchObject({ erased: false });
    const { keyId } = (await persons.getKey(personId))!;
    // Only the event, as written by another server or a command beside this one.
    await store.append({
      stream: `person-${personId}`,
      expected: 'any',
      events: [
        {
          id: '0190b6a2-7d3c-8c1e-bf8e-3a1b2c3d4e5f',
          type: 'PersonErased',
          schemaVersion: 1,
          data: { personId, keyId, reason: 'r', at: new Date().toISOString() },
          meta: { actor: 'system' },
        },
      ],
    });
    await product.settle();
    expect(await vault.open(personId, name)).toEqual({ erased: true });
  });

  it('M8 a new backup contains neither what was typed nor the key of an erased person', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yiwang-privacy-'));
    try {
      await makeBackup({
        databaseUrl: product.database.url,
        dataDir: product.dataDir,
        masterKey: await loadMasterKey(product.dataDir, undefined),
        includeKey: false,
        folder: join(folder, 'backup'),
        processes: PROCESS_NAMES,
        now: new Date(),
      });
      let content = '';
      for (const entry of await readdir(join(folder, 'backup'), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const bytes = await readFile(join(entry.parentPath, entry.name));
        content += entry.name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
      }
      expect(content).toContain('139****5678');
      for (const secret of [PHONE, OTHER_PHONE, NAME, '王二小']) expect(content).not.toContain(secret);
      const keys = content.split('\n').filter((line) => line.startsWith(`petitioner-${caseId}\t`));
      expect(keys).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the command line', () => {
  const yiwang = (...args: string[]) =>
    runHere(args, { DATABASE_URL: product.database.url, YIWANG_DATA_DIR: product.dataDir });

  it('M8 the command line exports a person’s data, lists whom it would erase, and erases; the chain verifies', async () => {
    const other = await report('15100001111', '赵六');
    await product.settle();
    const whom = ['--case', other, '--reason', '本人申请'];
    const copy = await yiwang('person', 'export', ...whom);
    expect(JSON.parse(copy.stdout)).toMatchObject({
      caseId: other,
      petitioner: { name: '赵六', phone: '15100001111' },
    });
    expect((await yiwang('person', 'erase', '--dry-run', ...whom)).stdout).toContain('"erased":false');
    expect((await yiwang('person', 'erase', ...whom)).stdout).toContain('"erased":true');
    await product.settle();
    expect((await disclose(acceptor, other)).body).toMatchObject({
      petitioner: null,
      texts: [],
      erased: true,
    });
    expect(await yiwang('person', 'erase', ...whom)).toMatchObject({ code: 1, stdout: '' });
    expect((await yiwang('verify', '--seal', '--json')).code).toBe(0);
  });

  it('M8 the command line erases the photos of a case too on request', async () => {
    const { photographed, download } = await reportWithPhoto(2);
    const whom = ['--case', photographed, '--reason', '本人申请', '--attachments'];
    expect((await yiwang('person', 'erase', '--dry-run', ...whom)).stdout).toContain('"erased":false');
    expect((await download()).status).toBe(200);
    const erased = await yiwang('person', 'erase', ...whom);
    expect(JSON.parse(erased.stdout)).toMatchObject({ caseId: photographed, erased: true });
    expect((await download()).status).toBe(404);
  });

  it('M8 the command line finds plain text of an earlier release, which no answer shows', async () => {
    const { store, writtenLog } = product.server.core;
    const stream = 'device-of-an-earlier-release';
    await writtenLog.append({
      stream,
      expected: 'any',
      events: [
        {
          id: '0190b6a2-7d3c-8c1e-bf8e-3a1b2c3d4e60',
          type: 'DeviceRetired',
          schemaVersion: 1,
          data: { deviceId: 'of-an-earlier-release', reason: '联系人钱七，15200002222' },
          meta: { actor: 'system' },
        },
      ],
    });
    const found = await yiwang('person', 'find-plain');
    expect(JSON.parse(found.stdout)).toMatchObject({ stream, fields: { reason: ['name', 'mobile'] } });
    expect(found.stdout).not.toContain('15200002222');
    const [read] = await store.readStream(stream);
    expect(read).toMatchObject({ data: { reason: '联系人钱*，152****2222' } });
  });
});
