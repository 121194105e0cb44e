import shippedRules from '../../data/governance/notification-rules.json' with { type: 'json' };
import sensing from '../../data/standards/sensing.json' with { type: 'json' };
import { listBoundaries } from '../../projections/geography/division-list/queries.ts';
import { readCaseTiming } from '../../src/application/case-timing.ts';
import { readConfig } from '../../src/config.ts';
import { interiorPoint } from '../../src/geography/index.ts';
import { filingStandardSchema } from '../../src/governance/index.ts';
import { type Role, userIdOf } from '../../src/identity/index.ts';
import {
  NOTIFICATION_RULES_STREAM,
  type NotificationRules,
  notificationRulesSchema,
} from '../../src/notifications/index.ts';
import { newId } from '../../src/platform/ids.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import { openDatabase } from '../../src/server/core.ts';
import { startServer } from '../../src/server/start-server.ts';
import { openCases } from './open-cases.ts';

export const PASSWORD = 'bench-password-of-the-pages';
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

/** Shipped data, people, departments and so many open cases, taken in by every read model. */
export const prepareOpenCases = async (settings: Record<string, string>, count: number): Promise<void> => {
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const database = await openDatabase(parsed.config, silentLogger);
  const server = await startServer({
    config: parsed.config,
    databaseUrl: database.databaseUrl,
    logger: silentLogger,
  });
  const { store, sql, accounts } = server.core;
  const notifications = notificationRulesSchema.parse(shippedRules);
  const publishRules = async (rulesVersion: number, rules: NotificationRules['rules']): Promise<void> => {
    const data = { ...notifications, rulesVersion, rules };
    const event = { id: newId(), type: 'NotificationRulesPublished', data, meta: { actor: 'system' } };
    await store.append({ stream: NOTIFICATION_RULES_STREAM, expected: 'any', events: [event] });
  };
  const begun = performance.now();
  // Nobody is notified of what has been waiting for days.
  await publishRules(notifications.rulesVersion + 1, []);
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
  let chunk: Parameters<typeof store.appendMany>[0][number][] = [];
  const write = async (): Promise<void> => {
    const results = await store.appendMany(chunk);
    const refused = results.find(({ status }) => status !== 'appended');
    if (refused !== undefined) throw new Error(`the store answered ${refused.status}`);
    chunk = [];
  };
  for (const request of requests) if (chunk.push(request) >= CHUNK) await write();
  await write();
  await publishRules(notifications.rulesVersion + 2, notifications.rules);
  await server.engine.waitFor(await store.head(), { timeoutMs: 3_600_000 });
  console.log(`  ${count} open cases in ${Math.round((performance.now() - begun) / 1000)} s`);
  for (const [loginName, role] of PEOPLE) {
    await accounts.register({ loginName, displayName: loginName, password: PASSWORD }, { actor: 'system' });
    const place = { role, divisionCode: '14', departmentId: null };
    await accounts.assignRole(userIdOf(loginName), place, { actor: 'system' });
  }
  const call = async (method: string, path: string, body: object | undefined, token?: string) => {
    const response = await fetch(`http://127.0.0.1:${server.httpPort}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as {
      readonly token: string;
      readonly items: readonly { readonly caseId: string }[];
    };
  };
  const { token } = await call('POST', '/session', { name: 'bench-administrator', password: PASSWORD });
  for (const id of DEPARTMENTS)
    await call('PUT', `/departments/${id}`, { name: id, divisionCode: '14', bodies: [] }, token);
  const acceptor = (await call('POST', '/session', { name: 'bench-acceptor', password: PASSWORD })).token;
  const { items } = await call('GET', `/cases?stage=reported&limit=${TASKS_OF_WORKER}`, undefined, acceptor);
  for (const { caseId } of items)
    await call(
      'POST',
      `/cases/${caseId}/verify-tasks`,
      { executorId: userIdOf('bench-worker'), opinion: '请核实' },
      acceptor,
    );
  await server.engine.waitFor(await store.head(), { timeoutMs: 60_000 });
  await server.stop();
  await database.close();
};
