import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeSetListProjection } from '../../projections/governance/code-set-list/project.ts';
import { crosswalkListProjection } from '../../projections/governance/crosswalk-list/project.ts';
import { filingStandardListProjection } from '../../projections/governance/filing-standard-list/project.ts';
import { makeXlsx } from '../tabular/testing/xlsx.ts';
import { type Product, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';
import { type Registry, startRegistry } from '../testing/registry.ts';

let product: Product;
let admin: string;
let worker: string;
let send: Registry['send'];
let get: Registry['get'];

beforeAll(async () => {
  ({ product, admin, worker, send, get } = await startRegistry());
});
afterAll(() => product.stop());

const HEADING = [
  '类别',
  '大类代码',
  '大类名称',
  '小类代码',
  '小类名称',
  '立案条件',
  '处置时限',
  '结案条件',
  '监管主体',
  '责任主体',
  '采集要求',
];
const LAMP = ['部件', '01', '公用设施', '37', '路灯'];
const tail = ['修复', '城市管理局', '运城市市政公用服务中心、各产权单位', '整条路路灯都不亮以一条案卷采集'];
const standard = makeXlsx([
  HEADING,
  [...LAMP, '单盏不亮', '2工作日', ...tail],
  [...LAMP, '漏电', '1紧急工作时', ...tail],
]);
const wrong = makeXlsx([
  HEADING,
  [...LAMP, '单盏不亮', '两天', ...tail],
  [...LAMP, '漏电', '1紧急工作时', ...tail],
]);
describe('category codes', () => {
  it('of three standards coexist, and are searched set by set', async () => {
    const { items } = await get('/code-sets');
    expect(items.map((set) => [set.codeSetId, set.partial, set.categories])).toEqual([
      ['cjt-214-2007', true, 0],
      ['gbt-30428-2-2013', true, expect.any(Number)],
      ['gbt-47678-5-2026', false, 403],
    ]);
    const lamps = await get(
      `/code-sets/gbt-47678-5-2026/categories?kind=component&text=${encodeURIComponent('路灯')}`,
    );
    expect(lamps.items.map((each) => each.code)).toEqual(['01006', '01037', '01060']);
  });

  it('map from one standard to another, or by their class where no code matches', async () => {
    expect(await get('/code-sets/gbt-30428-2-2013/categories/event/0110/crosswalk')).toMatchObject({
      name: '暴露生活垃圾',
      counterparts: [{ codeSetId: 'gbt-47678-5-2026', code: '06010', name: '暴露垃圾', basis: 'rule' }],
    });
    const left = await get('/code-sets/gbt-30428-2-2013/categories/event/0131/crosswalk');
    expect(left.counterparts).toEqual([]);
    expect(left.classCounterparts.map(({ code }) => code)).toContain('06');
  });

  it('are imported by people with the right, after a check', async () => {
    const csv =
      '类别,大类代码,大类名称,小类代码,小类名称\n部件,01,公用设施,01,上水井盖\n部件,01,公用设施,01,又一个\n';
    const path = '/code-sets/import?codeSetId=local-2026&standard=DB14%2FT&source=test';
    expect((await send(worker, path, csv)).status).toBe(403);
    expect(await send(admin, path, csv, { type: 'text/csv' })).toMatchObject({
      status: 200,
      body: { dryRun: true, imported: null, problems: [{ row: 3, column: '小类代码', value: '01' }] },
    });
    expect((await send(admin, `${path}&dryRun=false`, csv)).body.code).toBe('importInvalid');
    expect(await send(admin, `${path}&dryRun=false&partial=true`, csv)).toMatchObject({
      status: 200,
      body: { imported: { codeSetVersion: 1, categories: 1 } },
    });
    expect((await get('/code-sets/local-2026/categories')).items).toHaveLength(1);
  });
});

describe('filing standards', () => {
  const path = '/filing-standards/import?standardId=taiyuan&name=T&codeSetId=gbt-30428-2-2013&source=test';

  it('are only checked by default; with one wrong row a real run imports nothing', async () => {
    expect((await send(worker, path, standard)).status).toBe(403);
    expect(await send(admin, path, wrong)).toMatchObject({
      status: 200,
      body: {
        dryRun: true,
        rows: 2,
        valid: 1,
        imported: null,
        problems: [
          {
            row: 2,
            column: '处置时限',
            value: '两天',
            code: 'cellInvalid',
            expected: expect.stringContaining('紧急工作时'),
          },
        ],
      },
    });
    expect(await send(admin, `${path}&dryRun=false`, wrong)).toMatchObject({
      status: 422,
      body: { code: 'importInvalid', problemCount: 1 },
    });
    expect((await product.call(worker, 'GET', '/api/v1/filing-standards/taiyuan/rows')).status).toBe(404);
  });

  it('become the next version; a case keeps the one under which it was filed', async () => {
    const headers = { 'idempotency-key': 'import-1' };
    for (const replay of [false, true]) {
      const first = await send(admin, `${path}&dryRun=false`, standard, { headers });
      expect(first, String(replay)).toMatchObject({
        status: 200,
        body: { imported: { standardVersion: 1, rows: 2 } },
      });
    }
    const rows = await get('/filing-standards/taiyuan/rows?matter=component-01-37');
    expect(rows.items[0]?.collectionRule).toMatchObject({
      hint: { oneCasePer: 'road', metres: null, hours: null },
    });

    const [acceptor, shiftLeader] = [
      await product.signIn('acceptor', '1401'),
      await product.signIn('shiftLeader', '1401'),
    ];
    const report = { description: '路灯不亮', location: YINGZE, matterCode: 'component-01-37' };
    const { caseId } = (await product.call(worker, 'POST', '/api/v1/cases', report)).body;
    await product.call(acceptor, 'POST', `/api/v1/cases/${caseId}/acceptance`, { opinion: '受理' });
    const filing = { opinion: '立案', standardId: 'taiyuan', rowId: 'component-01-37-1' };
    expect((await product.call(shiftLeader, 'POST', `/api/v1/cases/${caseId}/filing`, filing)).status).toBe(
      200,
    );

    const changed = makeXlsx([HEADING, [...LAMP, '单盏不亮', '3工作日', ...tail]]);
    const second = await send(admin, `${path}&dryRun=false`, changed);
    expect(second.body.imported).toMatchObject({ standardVersion: 2, rows: 1 });
    expect((await get('/filing-standards/taiyuan/rows')).items).toMatchObject([{ limit: 3 }]);
    expect((await get('/filing-standards/taiyuan/rows?version=1')).items).toHaveLength(2);
    expect((await get(`/cases/${caseId}`)).standard).toMatchObject({ standardVersion: 1, limit: 2 });
    // The same file again is nothing new.
    expect((await send(admin, `${path}&dryRun=false`, changed)).body.imported.standardVersion).toBe(2);
  });

  it('tell who published which version when, and a former one is put in force again', async () => {
    const versions = async () => (await get('/filing-standards/taiyuan/versions')).items;
    expect(await versions()).toMatchObject([
      { standardVersion: 2, rows: 1, source: 'test', publishedByName: expect.any(String) },
      { standardVersion: 1, rows: 2 },
    ]);
    const reinstate = (token: string, version: number) =>
      product.call(token, 'POST', `/api/v1/filing-standards/taiyuan/versions/${version}/reinstatement`);
    expect((await reinstate(worker, 1)).status).toBe(403);
    expect((await reinstate(await product.signIn('administrator', '1401'), 1)).status).toBe(403);
    expect((await reinstate(admin, 9)).status).toBe(404);
    expect((await reinstate(admin, 1)).body).toEqual({ standardId: 'taiyuan', standardVersion: 3 });
    expect((await versions()).map(({ standardVersion, rows }) => [standardVersion, rows])).toEqual([
      [3, 2],
      [2, 1],
      [1, 2],
    ]);
    expect((await get('/filing-standards/taiyuan/rows')).items).toHaveLength(2);
    expect((await product.call(worker, 'GET', '/api/v1/filing-standards/none/versions')).status).toBe(404);

    // What is in force already is no new version.
    const codes = '/code-sets/local-2026/versions';
    const again = await product.call(admin, 'POST', `/api/v1${codes}/1/reinstatement`);
    expect(again.body).toEqual({ codeSetId: 'local-2026', codeSetVersion: 1 });
    expect((await get(codes)).items).toMatchObject([{ codeSetVersion: 1, categories: 1, source: 'test' }]);
  });

  it('can be imported from the file that Yuncheng publishes, and from our templates', async () => {
    const csv = readFileSync(new URL('../../data/standards/yuncheng-filing-standards.csv', import.meta.url));
    expect((await send(admin, path, csv)).body).toMatchObject({ rows: 519, valid: 519, problemCount: 0 });
    for (const name of ['filing-standard', 'code-set', 'component']) {
      const response = await fetch(`${product.baseUrl}/api/v1/import-templates/${name}`, {
        headers: { authorization: `Bearer ${worker}` },
      });
      expect(response.headers.get('content-type')).toContain('text/csv');
      expect(await response.text()).toContain('名称');
    }
    expect((await product.call(worker, 'GET', '/api/v1/import-templates/constructor')).status).toBe(404);
  });

  it.each([
    ['another content type', '{}', { type: 'application/json' }, 415],
    ['too much', new Uint8Array(6_000_000), {}, 413],
    ['no sheet', new Uint8Array([0x50, 0x4b, 3, 4]), {}, 200],
  ])('refuse %s', async (_what, bytes, options, status) => {
    const answer = await send(admin, path, bytes, options);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body.problems).toMatchObject([{ code: 'xlsxInvalid' }]);
  });

  it('need an existing code set', async () => {
    const answer = await send(admin, '/filing-standards/import?standardId=x&codeSetId=none', standard);
    expect(answer).toMatchObject({ status: 422, body: { code: 'unknownCodeSet' } });
  });
});

it('read models of codes and standards are the same when rebuilt', async () => {
  const projections = [codeSetListProjection, crosswalkListProjection, filingStandardListProjection];
  for (const { name, live, rebuilt } of await rebuildBeside(product, { projections })) {
    expect(rebuilt, name).toEqual(live);
    expect(
      Object.values(live).every((rows) => rows.length > 0),
      name,
    ).toBe(true);
  }
});
