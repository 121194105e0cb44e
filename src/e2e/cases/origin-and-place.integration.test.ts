import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../testing/command-line.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** 迎泽区, and 杏花岭区 beside it. */
const [COUNTY, NEIGHBOUR] = ['140106', '140107'];

let product: Product;
let worker: string;
let acceptor: string;
let manager: string;

beforeAll(async () => {
  product = await startProduct();
  worker = await product.signIn('gridWorker', COUNTY);
  acceptor = await product.signIn('acceptor', '1401');
  manager = await product.signIn('administrator', '1401');
});
afterAll(() => product.stop());

const call = (token: string, method: string, path: string, body?: unknown) =>
  product.call(token, method, `/api/v1${path}`, body);
const report = (token: string, more: object) =>
  call(token, 'POST', '/cases', { description: '井盖缺失', location: YINGZE, ...more });

describe('H5 the source of a report', () => {
  it.each(['leader', 'sensorAlarm', 'videoAnalytics', 'hotline12345'])(
    'is not %s from a grid worker',
    async (source) => {
      expect(await report(worker, { source })).toMatchObject({
        status: 403,
        body: { code: 'sourceNotAllowed' },
      });
    },
  );

  it('may be any source that the role may name', async () => {
    expect((await report(worker, { source: 'public' })).status).toBe(201);
    expect((await report(acceptor, { source: 'leader' })).status).toBe(201);
    expect((await report(acceptor, { source: 'sensorAlarm' })).status).toBe(403);
  });

  it('comes with a matter of a filing standard, also after a correction', async () => {
    expect(await report(worker, { matterCode: 'nonsense-99' })).toMatchObject({
      status: 422,
      body: { code: 'unknownMatter', matterCode: 'nonsense-99' },
    });
    const known = await report(worker, { matterCode: 'event-01-11' });
    expect(known.status).toBe(201);
    await product.settle();
    const correct = (matterCode: string) =>
      call(acceptor, 'POST', `/cases/${known.body.caseId}/correction`, { reason: '类别有误', matterCode });
    expect(await correct('event-77-77')).toMatchObject({ status: 422, body: { code: 'unknownMatter' } });
  });
});

interface Drawn {
  readonly code?: unknown;
  readonly gridCode?: unknown;
  readonly divisionCode?: string;
  readonly workerId?: string;
  readonly at?: { readonly lon: number; readonly lat: number };
  readonly half?: number;
}

const file = (...drawn: readonly Drawn[]) => ({
  type: 'FeatureCollection',
  features: drawn.map(({ at = YINGZE, half = 0.002, ...properties }) => ({
    type: 'Feature',
    properties: { name: '网格', divisionCode: COUNTY, ...properties },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [at.lon - half, at.lat - half],
          [at.lon + half, at.lat - half],
          [at.lon + half, at.lat + half],
          [at.lon - half, at.lat + half],
          [at.lon - half, at.lat - half],
        ],
      ],
    },
  })),
});
const drawGrids = (token: string, grids: object, query = '') =>
  call(token, 'POST', `/grids/import${query}`, grids);

describe('M8 duty grids', () => {
  it('must lie in the division that they name', async () => {
    const { status, body } = await drawGrids(manager, file({ code: 'M8-1', divisionCode: NEIGHBOUR }));
    expect(status).toBe(400);
    expect(body.problems).toMatchObject([{ gridCode: 'M8-1', code: 'outsideDivision' }]);
  });

  it('may be defined only with the right there', async () => {
    const elsewhere = await product.signIn('administrator', NEIGHBOUR);
    expect((await drawGrids(elsewhere, file({ code: 'M8-2' }))).status).toBe(403);
    expect((await drawGrids(elsewhere, file({ code: 'M8-2', divisionCode: NEIGHBOUR }))).status).toBe(400);
  });

  it('have a worker who is a registered user', async () => {
    const { body } = await drawGrids(manager, file({ code: 'M8-3', workerId: 'nobody' }));
    expect(body.problems).toMatchObject([{ code: 'workerUnknown', message: '网格员 nobody 不存在' }]);
    const me = await call(worker, 'GET', '/session');
    const known = await drawGrids(
      manager,
      file({ code: 'M8-3', workerId: me.body.userId as string }),
      '?dryRun=true',
    );
    expect(known.body).toMatchObject({ valid: 1, problems: [] });
  });

  it('are reported when they overlap others, in the file or already defined', async () => {
    const beside = { lon: YINGZE.lon + 0.004, lat: YINGZE.lat };
    const first = await drawGrids(manager, file({ code: 'M8-4' }, { code: 'M8-5', at: beside }));
    expect(first).toMatchObject({ status: 200, body: { imported: 2, warnings: [] } });
    await product.settle();
    const { body } = await drawGrids(
      manager,
      file({ code: 'M8-6' }, { code: 'M8-7', half: 0.001 }),
      '?dryRun=true',
    );
    expect((body.warnings as { message: string }[]).map(({ message }) => message).sort()).toEqual([
      '与网格 M8-4重叠',
      '与网格 M8-4重叠',
      '与网格 M8-7重叠',
    ]);
  });

  it('are named in messages as in the file', async () => {
    const { body } = await drawGrids(
      manager,
      file({ gridCode: 7 }, { gridCode: 'M8 8' }, {}),
      '?dryRun=true',
    );
    expect(body.problems).toMatchObject([
      { feature: 0, gridCode: null, code: 'gridCodeInvalid', message: '属性 gridCode：应为文本' },
      { feature: 1, gridCode: 'M8 8', message: '属性 gridCode：网格编码应为 1 至 32 位字母、数字或连字符' },
      { feature: 2, gridCode: null, code: 'codeInvalid', message: '属性 code：缺少该属性' },
    ]);
  });
});

describe('M9 a user account', () => {
  const settings = () => ({ DATABASE_URL: product.database.url, YIWANG_DATA_DIR: product.dataDir });
  const yiwang = (...args: string[]) => runHere(args, settings());
  const users = async () => (await yiwang('user', 'list')).stdout;

  it.each([
    [['--role', 'departmentManager'], '部门负责人须指定部门'],
    [['--role', 'handler', '--department', 'nope'], '部门 nope 不存在'],
    [['--role', 'acceptor', '--division', '999999'], '行政区划 999999 不存在'],
  ])('is created completely or not at all by the command line: %j', async (options, sentence) => {
    expect(await yiwang('admin', 'create', '--name', 'zhang3', ...options)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(sentence),
    });
    expect(await users()).not.toContain('zhang3');
  });

  it('gets no role in a place that does not exist', async () => {
    expect((await yiwang('admin', 'create', '--name', 'zhang3', '--role', 'leader')).code).toBe(0);
    const assign = ['user', 'assign', '--name', 'zhang3', '--role'];
    expect((await yiwang(...assign, 'acceptor', '--division', '999999')).code).toBe(1);
    expect((await yiwang(...assign, 'handler', '--division', '1401', '--department', 'nope')).code).toBe(1);
    expect(
      (await yiwang('department', 'define', '--id', 'x', '--name', 'x', '--division', '999999')).code,
    ).toBe(1);
  });

  it.each([
    [{ role: 'handler', departmentId: null }],
    [{ role: 'handler', departmentId: 'nope' }],
    [{ role: 'acceptor', divisionCode: '149999' }],
  ])('gets no role in a place that does not exist from the API: %j', async (assignment) => {
    const security = await product.signIn('securityAdministrator', '14');
    await product.settle();
    const me = await call(worker, 'GET', '/session');
    const given = await call(security, 'POST', `/users/${me.body.userId}/assignments`, {
      divisionCode: '1401',
      ...assignment,
    });
    expect(given.status).toBe(422);
  });
});
