import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchRuleListProjection } from '../../projections/governance/dispatch-rule-list/project.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { openCase } from '../application/open-case.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { RecordedEvent } from '../event-store/event-store.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { createAutomaticDispatch } from '../processes/automatic-dispatch.ts';
import { type Product, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';
import { LAMP, type Registry, startRegistry } from '../testing/registry.ts';

type Row = Readonly<Record<string, unknown>>;

let product: Product;
let admin: string;
let worker: string;
let dispatcher: string;
let get: Registry['get'];

beforeAll(async () => {
  ({ product, admin, worker, dispatcher, get } = await startRegistry());
  expect((await product.call(admin, 'POST', '/api/v1/components', LAMP)).status).toBe(200);
});
afterAll(() => product.stop());

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
      componentId: LAMP.componentId,
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
      await product.call(worker, 'POST', '/api/v1/cases', { ...report, componentId: LAMP.componentId })
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

    const report = { description: '漏电', location: YINGZE, matterCode: facts.matterCode };
    expect((await product.call(worker, 'POST', '/api/v1/cases', report)).status).toBe(201);
    const recent = (token: string, rules: object[]) =>
      product.call(token, 'POST', '/api/v1/dispatch-rules/dry-run/recent-cases', { rules });
    const urgent = [rule('words', { keywords: ['漏电'] }, { priority: 'urgent' }), ...draft];
    const { body } = await recent(dispatcher, urgent);
    expect(body).toMatchObject({ changed: expect.any(Number), notShown: 0 });
    expect(body.changes).toContainEqual(
      expect.objectContaining({ draft: expect.objectContaining({ ruleId: 'words', priority: 'urgent' }) }),
    );
    expect(body.items.some((each) => each.changed === true)).toBe(true);
    // The administrator decides by counts: cases are not for the administrator to read.
    const counted = (await recent(admin, urgent)).body;
    expect(counted).toMatchObject({ cases: body.cases, changed: body.changed, items: [] });
    expect(counted.notShown).toBe(counted.cases);
    expect((await recent(worker, urgent)).status).toBe(403);
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

it('the read model of dispatch rules is the same when rebuilt', async () => {
  const projections = [dispatchRuleListProjection];
  for (const { name, live, rebuilt } of await rebuildBeside(product, { projections })) {
    expect(rebuilt, name).toEqual(live);
    expect(
      Object.values(live).every((rows) => rows.length > 0),
      name,
    ).toBe(true);
  }
});
