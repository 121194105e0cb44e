import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RecordedEvent } from '../../event-store/event-store.ts';
import { maskText } from '../../identity/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { dumpOf } from '../../testing/dump.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/* Personal data in free text, through the whole product: what is kept, what is shown. */

const PHONE = '13812345678';
const LANDLINE = '0351-7654321';
const IDENTITY = '140105199001011238';
const NAME = '张三丰';
const TYPED = `报警人${NAME}，电话${PHONE}，家里${LANDLINE}，身份证${IDENTITY}`;
const MASKED = '报警人张*，电话138****5678，家里0351-****21，身份证140***************';

let product: Product;
/** What the server logged, at level debug. */
let logged = '';
let acceptor: string;
let shiftLeader: string;
let worker: string;
let manager: string;
let caseId: string;

const call = (token: string, method: string, path: string, body?: unknown) =>
  product.call(token, method, `/api/v1${path}`, body);

beforeAll(async () => {
  const to = {
    write(line: string) {
      logged += line;
    },
  };
  product = await startProduct({}, undefined, createLogger('debug', { to, clean: maskText }));
  [acceptor, shiftLeader, worker, manager] = [
    await product.signIn('acceptor'),
    await product.signIn('shiftLeader'),
    await product.signIn('gridWorker'),
    await product.signIn('deviceManager'),
  ];
});
afterAll(() => product?.stop());

describe('free text', () => {
  it('M8 a number in a description is masked in the answer, the list, the search, the timeline and the log', async () => {
    const reported = await call(worker, 'POST', '/cases', {
      description: TYPED,
      location: { ...YINGZE, address: `迎泽大街，找${PHONE}` },
      petitioner: { name: NAME, phone: PHONE },
    });
    expect(reported.status).toBe(201);
    caseId = reported.body.caseId as string;
    await product.settle();
    const shown = await call(acceptor, 'GET', `/cases/${caseId}`);
    expect(shown.body).toMatchObject({
      description: MASKED,
      location: { address: '迎泽大街，找138****5678' },
    });
    const timeline = await call(acceptor, 'GET', `/cases/${caseId}/timeline`);
    const list = await call(acceptor, 'GET', '/cases');
    const found = await call(acceptor, 'GET', `/cases?text=${PHONE}`);
    expect(found.body.items).toEqual([]);
    for (const answer of [reported, shown, timeline, list]) {
      for (const secret of [PHONE, LANDLINE, IDENTITY, NAME])
        expect(JSON.stringify(answer.body)).not.toContain(secret);
    }
  });

  it('M8 a number in an opinion, a reason and an acknowledgement is masked wherever it is shown', async () => {
    const step = (token: string, resource: string, body: unknown) =>
      call(token, 'POST', `/cases/${caseId}/${resource}`, body);
    expect((await step(acceptor, 'acceptance', { opinion: TYPED })).status).toBe(200);
    const returned = await step(shiftLeader, 'return', { reason: TYPED });
    expect(returned.status).toBe(200);
    expect(JSON.stringify(returned.body)).not.toContain(PHONE);
    const corrected = await step(acceptor, 'correction', {
      description: `改为${TYPED}`,
      reason: TYPED,
    });
    expect(corrected.status).toBe(200);
    await product.settle();
    const timeline = (await call(acceptor, 'GET', `/cases/${caseId}/timeline`)).body.items;
    expect(timeline.map(({ data }) => (data as Record<string, unknown>).reason ?? null)).toContain(MASKED);
    expect(JSON.stringify(timeline)).not.toContain(PHONE);
  });

  it('M8 the petitioner’s name is masked even without a word that announces it', async () => {
    const urged = await call(acceptor, 'POST', `/cases/${caseId}/urges`, { opinion: `${NAME}又来电话催` });
    expect(urged.status).toBe(200);
    await product.settle();
    const timeline = await call(acceptor, 'GET', `/cases/${caseId}/timeline`);
    expect(JSON.stringify(timeline.body)).toContain('张*又来电话催');
  });

  it('M8 a dead letter of a known device is kept whole and sealed, shown masked, and replayed from what is sealed', async () => {
    const secret = await product.addDevice('air-privacy', 'air-station');
    const client = await product.connect('air-privacy', secret);
    const payload = `{"note":"${TYPED}","filling":"${'x'.repeat(6000)}${PHONE}`;
    await client.publishAsync('yw/v1/air-privacy/telemetry', payload, { qos: 1 });
    await client.endAsync();
    await product.settle();
    const [letter] = (await call(manager, 'GET', '/devices/air-privacy/rejected')).body.items;
    expect(letter).toMatchObject({
      reason: 'malformedJson',
      size: Buffer.byteLength(payload),
      replayable: true,
    });
    const shown = Buffer.from(letter!.payload as string, 'base64').toString();
    for (const plain of [PHONE, IDENTITY, NAME]) expect(shown).not.toContain(plain);
    expect(JSON.stringify(letter)).not.toContain('sealed');
    const replayed = await call(manager, 'POST', `/rejected/${letter!.rejectionId}/replay`, {});
    // Taken again as it came: it is no JSON still.
    expect(replayed.body.code).toBe('stillRejected');
    const [{ data, meta }] = (await product.server.core.store.readStream('rejected-air-privacy')) as [
      RecordedEvent,
    ];
    expect(data).toMatchObject({ payloadTruncated: true });
    const { vault } = product.server.core;
    const opened = await vault.openBytes('named-in-rejected-air-privacy', meta.sealedTexts!.payload as never);
    expect(opened.erased ? undefined : opened.bytes.toString()).toBe(payload);
  });

  it('M8 no table contains what was typed', async () => {
    const dump = await dumpOf(product.database.sql);
    expect(dump).toContain('138****5678');
    for (const secret of [PHONE, '7654321', IDENTITY, NAME]) expect(dump).not.toContain(secret);
  });

  it('M8 the server’s log output does not contain what was typed, refused, or sent by a stranger', async () => {
    for (const [path, method, body] of [
      [`/cases/${PHONE}`, 'GET', undefined],
      [`/cases?text=${NAME}${PHONE}&cursor=${IDENTITY}`, 'GET', undefined],
      [`/devices/${PHONE}%00`, 'GET', undefined],
      ['/cases', 'POST', { description: TYPED, location: { lon: PHONE, lat: IDENTITY } }],
    ] as const)
      expect((await call(worker, method, path, body)).status).toBeGreaterThanOrEqual(400);
    const wrong = { name: PHONE, password: IDENTITY };
    expect((await product.call(undefined, 'POST', '/api/v1/session', wrong)).status).toBe(401);
    const stranger = product.connect('air-privacy', PHONE, { clientId: `联系人${NAME}${PHONE}` });
    await expect(stranger).rejects.toThrow();
    // A defect that quotes what it was doing.
    const sealing = vi.spyOn(product.server.core.vault, 'seal');
    sealing.mockRejectedValue(new Error(`no key for ${TYPED}`));
    const failed = await call(worker, 'POST', '/cases', {
      description: TYPED,
      location: YINGZE,
      petitioner: { name: NAME, phone: PHONE },
    });
    sealing.mockRestore();
    expect(failed.status).toBe(500);
    await expect.poll(() => logged).toContain('mqtt refused');
    expect(logged).toContain('request failed');
    for (const secret of [PHONE, LANDLINE, IDENTITY, NAME]) expect(logged).not.toContain(secret);
  });
});
