import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heicOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

let product: Product;
let worker: string;
let administrator: string;

beforeAll(async () => {
  product = await startProduct();
  worker = await product.signIn('gridWorker', '1401');
  administrator = await product.signIn('administrator');
});
afterAll(() => product.stop());

const file = (name: string): Promise<Buffer> => readFile(new URL(`./files/${name}`, import.meta.url));

interface Answered {
  readonly status: number;
  readonly body: Record<string, never> & Record<string, unknown>;
}
const send = async (
  token: string,
  path: string,
  body: FormData | Uint8Array | string,
  type?: string,
): Promise<Answered> => {
  const response = await fetch(`${product.baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) },
    body: body as string,
  });
  return { status: response.status, body: (await response.json()) as Answered['body'] };
};
const formWith = (field: string, bytes: Uint8Array | string, type: string, name: string): FormData => {
  const form = new FormData();
  form.append(field, new Blob([bytes as string], { type }), name);
  return form;
};

const HEADING = '标识码,部件名称,主管部门名称,权属单位名称,养护单位名称,经度,纬度,状态,初始日期';
const component = (serial: number): string =>
  `14010601037${String(serial).padStart(6, '0')},路灯,市城市管理局,市政公用中心,市政公用中心,112.58,37.86,完好,2024-03-05`;
const rowsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) => component(first + n));
const importSheet = (bytes: Uint8Array | string, query = '') =>
  send(administrator, `/components/import${query}`, formWith('file', bytes, 'text/csv', 'a.csv'));
const get = async (path: string) =>
  (await product.call(administrator, 'GET', `/api/v1${path}`)).body as Record<string, unknown>;

describe('an import', () => {
  it('case 08 an import counts only non-empty rows: 10,501 with a blank line after each', async () => {
    const { status, body } = await importSheet([HEADING, ...rowsFrom(1, 10_501)].join('\r\r\n'));
    expect({ status, rows: body.rows, valid: body.valid, problems: body.problemCount }).toEqual({
      status: 200,
      rows: 10_501,
      valid: 10_501,
      problems: 0,
    });
  });

  it('case 08 an import reads rows after 20,500 rows of commas, and refuses too many rows', async () => {
    const blank = `${','.repeat(8)}\n`.repeat(20_500);
    const sheet = `${HEADING}\n${component(900_001)}\n${blank}${component(900_002)}\n`;
    const { body } = await importSheet(sheet, '?dryRun=false');
    expect(body).toMatchObject({ rows: 2, valid: 2, problemCount: 0 });
    expect(await get('/components/14010601037900002')).toMatchObject({ name: '路灯' });
    const long = await importSheet([HEADING, ...rowsFrom(1, 20_001)].join('\n\n'));
    expect(long.body).toMatchObject({ valid: 0, problems: [{ code: 'tooManyRows' }] });
  });

  it.each([
    [
      '/code-sets/import?codeSetId=blank&standard=x&source=x',
      '类别,大类代码,大类名称,小类代码,小类名称',
      '部件,01,公用设施,{n},井盖',
    ],
    [
      '/filing-standards/import?standardId=blank&name=x&codeSetId=gbt-30428-2-2013&source=x',
      '类别,大类代码,大类名称,小类代码,小类名称,立案条件,处置时限,结案条件,监管主体,责任主体',
      '部件,01,公用设施,{n},路灯,单盏,2工作日,修复,局,局',
    ],
  ])('case 08 rows are counted the same way at %s', async (path, heading, row) => {
    const rows = [1, 2, 3].map((n) => row.replace('{n}', `0${n}`));
    const text = `${heading}\n${rows.join(`\n${' , \n'.repeat(20_500)}`)}\n`;
    const { body } = await send(administrator, path, formWith('file', text, 'text/csv', 'a.csv'));
    expect(body).toMatchObject({ rows: 3 });
  });

  it('case 31 an import reads CSV in GBK and in UTF-16, and refuses bytes that are not text', async () => {
    // 标识码,名称 in GBK, and nothing else that is required.
    const gbk = await importSheet(Buffer.from('b1eacab6c2eb2cc3fbb3c60a', 'hex'));
    expect(gbk.body.problems).toMatchObject([
      { code: 'headingMissing', message: expect.stringContaining('主管部门名称') },
    ]);
    const utf16 = Buffer.from(`\ufeff${HEADING}\r\n${component(1)}\r\n`.replaceAll(',', '\t'), 'utf16le');
    expect((await importSheet(utf16)).body).toMatchObject({ rows: 1, valid: 1 });
    const rubbish = await importSheet(Buffer.from('ff2cff0a', 'hex'));
    expect(rubbish.body).toMatchObject({ valid: 0, problems: [{ code: 'encodingUnknown' }] });
  });

  it.each([
    ['case 37', 'xlsx-date1904.xlsx', { initialDate: '2024-03-05' }],
    ['case 39', 'xlsx-x000D.xlsx', { name: '路灯' }],
    ['case 40', 'xlsx-relation-prefix.xlsx', { name: '路灯' }],
  ])('%s reads %s', async (_number, name, expected) => {
    const { body } = await importSheet(await file(name), '?dryRun=false');
    expect(body).toMatchObject({ valid: 1, problemCount: 0 });
    expect(await get('/components/14010601037000001')).toMatchObject(expected);
  });

  it('case 42 an import may be as large in the body itself as in a form', async () => {
    const padded = rowsFrom(1, 10_000).map((row) => `${row},${'迎泽大街'.repeat(8)}`);
    const sheet = `${HEADING},地址\n${padded.join('\n')}\n`;
    expect(Buffer.byteLength(sheet)).toBeGreaterThan(1_200_000);
    const { status, body } = await send(administrator, '/components/import', sheet, 'text/csv');
    expect({ status, valid: body.valid }).toEqual({ status: 200, valid: 10_000 });
    const beyond = await send(administrator, '/components/import', Buffer.alloc(5_242_881, 0x61), 'text/csv');
    expect(beyond).toMatchObject({ status: 413, body: { code: 'bodyTooLarge' } });
  });

  it('case 44 an import refuses a grid whose hole crosses a notch of its border', async () => {
    const geometry = JSON.parse((await file('geojson-hole-crosses-notch.json')).toString()) as unknown;
    const feature = { type: 'Feature', properties: { code: 'NOTCH', name: '网格' }, geometry };
    const answer = await product.call(administrator, 'POST', '/api/v1/grids/import?dryRun=true', {
      type: 'FeatureCollection',
      features: [feature],
    });
    expect(answer.body).toMatchObject({ valid: 0, problems: [{ code: 'holeOutside' }] });
  });
});

describe('a text', () => {
  const report = { description: '井盖缺失', location: YINGZE };

  it('case 31 a body in GBK is refused, whether or not it declares its encoding', async () => {
    const bytes = await file('http-gbk-body.bin');
    const said = await send(worker, '/cases', bytes, 'application/json; charset=gbk');
    expect(said).toMatchObject({ status: 415, body: { code: 'unsupportedCharset' } });
    const unsaid = await send(worker, '/cases', bytes, 'application/json');
    expect(unsaid).toMatchObject({ status: 400, body: { code: 'notUtf8' } });
    const grids = await send(administrator, '/grids/import', bytes, 'application/json; charset=gb18030');
    expect(grids.status).toBe(415);
    const silently = await send(administrator, '/grids/import', bytes, 'application/json');
    expect(silently).toMatchObject({ status: 400, body: { problems: [{ code: 'notUtf8' }] } });
    const utf8 = await send(worker, '/cases', JSON.stringify(report), 'application/json; charset=UTF-8');
    expect(utf8.status).toBe(201);
  });

  it('case 31 fields of a form must be UTF-8', async () => {
    const part = Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="report"\r\n\r\n'),
      await file('http-gbk-body.bin'),
      Buffer.from('\r\n--x--\r\n'),
    ]);
    const answer = await send(worker, '/cases', part, 'multipart/form-data; boundary=x');
    expect(answer).toMatchObject({ status: 400, body: { code: 'notUtf8' } });
  });

  it('case 31 a message of a device must be UTF-8, else it is a dead letter', async () => {
    const secret = await product.addDevice('gbk-device', 'air-station');
    const device = await product.connect('gbk-device', secret);
    const payload = Buffer.concat([
      Buffer.from('{"observedAt":"2026-11-28T08:00:00+08:00","values":{"pm25":1},"note":"'),
      Buffer.from([0xbe, 0xae]),
      Buffer.from('"}'),
    ]);
    await device.publishAsync('yw/v1/gbk-device/telemetry', payload, { qos: 1 });
    await device.endAsync();
    await product.settle();
    const { items } = (await product.call(administrator, 'GET', '/api/v1/devices/gbk-device/rejected')).body;
    expect(items).toMatchObject([{ reason: 'malformedJson' }]);
  });

  it.each([
    '/cases?text=%00',
    '/cases/%00',
    '/devices/a%00b',
    '/alarms?device=%00',
    '/cases/%ED%A0%80',
    '/cases?text=%ED%A0%80',
    '/cases?text=%BE%AE',
    '/cases?text=100%',
  ])('case 32 text in an address that the database cannot store is refused: %s', async (path) => {
    const leader = await product.signIn('leader');
    expect((await product.call(leader, 'GET', `/api/v1${path}`)).status).toBe(400);
  });

  it.each(['"a\\u0000b"', '"\\ud83d"'])(
    'case 32 text in a body that the database cannot store is refused: %s',
    async (text) => {
      const body = JSON.stringify(report).replace('"井盖缺失"', text);
      expect(await send(worker, '/cases', body, 'application/json')).toMatchObject({ status: 400 });
    },
  );
});

describe('an attachment', () => {
  const upload = (bytes: Uint8Array, type: string, name: string) =>
    send(worker, '/attachments', formWith('attachment', bytes, type, name));

  it('case 33 the bytes of an attachment decide its type: a JPEG named HEIC, a HEIC named JPEG', async () => {
    const jpeg = await upload(await file('jpeg-to-be-claimed-as-heic.jpg'), 'image/heic', 'IMG_0001.HEIC');
    expect(jpeg).toMatchObject({ status: 201, body: { items: [{ mediaType: 'image/jpeg' }] } });
    // Its metadata is taken out by what it is, not by what it is called.
    expect(jpeg.body.items).toMatchObject([{ publicDigest: expect.stringMatching(/^[0-9a-f]{64,}$/) }]);
    const heic = await upload(heicOf(SAMPLE_EXIF), 'image/jpeg', 'IMG_0002.jpg');
    expect(heic).toMatchObject({ status: 201, body: { items: [{ mediaType: 'image/heic' }] } });
    expect((await upload(await file('jpeg-to-be-claimed-as-heic.jpg'), 'video/mp4', 'a.mp4')).status).toBe(
      415,
    );
  });

  it.each([
    ['video/quicktime', 'IMG_0003.MOV', undefined],
    ['video/mp4', 'IMG_0004.mp4', undefined],
    ['video/3gpp', 'VID.3gp', '3gp4'],
  ])('case 34 an attachment may be a film as phones record it: %s', async (type, name, brand) => {
    const mov = await file('iphone-brand-qt.mov');
    if (brand !== undefined) for (const at of [8, 16]) mov.write(brand, at, 'latin1');
    const { status, body } = await upload(mov, type, name);
    const mediaType = brand === undefined ? 'video/quicktime' : 'video/3gpp';
    expect({ status, items: body.items }).toMatchObject({ status: 201, items: [{ mediaType }] });
  });

  it('case 36 an attachment shows no time that the calendar does not have', async () => {
    const { status, body } = await upload(await file('exif-30-february.jpg'), 'image/jpeg', 'a.jpg');
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain('takenAt');
  });

  it('case 51 an upload is completed once: an empty PATCH at its end changes nothing', async () => {
    const bytes = await file('jpeg-to-be-claimed-as-heic.jpg');
    const headers = { authorization: `Bearer ${worker}`, 'tus-resumable': '1.0.0' };
    const begun = await fetch(`${product.baseUrl}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(bytes.length) },
    });
    const patch = (offset: number, body: Uint8Array) =>
      fetch(`${product.baseUrl}${begun.headers.get('location')}`, {
        method: 'PATCH',
        headers: {
          ...headers,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body: body as Uint8Array<ArrayBuffer>,
      });
    const whole = await patch(0, bytes);
    for (let again = 0; again < 2; again += 1) {
      const empty = await patch(bytes.length, Buffer.alloc(0));
      expect(empty.status).toBe(204);
      expect(empty.headers.get('upload-offset')).toBe(String(bytes.length));
      expect(empty.headers.get('upload-digest')).toBe(whole.headers.get('upload-digest'));
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(whole.headers.get('upload-digest')).toBe(product.server.core.attachmentIds.of(sha256));
    expect((await patch(bytes.length, Buffer.from('x'))).status).toBe(413);
  });
});
