import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

/** In Datong. */
const DATONG = { lon: 113.3, lat: 40.08 };

let product: Product;
let admin: string;
let manager: string;
let worker: string;

beforeAll(async () => {
  product = await startProduct();
  admin = await product.signIn('administrator');
  manager = await product.signIn('deviceManager', '1401');
  worker = await product.signIn('gridWorker', '1401');
  await product.addDevice('air-one', 'air-station', YINGZE);
  await product.call(admin, 'PUT', '/api/v1/departments/ecology', {
    name: '生态环境局',
    divisionCode: '1401',
    bodies: [],
  });
  await product.settle();
});
afterAll(() => product.stop());

const change = (token: string, what: string, body: unknown, deviceId = 'air-one') =>
  product.call(token, 'PUT', `/api/v1/devices/${deviceId}/${what}`, body);
const device = async () => (await product.call(admin, 'GET', '/api/v1/devices/air-one')).body;

describe('devices', () => {
  it('are found by their family, and by who is near a point, within what a person may see', async () => {
    const ids = async (token: string, path: string) =>
      (await product.call(token, 'GET', `/api/v1${path}`)).body.items.map(({ deviceId, metres }) => [
        deviceId,
        metres,
      ]);
    expect(await ids(worker, '/devices?family=environmental')).toEqual([['air-one', undefined]]);
    expect(await ids(worker, '/devices?family=hydrological')).toEqual([]);
    expect(await ids(worker, '/devices?family=none')).toEqual([]);
    const near = `/nearest-devices?lon=${YINGZE.lon}&lat=${YINGZE.lat + 0.002}`;
    const [[deviceId, metres]] = (await ids(worker, near)) as [[string, number]];
    expect(deviceId).toBe('air-one');
    expect(metres).toBeGreaterThan(200);
    expect(metres).toBeLessThan(250);
    expect(await ids(worker, `${near}&metres=100`)).toEqual([]);
    const elsewhere = await product.signIn('gridWorker', '1402');
    expect(await ids(elsewhere, near)).toEqual([]);
  });
});

describe('a sheet of devices', () => {
  const HEADING = '设备编号,名称,型号,经度,纬度,部门,上报间隔（秒）';
  const send = async (token: string, query: string, rows: readonly string[], key?: string) => {
    const response = await fetch(`${product.baseUrl}/api/v1/devices/import?${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'text/csv',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: [HEADING, ...rows, ''].join('\n'),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as {
        valid: number;
        problems: { row: number; column: string; code: string }[];
        imported: {
          registered: { deviceId: string; secret: string | null }[];
          unchanged: number;
          refused: unknown[];
        };
      },
    };
  };
  const good = [
    'many-1,一号,环境空气自动监测站,112.58,37.86,生态环境局,30',
    'many-2,二号,noise-meter,112.58,37.86,,',
  ];

  it('is checked row by row: models, departments, places, rights, what is registered', async () => {
    const rows = [
      ...good,
      'many-1,再来,noise-meter,112.58,37.86,,',
      'many-3,三号,没有的型号,112.58,37.86,,',
      'many-4,四号,noise-meter,112.58,37.86,没有的部门,',
      'many-5,五号,noise-meter,100,20,,',
      `many-6,六号,noise-meter,${DATONG.lon},${DATONG.lat},,`,
      'air-one,另一台,noise-meter,112.58,37.86,,',
      'Many 7,七号,noise-meter,112.58,37.86,,',
    ];
    const { body } = await send(manager, '', rows);
    expect(body).toMatchObject({ valid: 2, imported: null });
    expect(body.problems.map(({ row, column, code }) => [row, column, code]).sort()).toEqual([
      [10, '设备编号', 'cellInvalid'],
      [4, '设备编号', 'deviceRepeated'],
      [5, '型号', 'unknownModel'],
      [6, '部门', 'unknownDepartment'],
      [7, '经度', 'outsideProvince'],
      [8, '经度', 'forbidden'],
      [9, '设备编号', 'deviceExists'],
    ]);
    expect((await send(worker, '', good)).status).toBe(403);
  });

  it('registers them once, each with a secret that is shown once and works, and is audited', async () => {
    const first = await send(manager, 'dryRun=false', good, 'sheet-1');
    expect(first.headers.get('cache-control')).toBe('no-store');
    const { registered } = first.body.imported;
    expect(registered.map(({ deviceId }) => deviceId)).toEqual(['many-1', 'many-2']);
    const client = await product.connect('many-1', registered[0]!.secret!);
    await client.endAsync();
    expect((await product.call(manager, 'GET', '/api/v1/devices/many-1')).body).toMatchObject({
      modelId: 'air-station',
      departmentId: 'ecology',
      divisionCode: '140106',
      reportIntervalSeconds: 30,
    });
    const again = await send(manager, 'dryRun=false', good);
    expect(again.body.imported).toEqual({ registered: [], unchanged: 2, refused: [] });
    const auditor = await product.signIn('auditAdministrator');
    const audited = await product.call(auditor, 'GET', '/api/v1/audit-log?action=importDevices');
    expect(audited.body.items[0]).toMatchObject({ outcome: 'done', object: { id: '0 devices' } });
    expect(audited.body.items[1]).toMatchObject({ object: { id: '2 devices' } });
  });
});

describe('a device', () => {
  it('gets another name, place and department', async () => {
    const place = { lon: 112.56, lat: 37.75 };
    expect((await change(manager, 'name', { name: '小店空气站' })).status).toBe(200);
    expect(await change(manager, 'location', place)).toMatchObject({
      status: 200,
      body: { location: place, divisionCode: '140105' },
    });
    expect((await change(manager, 'department', { departmentId: 'ecology' })).status).toBe(200);
    expect(await device()).toMatchObject({
      name: '小店空气站',
      location: place,
      divisionCode: '140105',
      departmentId: 'ecology',
    });
    await change(manager, 'department', { departmentId: null });
    expect(await device()).toMatchObject({ departmentId: null });
  });

  it('is moved only by whoever has the right where it goes, too', async () => {
    const before = await device();
    expect(await change(manager, 'location', DATONG)).toMatchObject({ status: 403 });
    expect(await change(worker, 'name', { name: 'no' })).toMatchObject({ status: 403 });
    expect(await change(manager, 'location', { lon: 100, lat: 20 })).toMatchObject({
      status: 422,
      body: { code: 'outsideProvince' },
    });
    expect(await change(manager, 'department', { departmentId: 'none' })).toMatchObject({
      body: { code: 'unknownDepartment' },
    });
    expect(await change(manager, 'name', { name: 'x' }, 'none')).toMatchObject({
      status: 404,
      body: { code: 'deviceUnknown' },
    });
    expect(await device()).toEqual(before);
    expect((await change(admin, 'location', DATONG)).status).toBe(200);
    // It has left the manager's city.
    expect(await change(manager, 'name', { name: 'x' })).toMatchObject({ status: 404 });
  });
});
