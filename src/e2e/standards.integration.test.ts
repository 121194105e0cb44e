import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeSetListProjection } from '../../projections/governance/code-set-list/project.ts';
import { componentListProjection } from '../../projections/governance/component-list/project.ts';
import { crosswalkListProjection } from '../../projections/governance/crosswalk-list/project.ts';
import { dispatchRuleListProjection } from '../../projections/governance/dispatch-rule-list/project.ts';
import { filingStandardListProjection } from '../../projections/governance/filing-standard-list/project.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { openCase } from '../application/open-case.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { RecordedEvent } from '../event-store/event-store.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { createAutomaticDispatch } from '../processes/automatic-dispatch.ts';
import { makeXlsx } from '../tabular/testing/xlsx.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';

let product: Product;
let admin: string;
let worker: string;
let dispatcher: string;

beforeAll(async () => {
  product = await startProduct();
  [admin, worker, dispatcher] = await Promise.all([
    product.signIn('administrator'),
    product.signIn('gridWorker', '1401'),
    product.signIn('dispatcher', '1401'),
  ]);
  for (const [id, name, divisionCode, bodies] of [
    ['ecology', '生态环境局', '1401', ['生态环境部门']],
    ['municipal', '市政公用中心', '1401', ['运城市市政公用服务中心']],
    ['municipal-yingze', '迎泽区市政所', '140106', ['运城市市政公用服务中心']],
  ] as const) {
    const answer = await product.call(admin, 'PUT', `/api/v1/departments/${id}`, {
      name,
      divisionCode,
      bodies,
    });
    expect(answer.status).toBe(200);
  }
});
afterAll(() => product.stop());

type Row = Readonly<Record<string, unknown>>;
/** Answers as far as the tests look into them. */
type Body = Row & {
  readonly [Name in
    | 'items'
    | 'features'
    | 'problems'
    | 'suggestions'
    | 'trace'
    | 'counterparts'
    | 'classCounterparts']: readonly Row[];
} & { readonly [Name in 'imported' | 'standard' | 'decided']: Row };

/** Sends a sheet as a form, or as the body itself. */
const send = async (
  token: string,
  path: string,
  bytes: Uint8Array | string,
  options: { type?: string; headers?: Record<string, string> } = {},
) => {
  const form = new FormData();
  form.set('file', new File([bytes], 'sheet'));
  const response = await fetch(`${product.baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...options.headers,
      ...(options.type === undefined ? {} : { 'content-type': options.type }),
    },
    body: options.type === undefined ? form : bytes,
  });
  return { status: response.status, body: (await response.json()) as Body };
};
const get = async (path: string, token = worker) => {
  const answer = await product.call(token, 'GET', `/api/v1${path}`);
  expect(answer.status, path).toBe(200);
  return answer.body as unknown as Body;
};

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

const lampId = '14010601037000001';
const lamp = {
  componentId: lampId,
  name: '路灯',
  bodies: { inCharge: { name: '城市管理局' }, owner: { name: '市政公用中心' } },
  location: { ...YINGZE, address: '迎泽大街' },
};

describe('components', () => {
  it('are registered under an identifier that agrees with division, class and position', async () => {
    expect((await product.call(worker, 'POST', '/api/v1/components', lamp)).status).toBe(403);
    for (const [componentId, code] of [
      ['123', 'componentIdMalformed'],
      ['14010501037000001', 'componentDivisionDiffers'],
      ['99010501037000001', 'componentDivisionUnknown'],
      ['14010609037000001', 'componentClassUnknown'],
    ]) {
      const answer = await product.call(admin, 'POST', '/api/v1/components', { ...lamp, componentId });
      expect(answer, componentId).toMatchObject({ status: 422, body: { code } });
    }
    const far = { ...lamp, location: { lon: 0, lat: 0 } };
    expect((await product.call(admin, 'POST', '/api/v1/components', far)).body.code).toBe('outsideProvince');
    expect((await product.call(admin, 'POST', '/api/v1/components', lamp)).status).toBe(200);
    expect((await product.call(admin, 'POST', '/api/v1/components', lamp)).body.code).toBe('componentExists');
    expect(await get(`/components/${lampId}`)).toMatchObject({
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
    expect((await get(`/components/${lampId}`)).state).toBe('damaged');
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
    expect(box.features.map((each) => each.id)).toEqual([lampId, '14010601037000002']);
    expect(box.features[0]?.geometry).toEqual({ type: 'Point', coordinates: [lon, lat] });
    expect((await get('/components?state=damaged')).features).toHaveLength(1);
    const first = await get('/components?limit=2');
    expect((await get(`/components?limit=2&cursor=${first.nextCursor}`)).features).toHaveLength(1);
    const near = await get(`/components/nearest?lon=${lon}&lat=${lat}&metres=100`);
    expect(near.items.map((each) => [each.componentId, Math.floor(Number(each.metres))])).toEqual([
      [lampId, 0],
      ['14010601037000002', 44],
    ]);
    expect((await product.call(worker, 'GET', '/api/v1/components?bbox=1,2,3')).status).toBe(400);
    const elsewhere = await product.signIn('gridWorker', '1402');
    expect((await get('/components', elsewhere)).features).toEqual([]);
    expect((await product.call(elsewhere, 'GET', `/api/v1/components/${lampId}`)).status).toBe(404);
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

const rule = (ruleId: string, when: object, outcome: object = {}) => ({
  ruleId,
  name: ruleId,
  enabled: true,
  when,
  outcome: {
    department: 'suggested',
    priority: 'normal',
    supervisingBody: null,
    automaticFor: [],
    ...outcome,
  },
});
const publish = (rules: readonly object[]) =>
  product.call(admin, 'PUT', '/api/v1/dispatch-rules', { name: '规则', source: 'test', rules });

describe('dispatch suggestions', () => {
  it('consider responsible body, place and the owner of the component', async () => {
    const ask = { standardId: 'yuncheng', rowId: 'component-01-37-1', point: YINGZE };
    const byRow = await product.call(dispatcher, 'POST', '/api/v1/dispatch-suggestions', ask);
    expect((byRow.body.suggestions as Row[]).map(({ departmentId }) => departmentId)).toEqual([
      'municipal-yingze',
      'municipal',
    ]);
    const byOwner = await product.call(dispatcher, 'POST', '/api/v1/dispatch-suggestions', {
      ...ask,
      componentId: lampId,
    });
    expect((byOwner.body.suggestions as Row[])[0]).toMatchObject({
      departmentId: 'municipal',
      reasons: [{ reason: 'componentOwner', body: '市政公用中心' }, { reason: 'responsibleBody' }],
    });
    expect(
      (await product.call(dispatcher, 'POST', '/api/v1/dispatch-suggestions', { ...ask, rowId: 'x' })).body
        .code,
    ).toBe('unknownStandardRow');
  });

  it('are given for a case, which may name its component', async () => {
    const report = { description: '路灯漏电', location: YINGZE, matterCode: 'component-01-37' };
    const unknown = await product.call(worker, 'POST', '/api/v1/cases', {
      ...report,
      componentId: '14010601037009999',
    });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknownComponent' } });
    const { caseId } = (
      await product.call(worker, 'POST', '/api/v1/cases', { ...report, componentId: lampId })
    ).body;
    const advice = await get(`/cases/${caseId}/dispatch-suggestions`, dispatcher);
    expect(advice.suggestions[0]?.departmentId).toBe('municipal');
    expect(advice.rule).toMatchObject({ fired: { ruleId: 'danger-words' }, departmentId: 'municipal' });
    expect(advice.decided).toBeNull();
    const elsewhere = await product.signIn('dispatcher', '1402');
    expect(
      (await product.call(elsewhere, 'GET', `/api/v1/cases/${caseId}/dispatch-suggestions`)).status,
    ).toBe(404);
  });
});

describe('dispatch rules', () => {
  it('are read by people who dispatch and supervise, and published by the administrator', async () => {
    expect(await get('/dispatch-rules', dispatcher)).toMatchObject({ ruleSetVersion: 1, synthetic: true });
    expect((await product.call(worker, 'GET', '/api/v1/dispatch-rules')).status).toBe(403);
    const body = { name: '规则', source: 'test', rules: [rule('all', {})] };
    expect((await product.call(dispatcher, 'PUT', '/api/v1/dispatch-rules', body)).status).toBe(403);
    const unknown = await publish([rule('all', {}, { department: { id: 'nobody' } })]);
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknownDepartment' } });
    expect((await publish([rule('a', { colour: 'red' })])).status).toBe(400);
    expect((await publish([rule('all', {})])).body.ruleSetVersion).toBe(2);
    const { items } = await get('/dispatch-rules/versions', dispatcher);
    expect(items.map((each) => [each.ruleSetVersion, each.publishedBy])).toEqual([
      [2, expect.stringMatching(/^user:/)],
      [1, 'system'],
    ]);
  });

  it('can be tried in a dry run, as published or as a draft, on a case or on facts', async () => {
    const facts = {
      matterCode: 'event-S1-01',
      location: YINGZE,
      source: 'sensorAlarm',
      severity: 'red',
      at: '2026-11-24T15:30:00Z',
    };
    const draft = [
      rule('water', { category: { standard: 'sensing', codePrefix: 'S2' } }),
      rule('night', { timeOfDay: { from: '22:00', until: '06:00' }, workingDay: true }, { priority: 'high' }),
      rule('all', {}),
    ];
    const dry = (body: object) => product.call(dispatcher, 'POST', '/api/v1/dispatch-rules/dry-run', body);
    const tried = await dry({ facts, rules: draft });
    expect(tried.body).toMatchObject({
      fired: { ruleId: 'night' },
      outcome: { priority: 'high' },
      departmentId: 'ecology',
    });
    expect((tried.body.trace as Row[]).map(({ ruleId, result }) => [ruleId, result])).toEqual([
      ['water', 'notMatched'],
      ['night', 'fired'],
      ['all', 'shadowed'],
    ]);
    expect((tried.body.trace as Row[])[0]?.conditions).toMatchObject([
      { condition: 'category', holds: false },
    ]);
    expect((await dry({ facts })).body).toMatchObject({ fired: { ruleId: 'all' } });
    expect((await dry({})).status).toBe(400);
    expect((await get('/dispatch-rules', dispatcher)).ruleSetVersion).toBe(2);
  });
});

describe('automatic dispatch', () => {
  const open = async (caseId: string, source: 'sensorAlarm' | 'gridWorker', matterCode: string) => {
    const { store } = product.server.core;
    const opened = await openCase(
      store,
      createCommandHandler(store),
      await readCaseTiming(store),
      {
        caseId,
        source,
        reporterId: null,
        petitioner: null,
        description: 'PM2.5 超标',
        location: { ...YINGZE, address: '' },
        divisionCode: '140106',
        gridCode: null,
        matterCode,
        severity: 'orange',
        photos: [],
        alarm: null,
        at: new Date().toISOString(),
      },
      { actor: 'process:test', key: caseId },
    );
    expect(opened.ok).toBe(true);
    await product.settle();
    return get(`/cases/${caseId}`);
  };

  it('does nothing unless a rule says so', async () => {
    expect(await open('auto-before', 'sensorAlarm', 'event-S1-01')).toMatchObject({ stage: 'reported' });
  });

  it('accepts, files and dispatches a sensor case in the name of the process, once', async () => {
    await publish([
      rule(
        'noise',
        { category: { standard: 'sensing', codePrefix: 'S3' } },
        { automaticFor: ['sensorAlarm'], department: { id: 'municipal' } },
      ),
      rule(
        'sensors',
        { sources: ['sensorAlarm'] },
        { automaticFor: ['sensorAlarm', 'gridWorker'], priority: 'urgent', supervisingBody: '督查室' },
      ),
      rule('all', {}, { automaticFor: ['gridWorker'] }),
    ]);
    expect(await open('auto-air', 'sensorAlarm', 'event-S1-01')).toMatchObject({
      stage: 'dispatched',
      departmentId: 'ecology',
      standard: { standardId: 'sensing', rowId: 'event-S1-01-1' },
    });
    expect(await open('auto-noise', 'sensorAlarm', 'event-S3-01')).toMatchObject({
      departmentId: 'municipal',
    });
    // Four urgent hours from the decision.
    const shown = await get('/cases/auto-air');
    const { decided } = await get('/cases/auto-air/dispatch-suggestions', dispatcher);
    expect(decided).toMatchObject({
      ruleId: 'sensors',
      automatic: { priority: 'urgent', supervisingBody: '督查室' },
    });
    expect(Date.parse(String(shown.deadline)) - Date.parse(String(decided.at))).toBe(4 * 3_600_000);
    const { items } = await get('/cases/auto-air/timeline');
    expect(items.map((each) => [each.type, each.actor])).toEqual([
      ['CaseReported', 'process:test'],
      ['CaseAccepted', 'process:automatic-dispatch'],
      ['CaseFiled', 'process:automatic-dispatch'],
      ['CaseDispatched', 'process:automatic-dispatch'],
    ]);
  });

  it('repeated changes nothing, although the rules have changed since', async () => {
    await publish([rule('all', {}, { automaticFor: ['sensorAlarm'], department: { id: 'municipal' } })]);
    const { store, sql } = product.server.core;
    const before = await store.readStream('case-auto-air');
    const process = createAutomaticDispatch({ store, clock: systemClock, logger: silentLogger });
    await process.project([before[0] as RecordedEvent], sql);
    expect(await store.readStream('case-auto-air')).toEqual(before);
    expect(await store.readStream('dispatch-decision-auto-air')).toHaveLength(1);
  });

  it('leaves to people what people reported, and matters with more than one filing row', async () => {
    await publish([
      rule('all', {}, { automaticFor: ['sensorAlarm', 'gridWorker'], department: { id: 'municipal' } }),
    ]);
    expect(await open('auto-worker', 'gridWorker', 'event-S1-01')).toMatchObject({ stage: 'reported' });
    expect(await open('auto-lamp', 'sensorAlarm', 'component-01-37')).toMatchObject({ stage: 'reported' });
    const { decided } = await get('/cases/auto-lamp/dispatch-suggestions', dispatcher);
    expect(decided).toMatchObject({ automatic: null, reason: '没有唯一适用的立案标准，由值班长决定' });
  });
});

it('read models of codes, standards, components and dispatch are the same when rebuilt', async () => {
  const projections = [
    codeSetListProjection,
    componentListProjection,
    crosswalkListProjection,
    dispatchRuleListProjection,
    filingStandardListProjection,
  ];
  for (const { name, live, rebuilt } of await rebuildBeside(product, { projections })) {
    expect(rebuilt, name).toEqual(live);
    expect(
      Object.values(live).every((rows) => rows.length > 0),
      name,
    ).toBe(true);
  }
});
