import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ringOf } from '../geography/index.ts';
import { hireCrew } from '../testing/case-crew.ts';
import { type Product, startProduct } from '../testing/product.ts';

let product: Product;
let admin: string;
let neighbour: string;
let viewer: string;

const SOUTH = 37.85;
const box = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [ringOf({ west, south, east, north })],
});
const CELL = box(112.57, SOUTH, 112.58, 37.86);
const EAST = box(112.58, SOUTH, 112.59, 37.86);
const BOW = {
  type: 'Polygon',
  coordinates: [
    [
      [112.57, SOUTH],
      [112.58, 37.86],
      [112.58, SOUTH],
      [112.57, 37.865],
      [112.57, SOUTH],
    ],
  ],
};

beforeAll(async () => {
  product = await startProduct();
  admin = await product.signIn('administrator', '1401');
  neighbour = await product.signIn('administrator', '1402');
  viewer = await product.signIn('gridWorker', '140106');
});
afterAll(() => product.stop());

const call = (method: string, path: string, body?: unknown, token = admin) =>
  product.call(token, method, `/api/v1/grids${path}`, body);
const draw = (code: string, geometry: unknown, more = {}, token = admin) =>
  call('POST', '', { code, name: `网格${code}`, divisionCode: '140106', geometry, ...more }, token);

describe('a duty grid', () => {
  it('is tried, drawn once, and refused where it lies over another, with the place', async () => {
    expect(await draw('A1', CELL, { dryRun: true })).toMatchObject({
      status: 200,
      body: { version: 0, faults: [] },
    });
    expect((await call('GET', '/A1')).status).toBe(404);
    expect(await draw('A1', CELL)).toMatchObject({ status: 200, body: { version: 1, gridCode: 'A1' } });
    expect(await draw('A1', EAST)).toMatchObject({ status: 409, body: { code: 'gridTaken' } });
    const wide = box(112.575, SOUTH, 112.59, 37.86);
    const tried = await draw('A2', wide, { dryRun: true });
    expect(tried).toMatchObject({
      status: 200,
      body: {
        faults: [
          {
            code: 'gridsOverlap',
            blocking: true,
            gridCode: 'A1',
            gridName: '网格A1',
            area: { type: 'MultiPolygon' },
          },
        ],
      },
    });
    expect(await draw('A2', wide)).toMatchObject({
      status: 422,
      body: { code: 'gridFaulty', faults: [{ code: 'gridsOverlap' }] },
    });
    expect(await draw('A2', BOW, { dryRun: true })).toMatchObject({
      body: { faults: [{ code: 'ringCrossesItself', at: { lon: expect.any(Number) } }] },
    });
    expect(await draw('A2', BOW)).toMatchObject({ status: 422, body: { code: 'gridFaulty' } });
    expect(await draw('A2', box(112.44, 37.86, 112.45, 37.87), { dryRun: true })).toMatchObject({
      body: { faults: [{ code: 'outsideDivision', blocking: true }] },
    });
    expect(await draw('140105001001001', EAST)).toMatchObject({
      body: { faults: [{ code: 'codeOutsideDivision' }] },
    });
    expect(await draw('A2', EAST)).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it('is renamed and redrawn after the version that was read; the loser of a race is told', async () => {
    const named = { name: '柳巷一格', divisionCode: '140106', geometry: CELL, workerId: null };
    expect(await call('PUT', '/A1', { ...named, after: 1 })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(await call('PUT', '/A1', { ...named, name: '他', after: 1 })).toMatchObject({
      status: 409,
      body: { code: 'gridChanged' },
    });
    expect(await call('PUT', '/A1', { ...named, after: 1, dryRun: true })).toMatchObject({ status: 409 });
    const smaller = { ...named, geometry: box(112.57, SOUTH, 112.575, 37.86), after: 2 };
    expect(await call('PUT', '/A1', { ...smaller, dryRun: true })).toMatchObject({
      body: { faults: [{ code: 'gridGap', blocking: true, area: { type: 'MultiPolygon' } }] },
    });
    expect(await call('PUT', '/A1', smaller)).toMatchObject({ status: 422 });
    expect(await call('PUT', '/A1', { ...smaller, mayLeaveGap: true })).toMatchObject({
      status: 200,
      body: { version: 3, faults: [{ code: 'gridGap', blocking: false }] },
    });
    const changes = (await call('GET', '/A1/changes')).body.items as object[];
    expect(changes).toMatchObject([
      { version: 3, kinds: ['redrawn'], name: '柳巷一格' },
      { version: 2, kinds: ['renamed'], byName: expect.any(String) },
      { version: 1, kinds: ['drawn'], name: '网格A1' },
    ]);
    expect(await call('POST', '/A1/restoration', { version: 1, after: 3 })).toMatchObject({
      status: 200,
      body: { version: 4 },
    });
    expect((await call('GET', '/A1')).body).toMatchObject({
      grid: { properties: { name: '网格A1' }, geometry: { coordinates: CELL.coordinates } },
      version: 4,
      caretakers: [{ role: 'gridWorker', divisionCode: '140106', assigned: false }],
    });
  });

  it('with open cases is retired only if another takes over; the case keeps the grid of its day', async () => {
    const crew = await hireCrew(product, [['acceptor', 'acceptor', null]] as const);
    const { caseId } = await crew.open('acceptor', {
      source: 'acceptor',
      location: { lon: 112.585, lat: 37.855 },
    });
    await product.settle();
    const retire = { reason: '并入一格', after: 1, mayLeaveGap: true };
    expect(await call('POST', '/A2/retirement', { ...retire, dryRun: true })).toMatchObject({
      status: 200,
      body: { openCases: 1, faults: [{ code: 'gridGap' }] },
    });
    expect(await call('POST', '/A2/retirement', retire)).toMatchObject({
      status: 409,
      body: { code: 'gridInUse', openCases: 1 },
    });
    expect(await call('POST', '/A2/retirement', { ...retire, successorCode: 'A2' })).toMatchObject({
      status: 422,
    });
    expect(await call('POST', '/A2/retirement', { ...retire, successorCode: 'A1' })).toMatchObject({
      status: 200,
    });
    expect((await call('GET', '/A2')).body).toMatchObject({ retired: true, version: 2 });
    expect((await call('GET', '/A2/changes')).body.items).toMatchObject([
      { kinds: ['retired'], reason: '并入一格', successorCode: 'A1' },
      { kinds: ['drawn'] },
    ]);
    expect(await crew.caseOf(caseId).show('acceptor')).toMatchObject({ gridCode: 'A2' });
    expect(await draw('A2', EAST)).toMatchObject({ status: 409, body: { code: 'gridTaken' } });
    expect(await call('POST', '/A2/restoration', { version: 1, after: 2 })).toMatchObject({
      status: 200,
      body: { version: 3 },
    });
  });

  it('is not for those without the right there', async () => {
    expect(await draw('B1', EAST, { dryRun: true }, viewer)).toMatchObject({ status: 403 });
    expect((await call('GET', '/A1', undefined, viewer)).status).toBe(200);
    for (const [method, path, body] of [
      ['GET', '/A1', undefined],
      ['GET', '/A1/changes', undefined],
      ['PUT', '/A1', { name: 'x', divisionCode: '1402', geometry: CELL, after: 4 }],
      ['POST', '/A1/restoration', { version: 1, after: 4 }],
      ['POST', '/A1/retirement', { reason: 'x', after: 4 }],
    ] as const)
      expect(await call(method, path, body, neighbour), path).toMatchObject({
        status: 404,
        body: { code: 'gridNotFound' },
      });
    expect(await draw('A1', EAST, {}, neighbour)).toMatchObject({ status: 409, body: { code: 'gridTaken' } });
    expect(await draw('N1', EAST, {}, neighbour)).toMatchObject({ status: 403 });
  });
});
