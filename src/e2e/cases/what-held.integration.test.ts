import { createHmac } from 'node:crypto';
import { strToU8 } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isoOf, jpegOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import { makeXlsx } from '../../tabular/testing/xlsx.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../testing/webhook-receiver.ts';

/** What the product did right when it was tried: it stays so. */
let product: Product;
let receiver: WebhookReceiver;
let worker: string;
let administrator: string;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  product = await startProduct({
    YIWANG_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    YIWANG_WEBHOOK_RETRIES: '1',
    YIWANG_WEBHOOK_RETRY_SECONDS: '1',
  });
  worker = await product.signIn('gridWorker', '1401');
  administrator = await product.signIn('administrator', '14');
});
afterAll(async () => {
  await product.stop();
  await receiver.close();
});

const request = (
  token: string,
  method: string,
  path: string,
  body?: Uint8Array | string | FormData,
  headers: Record<string, string> = {},
) =>
  fetch(path.startsWith('http') ? path : `${product.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: body as string }),
  });
const json = { 'content-type': 'application/json' };
const sendPhoto = async (bytes: Uint8Array, type: string) => {
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(bytes)], { type }), 'photo');
  const response = await request(worker, 'POST', '/attachments', form);
  const { items } = (await response.json()) as { items?: Record<string, unknown>[] };
  return { status: response.status, item: items?.[0] };
};

it('case 01 a HEIC photo of 224 bytes that ends in zeros does not block the server', async () => {
  const front = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  expect((await sendPhoto(Buffer.concat([front, Buffer.alloc(200)]), 'image/heic')).status).toBe(201);
  expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
});

it('case 29 a report with an invalid place is refused, and nothing is stored', async () => {
  const head = await product.server.core.store.head();
  for (const location of [
    `{"lon":${YINGZE.lat},"lat":${YINGZE.lon}}`,
    '{"lon":0,"lat":0}',
    '{"lon":"112.58","lat":"37.86"}',
    '{"lon":NaN,"lat":37.86}',
    '{"lon":1e400,"lat":37.86}',
    '{"lon":112.58}',
  ]) {
    const body = `{"description":"占道经营","location":${location}}`;
    const response = await request(worker, 'POST', '/cases', body, json);
    expect([400, 422], location).toContain(response.status);
    expect(await response.json()).toHaveProperty('code');
  }
  expect(await product.server.core.store.head()).toBe(head);
});

it('case 30 texts are stored as people wrote them, and blanks alone do not count as text', async () => {
  const report = (description: string) =>
    product.call(worker, 'POST', '/api/v1/cases', { description, location: YINGZE });
  for (const description of ['井盖缺失😀', '👨‍👩‍👧 家门口', '𠮷野家门前', 'שלום 路灯']) {
    const { status, body } = await report(description);
    expect(status).toBe(201);
    await product.settle();
    const shown = await product.call(worker, 'GET', `/api/v1/cases/${body.caseId}`);
    expect(shown.body.description).toBe(description);
  }
  expect((await report('   ')).status).toBe(422);
});

it('case 35 a photo with damaged metadata is accepted without a place', async () => {
  const nullIsland = jpegOf({ ...SAMPLE_EXIF, lon: 0, lat: 0, time: '0000:00:00 00:00:00' });
  const whole = jpegOf(SAMPLE_EXIF);
  const looped = Buffer.from(whole);
  const tiff = looped.indexOf('MM\0*', 0, 'latin1');
  // The first directory counts more entries than there are, and the next one is itself.
  looped.writeUInt16BE(0xffff, tiff + 8);
  const noEnd = whole.subarray(0, whole.indexOf(Buffer.from([0xff, 0xd9])));
  for (const bytes of [nullIsland, looped, noEnd]) {
    const { status, item } = await sendPhoto(bytes, 'image/jpeg');
    expect([201, 415, 422]).toContain(status);
    if (status === 201 && bytes !== noEnd) expect(item).not.toHaveProperty('origin.location');
  }
});

const HEADING = ['标识码', '名称', '主管部门名称', '权属单位名称', '状态', '经度', '纬度', '初始日期'];
const rowOf = (n: number, date = '2026-07-01') => [
  `1401060103700000${n}`,
  '路灯',
  '城市管理局',
  '市政公用中心',
  '完好',
  YINGZE.lon,
  YINGZE.lat,
  date,
];
const importComponents = async (bytes: Uint8Array, type: string) =>
  (await (
    await request(administrator, 'POST', '/components/import', bytes, { 'content-type': type })
  ).json()) as Record<string, unknown>;
const csvOf = (lines: readonly (readonly unknown[])[]) => lines.map((cells) => cells.join(',')).join('\r\n');

/** GBK by its own decoder: Node has no encoder. */
const gbk = (text: string): Buffer => {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      codes.set(decoder.decode(Uint8Array.from([lead, trail])), [lead, trail]);
  return Buffer.from([...text].flatMap((letter) => codes.get(letter) ?? [letter.charCodeAt(0)]));
};

it('case 41 tables are read in the formats that offices use, and a wrong cell is reported', async () => {
  const text = csvOf([HEADING, rowOf(1)]);
  for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), gbk(text)])
    expect(await importComponents(bytes, 'text/csv')).toMatchObject({ valid: 1, problemCount: 0 });
  const workbook = makeXlsx([['部件登记表'], HEADING, rowOf(1)], ['A1:H1']);
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  expect(await importComponents(workbook, xlsx)).toMatchObject({ valid: 1, problemCount: 0 });
  const wrong = csvOf([HEADING, rowOf(1), rowOf(2, '去年')]);
  expect(await importComponents(Buffer.from(wrong), 'text/csv')).toMatchObject({
    valid: 1,
    problems: [{ row: 3, column: '初始日期' }],
  });
  expect(await importComponents(strToU8('a;b;c\r\n1;2;3'), 'text/csv')).toMatchObject({
    problems: [{ code: 'headingMissing' }],
  });
});

it('case 43 grids are reoriented and closed if necessary, or refused with a reason', async () => {
  const { lon, lat } = YINGZE;
  const at = (points: readonly (readonly [number, number])[]) => points.map(([x, y]) => [lon + x, lat + y]);
  const check = async (rings: readonly unknown[], properties: object = {}) => {
    const feature = {
      type: 'Feature',
      properties: { code: 'G-shape', name: '网格', divisionCode: '140106', ...properties },
      geometry: { type: 'Polygon', coordinates: rings },
    };
    const body = JSON.stringify({ type: 'FeatureCollection', features: [feature] });
    const response = await request(administrator, 'POST', '/grids/import?dryRun=true', body, json);
    return (await response.json()) as { valid?: number };
  };
  const square = at([
    [0, 0],
    [0.001, 0],
    [0.001, 0.001],
    [0, 0.001],
    [0, 0],
  ]);
  for (const ring of [square, square.toReversed(), square.map((point) => [...point, 780])])
    expect(await check([ring])).toMatchObject({ valid: 1 });
  const bowTie = [square[0], square[1], square[3], square[2], square[0]];
  for (const rings of [[bowTie], [square.slice(0, -1)], [square.map(([x, y]) => [y, x])], []])
    expect(await check(rings)).not.toMatchObject({ valid: 1 });
});

it('case 48 a live stream that resumes too far back is told to reload everything', async () => {
  const response = await request(worker, 'GET', '/stream', undefined, { 'last-event-id': '1' });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: reset')) text += (await reader.read()).value ?? '';
  await reader.cancel();
});

it('case 49 a webhook is signed over its bytes, a redirect is a failure, and no spelling of an address reaches a private network', async () => {
  const register = (url: string) =>
    product.call(administrator, 'POST', '/api/v1/webhooks', { name: '督办平台😀', url, divisionCode: '14' });
  for (const url of [
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://172.16.0.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://[fd00::1]/',
    'http://0xa000001/',
    'http://167772161/',
    'http://012.0.0.1/',
    'http://[::ffff:10.0.0.1]/',
  ])
    expect((await register(url)).body.code, url).toBe('webhookTargetRefused');
  receiver.answer(302, 204);
  const { body } = await register(receiver.url);
  const path = `/api/v1/webhooks/${body.webhookId}`;
  await product.call(administrator, 'POST', `${path}/ping`);
  await expect.poll(() => receiver.calls.length, { timeout: 20_000 }).toBe(2);
  const [first, second] = receiver.calls;
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  const key = Buffer.from((body.secret as string).replace('whsec_', ''), 'base64');
  const signed = `${second!.headers['webhook-id']}.${second!.headers['webhook-timestamp']}.${second!.body}`;
  expect(second!.headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  );
});

it('case 50 an upload keeps its Chinese name, reports its offset, and needs a length', async () => {
  const tus = { 'tus-resumable': '1.0.0' };
  const film = Buffer.concat([isoOf('isom', 'avc1'), Buffer.alloc(1000)]);
  const metadata = ['filename', '现场😀.mp4', 'filetype', 'video/mp4'];
  const encoded = `filename ${Buffer.from(metadata[1]!).toString('base64')},filetype ${Buffer.from(metadata[3]!).toString('base64')}`;
  const deferred = await request(worker, 'POST', '/uploads', undefined, {
    ...tus,
    'upload-defer-length': '1',
    'upload-metadata': encoded,
  });
  expect(deferred.status).toBe(400);
  const begun = await request(worker, 'POST', '/uploads', undefined, {
    ...tus,
    'upload-length': String(film.length),
    'upload-metadata': encoded,
  });
  expect(begun.status).toBe(201);
  const url = `${product.baseUrl}${new URL(begun.headers.get('location')!, product.baseUrl).pathname}`;
  const chunk = (offset: number, bytes: Uint8Array) =>
    request(worker, 'PATCH', url, bytes, {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    });
  expect((await chunk(7, film.subarray(7))).status).toBe(409);
  expect((await chunk(0, film.subarray(0, 500))).status).toBe(204);
  const head = await request(worker, 'HEAD', url, undefined, tus);
  expect(head.headers.get('upload-offset')).toBe('500');
  expect((await chunk(500, film.subarray(500))).status).toBe(204);
  expect(await (await request(worker, 'GET', url)).json()).toMatchObject({ fileName: '现场😀.mp4' });
});

it('case 52 cut connections to PostgreSQL lose no reading and duplicate none', async () => {
  const secret = await product.addDevice('air-cut', 'air-station');
  await product.settle();
  const client = await product.connect('air-cut', secret);
  const from = Date.now() - 60_000;
  const publish = async (n: number): Promise<void> => {
    const reading = {
      id: `r-${n}`,
      observedAt: new Date(from + n * 1000).toISOString(),
      values: { pm25: n },
    };
    await client.publishAsync('yw/v1/air-cut/telemetry', JSON.stringify(reading), { qos: 1 });
  };
  const sent = Array.from({ length: 16 }, (_, n) => publish(n));
  const { sql } = product.database;
  const { count } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'yiwang-%' and pid <> pg_backend_pid()`;
  expect(count).toBeGreaterThan(0);
  await Promise.all(sent);
  const stored = () => sql<{ times: number }>`
    select count(*)::int as times from events where stream = 'reading-air-cut' group by data::jsonb ->> 'observedAt'`;
  const rows = await stored();
  expect(rows).toHaveLength(16);
  expect(rows.every(({ times }) => times === 1)).toBe(true);
  await client.endAsync();
});
