import { monitorEventLoopDelay } from 'node:perf_hooks';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heicOf, isoOf, jpegOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import { makeXlsx } from '../../tabular/testing/xlsx.ts';
import { type Product, startProduct } from '../../testing/product.ts';

let product: Product;
let worker: string;
let device: MqttClient;
let workbooks: readonly Uint8Array[];

beforeAll(async () => {
  // The first is as large as a sheet may be; the others are smaller for the sake of the test's own time. Made before there are
  // connections that could grow old over it.
  workbooks = [denseWorkbook(20_000), ...Array.from({ length: 7 }, () => denseWorkbook(1000))];
  // The machine of a test may do much else.
  product = await startProduct({ YIWANG_PARSE_SECONDS: '300' });
  worker = await product.signIn('gridWorker', '1401');
  device = await product.connect('air-files', await product.addDevice('air-files', 'air-station'));
});
afterAll(async () => {
  await device?.endAsync();
  await product?.stop();
});

const PATIENCE_MS = 120_000;

/** One reading, until it is acknowledged: the event loop turns, and what arrives is stored. */
const acknowledged = (value: number) =>
  device.publishAsync(
    'yw/v1/air-files/telemetry',
    JSON.stringify({ observedAt: new Date().toISOString(), values: { pm25: value } }),
    { qos: 1 },
  );

const send = async (bytes: Uint8Array, type: string) => {
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(bytes)], { type }), 'photo');
  const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${worker}` },
    body: form,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: response.status, body: (await response.json()) as { items: Record<string, unknown>[] } };
};

/** A right `ftyp` box, and nothing behind it but zeros: what a transfer that was cut off leaves. */
const cutHeic = (): Buffer => {
  const front = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  return Buffer.concat([front, Buffer.alloc(200)]);
};

describe('a photo on which a parser could loop', () => {
  it('case 01 a HEIC photo that ends in zeros is kept without metadata, and the server goes on', async () => {
    expect(cutHeic()).toHaveLength(224);
    const { status, body } = await send(cutHeic(), 'image/heic');
    expect(status).toBe(201);
    expect(body.items[0]).toMatchObject({ mediaType: 'image/heic', size: 224 });
    expect(body.items[0]).not.toHaveProperty('origin');
    await acknowledged(31);
    expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
  });

  it('case 01 a HEIC photo with boxes without length, too long or nested in each other is kept without metadata', async () => {
    const whole = heicOf(SAMPLE_EXIF);
    const lengthOf = (type: string, length: number) => {
      const changed = Buffer.from(whole);
      changed.writeUInt32BE(length, whole.indexOf(type) - 4);
      return changed;
    };
    const files = [
      ...['meta', 'iinf', 'infe', 'iloc', 'mdat'].flatMap((type) => [
        lengthOf(type, 0),
        lengthOf(type, 1),
        lengthOf(type, 7),
        lengthOf(type, 0xffff_ffff),
      ]),
      Buffer.concat([isoOf('heic'), Buffer.alloc(100_000)]),
      jpegOf(SAMPLE_EXIF).subarray(0, 60),
    ];
    for (const file of files) {
      const type = file[0] === 0xff ? 'image/jpeg' : 'image/heic';
      expect((await send(file, type)).status).toBe(201);
    }
    await acknowledged(32);
  });

  it('case 01 intact HEIC photos still show where and when they were taken', async () => {
    const { body } = await send(heicOf(SAMPLE_EXIF), 'image/heic');
    expect(body.items[0]?.origin).toMatchObject({ position: { lon: 112.58, lat: 37.86 } });
  });
});

const request = (token: string, path: string, body: Uint8Array | string, type: string) =>
  fetch(`${product.baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body as string,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** With 20,000 rows about 160 KB, which unpack to 31 MB of cells. */
const denseWorkbook = (rowCount: number): Uint8Array => {
  const cells = '<c t="inlineStr"><is><t>a</t></is></c>'.repeat(40);
  const row = (n: number) => `<row r="${n}">${cells}</row>`;
  const rows = Array.from({ length: rowCount }, (_, n) => row(n + 1)).join('');
  const parts = unzipSync(makeXlsx([['a']]));
  return zipSync({
    ...parts,
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  });
};
const filesRead = async (parser: string): Promise<number> => {
  const text = await (await fetch(`${product.baseUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.includes(`parser="${parser}"`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

describe('imports', () => {
  it('M1 imports are not read at all without the right to import', async () => {
    const stranger = await product.signIn('gridWorker', '1401');
    const workbook = denseWorkbook(100);
    for (const path of [
      '/components/import',
      '/filing-standards/import?standardId=a',
      '/code-sets/import?codeSetId=a',
    ])
      expect((await request(stranger, path, workbook, XLSX)).status).toBe(403);
    expect((await request(stranger, '/grids/import', '{', 'application/json')).status).toBe(403);
    for (const parser of ['componentSheet', 'standardSheet', 'codeSetSheet', 'gridFile'])
      expect(await filesRead(parser)).toBe(0);
  });

  it('M1 imports of eight large workbooks at once delay neither other requests nor devices', async () => {
    const administrator = await product.signIn('administrator', '14');
    expect(workbooks[0]!.length).toBeLessThan(200_000);
    const delay = monitorEventLoopDelay({ resolution: 10 });
    let open = true;
    const imports = Promise.all(
      workbooks.map((workbook) => request(administrator, '/components/import', workbook, XLSX)),
    ).finally(() => {
      open = false;
    });
    // The requests are on their way before anything is measured: they are this process's work too.
    await acknowledged(33);
    delay.enable();
    let [answered, longest] = [0, 0];
    while (open) {
      const began = performance.now();
      expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
      await acknowledged(34 + answered);
      longest = Math.max(longest, performance.now() - began);
      answered += 1;
    }
    delay.disable();
    for (const response of await imports) {
      // People who may import get the report: such a sheet has no heading.
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ valid: 0, problems: [{ code: 'headingMissing' }] });
    }
    expect(await filesRead('componentSheet')).toBe(8);
    // The large one takes more than a second of a processor; on the main thread nothing would have been answered meanwhile.
    expect(answered).toBeGreaterThan(8);
    expect(longest).toBeLessThan(5000);
    expect(delay.max / 1e6).toBeLessThan(1000);
  }, 200_000);
});

describe('endlessly nested JSON', () => {
  const DEPTH = 100_000;
  const nested = '['.repeat(DEPTH) + ']'.repeat(DEPTH);

  it('L2 endlessly nested JSON is refused in an import of grids, wherever in the file it is', async () => {
    const administrator = await product.signIn('administrator', '14');
    const square = [
      [112.5, 37.8],
      [112.6, 37.8],
      [112.6, 37.9],
      [112.5, 37.9],
      [112.5, 37.8],
    ];
    const grid = (properties: string, coordinates: string) =>
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":${properties},"geometry":{"type":"Polygon","coordinates":${coordinates}}}]}`;
    const properties = '{"code":"G-deep","name":"g","divisionCode":"1401"}';
    for (const body of [
      grid(properties, nested),
      grid(`{"code":"G-deep","name":"g","more":${nested}}`, JSON.stringify([square])),
      `{"type":"FeatureCollection","features":[${nested}]}`,
      `{"type":"FeatureCollection","features":[],"more":${nested}}`,
      '{"features":'.repeat(DEPTH),
      nested,
    ]) {
      const response = await request(administrator, '/grids/import', body, 'application/json');
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalidRequest' });
    }
    const whole = grid(properties, JSON.stringify([square]));
    const checked = await request(administrator, '/grids/import?dryRun=true', whole, 'application/json');
    expect(await checked.json()).toEqual({ dryRun: true, valid: 1, problems: [], warnings: [] });
  });

  it('L2 endlessly nested JSON is refused in any other body too', async () => {
    const administrator = await product.signIn('administrator', '14');
    const rules = await product.signIn('deviceManager', '14');
    for (const [token, path, body] of [
      [rules, '/device-families', `{"family":"a","more":${nested}}`],
      [worker, '/cases', `{"description":"a","location":{"lon":112.58,"lat":37.86},"more":${nested}}`],
      [administrator, '/users', `{"loginName":${nested}}`],
    ] as const) {
      const response = await request(token, path, body, 'application/json');
      expect([400, 403]).toContain(response.status);
      if (response.status === 400) expect(await response.json()).toMatchObject({ code: 'jsonTooDeep' });
    }
    const form = new FormData();
    form.append('report', `{"description":"a","more":${nested}}`);
    const response = await fetch(`${product.baseUrl}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${worker}` },
      body: form,
    });
    expect(await response.json()).toMatchObject({ status: 400, code: 'jsonTooDeep' });
  });
});

describe('a sheet as the body itself', () => {
  it('L13 a sheet sent as the body itself may be as large as one in a form', async () => {
    const administrator = await product.signIn('administrator', '14');
    const line = `${'x'.repeat(2000)},b\n`;
    const large = `a,b\n${line.repeat(2000)}`;
    expect(large.length).toBeGreaterThan(4_000_000);
    const taken = await request(administrator, '/components/import', large, 'text/csv');
    expect(taken.status).toBe(200);
    const tooLarge = await request(administrator, '/components/import', line.repeat(3000), 'text/csv');
    expect(tooLarge.status).toBe(413);
  });
});
