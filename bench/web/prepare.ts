import shippedRules from '../../data/governance/notification-rules.json' with { type: 'json' };
import sensing from '../../data/standards/sensing.json' with { type: 'json' };
import { listBoundaries } from '../../projections/geography/division-list/queries.ts';
import { readCaseTiming } from '../../src/application/case-timing.ts';
import type { AppendRequest } from '../../src/event-store/event-store.ts';
import { interiorPoint } from '../../src/geography/index.ts';
import { filingStandardSchema } from '../../src/governance/index.ts';
import { type Role, userIdOf } from '../../src/identity/index.ts';
import {
  NOTIFICATION_RULES_STREAM,
  type NotificationRules,
  notificationRulesSchema,
} from '../../src/notifications/index.ts';
import { newId } from '../../src/platform/ids.ts';
import type { RunningServer } from '../../src/server/start-server.ts';
import { withProduct } from '../product.ts';
import { PASSWORD, signIn } from './api.ts';
import { openCases } from './open-cases.ts';

const DEPARTMENTS = ['roads', 'lighting', 'drainage', 'sanitation', 'greening', 'enforcement'];
/** People of the whole province, so that every open case is theirs to see. */
const PEOPLE: readonly (readonly [name: string, role: Role])[] = [
  ['bench-acceptor', 'acceptor'],
  ['bench-dispatcher', 'dispatcher'],
  ['bench-worker', 'gridWorker'],
  ['bench-administrator', 'administrator'],
];
const TASKS_OF_WORKER = 12;
/** Streams that are written at once. */
const CHUNK = 2000;
const HOUR_MS = 3_600_000;

/** Cases through their deciders into the log; nobody is notified of what has been waiting for days. */
const writeOpenCases = async ({ store, sql }: RunningServer['core'], count: number): Promise<void> => {
  const shipped = notificationRulesSchema.parse(shippedRules);
  const publishRules = async (rulesVersion: number, rules: NotificationRules['rules']): Promise<void> => {
    const data = { ...shipped, rulesVersion, rules };
    const event = { id: newId(), type: 'NotificationRulesPublished', data, meta: { actor: 'system' } };
    await store.append({ stream: NOTIFICATION_RULES_STREAM, expected: 'any', events: [event] });
  };
  await publishRules(shipped.rulesVersion + 1, []);
  const requests = openCases({
    count,
    timing: await readCaseTiming(store),
    standard: filingStandardSchema.parse(sensing),
    places: (await listBoundaries(sql))
      .filter(({ level }) => level === 'county')
      .map(({ code, boundary }) => ({ code, ...interiorPoint(boundary) })),
    departmentIds: DEPARTMENTS,
    now: Date.now(),
  });
  let chunk: AppendRequest[] = [];
  const write = async (): Promise<void> => {
    const results = await store.appendMany(chunk);
    const refused = results.find(({ status }) => status !== 'appended');
    if (refused !== undefined) throw new Error(`the store answered ${refused.status}`);
    chunk = [];
  };
  for (const request of requests) if (chunk.push(request) >= CHUNK) await write();
  await write();
  await publishRules(shipped.rulesVersion + 2, shipped.rules);
};

const employPeople = async ({ accounts }: RunningServer['core']): Promise<void> => {
  for (const [loginName, role] of PEOPLE) {
    await accounts.register({ loginName, displayName: loginName, password: PASSWORD }, { actor: 'system' });
    const place = { role, divisionCode: '14', departmentId: null };
    await accounts.assignRole(userIdOf(loginName), place, { actor: 'system' });
  }
};

/** Departments, and cases that the grid worker is to verify. */
const giveWork = async (baseUrl: string): Promise<void> => {
  const administrator = await signIn(baseUrl, 'bench-administrator');
  for (const id of DEPARTMENTS)
    await administrator.call('PUT', `/departments/${id}`, { name: id, divisionCode: '14', bodies: [] });
  const acceptor = await signIn(baseUrl, 'bench-acceptor');
  const { items } = await acceptor.call<{ items: readonly { caseId: string }[] }>(
    'GET',
    `/cases?stage=reported&limit=${TASKS_OF_WORKER}`,
  );
  for (const { caseId } of items)
    await acceptor.call('POST', `/cases/${caseId}/verify-tasks`, {
      executorId: userIdOf('bench-worker'),
      opinion: '请核实',
    });
};

/** Shipped data, people, departments and so many open cases, taken in by every read model. */
export const prepareOpenCases = (settings: Record<string, string>, count: number): Promise<void> =>
  withProduct(settings, async ({ core, engine, httpPort }) => {
    const takenIn = async (): Promise<void> => {
      const isReached = await engine.waitFor(await core.store.head(), { timeoutMs: HOUR_MS });
      if (!isReached) throw new Error('the read models did not reach the end of the log');
    };
    const begun = performance.now();
    await writeOpenCases(core, count);
    await takenIn();
    console.log(`  ${count} open cases in ${Math.round((performance.now() - begun) / 1000)} s`);
    await employPeople(core);
    await giveWork(`http://127.0.0.1:${httpPort}`);
    await takenIn();
  });
