import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentListProjection } from '../../projections/governance/component-list/project.ts';
import { makeXlsx } from '../tabular/testing/xlsx.ts';
import { type Product, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';
import { LAMP, type Registry, startRegistry } from '../testing/registry.ts';

let product: Product;
let admin: string;
let worker: string;
let send: Registry['send'];
let get: Registry['get'];

beforeAll(async () => {
  ({ product, admin, worker, send, get } = await startRegistry());
});
afterAll(() => product.stop());

describe('components', () => {
  it('are registered under an identifier that agrees with division, class and position', async () => {
    expect((await product.call(worker, 'POST', '/api/v1/components', LAMP)).status).toBe(403);
    for (const [componentId, code] of [
      ['123', 'componentIdMalformed'],
      ['14010501037000001', 'componentDivisionDiffers'],
      ['99010501037000001', 'componentDivisionUnknown'],
      ['14010609037000001', 'componentClassUnknown'],
    ]) {
      const answer = await product.call(admin, 'POST', '/api/v1/components', { ...LAMP, componentId });
      expect(answer, componentId).toMatchObject({ status: 422, body: { code } });
    }
    const far = { ...LAMP, location: { lon: 0, lat: 0 } };
    expect((await product.call(admin, 'POST', '/api/v1/components', far)).body.code).toBe('outsideProvince');
    expect((await product.call(admin, 'POST', '/api/v1/components', LAMP)).status).toBe(200);
    expect((await product.call(admin, 'POST', '/api/v1/components', LAMP)).body.code).toBe('componentExists');
    expect(await get(`/components/${LAMP.componentId}`)).toMatchObject({
      state: 'intact',
      codeSetId: 'gbt-47678-5-2026',
      divisionCode: '140106',
      bodies: { owner: { name: '市政公用中心', code: null }, maintainer: null },
    });
  });

  it('are imported: new ones registered, known ones changed and moved, the rest left as they are', async () => {
    const heading = [
      '标识码',
      '名称',
      '主管部门名称',
      '权属单位名称',
      '状态',
      '经度',
      '纬度',
      '地址',
      '初始日期',
    ];
    const row = (n: number, lat: number, state = '完好') =>
      [
        `1401060103700000${n}`,
        '路灯',
        '城市管理局',
        '市政公用中心',
        state,
        YINGZE.lon,
        lat,
        '迎泽大街',
        '2026-07-01',
      ] as const;
    const sheet = makeXlsx([
      heading,
      row(1, YINGZE.lat, '破损'),
      row(2, YINGZE.lat + 0.0004),
      row(3, YINGZE.lat + 0.004),
    ]);
    expect((await send(admin, '/components/import', sheet)).body).toMatchObject({
      dryRun: true,
      valid: 3,
      problemCount: 0,
    });
    const path = '/components/import?dryRun=false';
    expect((await send(worker, path, sheet)).status).toBe(403);
    expect((await send(admin, path, sheet)).body.imported).toEqual({ written: 3, unchanged: 0, refused: [] });
    expect((await send(admin, path, sheet)).body.imported).toEqual({ written: 0, unchanged: 3, refused: [] });
    expect((await get(`/components/${LAMP.componentId}`)).state).toBe('damaged');
    const bad = makeXlsx([heading, row(4, 0)]);
    expect((await send(admin, path, bad)).body).toMatchObject({
      code: 'importInvalid',
      problems: [{ row: 2, column: '经度' }],
    });
  });

  it('are found in a box, by filters, and by distance from a point', async () => {
    const { lon, lat } = YINGZE;
    const box = await get(
      `/components?bbox=${lon - 0.001},${lat - 0.001},${lon + 0.001},${lat + 0.001}&codeSet=gbt-47678-5-2026&minor=037`,
    );
    expect(box.type).toBe('FeatureCollection');
    expect(box.features.map((each) => each.id)).toEqual([LAMP.componentId, '14010601037000002']);
    expect(box.features[0]?.geometry).toEqual({ type: 'Point', coordinates: [lon, lat] });
    expect((await get('/components?state=damaged')).features).toHaveLength(1);
    const first = await get('/components?limit=2');
    expect((await get(`/components?limit=2&cursor=${first.nextCursor}`)).features).toHaveLength(1);
    const near = await get(`/components/nearest?lon=${lon}&lat=${lat}&metres=100`);
    expect(near.items.map((each) => [each.componentId, Math.floor(Number(each.metres))])).toEqual([
      [LAMP.componentId, 0],
      ['14010601037000002', 44],
    ]);
    expect((await product.call(worker, 'GET', '/api/v1/components?bbox=1,2,3')).status).toBe(400);
    const elsewhere = await product.signIn('gridWorker', '1402');
    expect((await get('/components', elsewhere)).features).toEqual([]);
    expect((await product.call(elsewhere, 'GET', `/api/v1/components/${LAMP.componentId}`)).status).toBe(404);
  });

  it('are changed, moved and removed', async () => {
    const id = '14010601037000003';
    const version = Number((await get(`/components/${id}`)).version);
    const stale = await product.call(
      admin,
      'POST',
      `/api/v1/components/${id}/changes`,
      { state: 'lost' },
      { 'if-match': `"${version + 1}"` },
    );
    expect(stale.status).toBe(412);
    await product.call(admin, 'POST', `/api/v1/components/${id}/changes`, {
      state: 'lost',
      changeDate: '2026-11-24',
    });
    await product.call(admin, 'POST', `/api/v1/components/${id}/moves`, {
      location: { lon: 112.581, lat: 37.861 },
    });
    expect(await get(`/components/${id}`)).toMatchObject({ state: 'lost', location: { lon: 112.581 } });
    expect(
      (await product.call(admin, 'POST', `/api/v1/components/${id}/removal`, { reason: '' })).status,
    ).toBe(422);
    expect(
      (await product.call(admin, 'POST', `/api/v1/components/${id}/removal`, { reason: '拆除' })).status,
    ).toBe(200);
    expect(await get(`/components/${id}`)).toMatchObject({ state: 'removed', removedReason: '拆除' });
    expect(
      (await product.call(admin, 'POST', `/api/v1/components/${id}/changes`, { state: 'intact' })).body.code,
    ).toBe('componentRemoved');
    expect((await get('/components')).features).toHaveLength(2);
  });
});

it('the read model of components is the same when rebuilt', async () => {
  const projections = [componentListProjection];
  for (const { name, live, rebuilt } of await rebuildBeside(product, { projections })) {
    expect(rebuilt, name).toEqual(live);
    expect(
      Object.values(live).every((rows) => rows.length > 0),
      name,
    ).toBe(true);
  }
});
