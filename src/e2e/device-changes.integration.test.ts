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
