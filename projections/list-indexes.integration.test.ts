import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../src/platform/connect-database.ts';
import { createSql, type Database, type Rows, type Sql } from '../src/platform/sql.ts';
import { MIGRATED } from '../src/testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/postgres.ts';
import { listAuditLog } from './audit/audit-log/queries.ts';
import { listAwaiting, listCases } from './governance/case-list/queries.ts';
import { listNotifications } from './notifications/notification-list/queries.ts';
import { listDeliveries } from './notifications/webhook-delivery-list/queries.ts';
import { listDeviceRequests } from './sensing/device-request-list/queries.ts';
import { listRejected } from './sensing/rejected-list/queries.ts';

let database: TestDatabase;
let connection: Database;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  // The tables are empty: whatever an index can do is done by it.
  connection = connectDatabase({
    url: database.url,
    name: 'plans',
    maxConnections: 1,
    settings: { enable_seqscan: 'off', enable_bitmapscan: 'off', enable_sort: 'off' },
  });
});
afterAll(async () => {
  await connection.end();
  await database.drop();
});

/** How PostgreSQL would run the statements of a list. */
const planOf = async (list: (sql: Sql) => Promise<unknown>): Promise<string> => {
  let plan = '';
  const explain = createSql(async <Row>(text: string, values: readonly unknown[]) => {
    const lines = await connection.statement<Record<string, string>>(`explain ${text}`, values);
    plan += lines.map((line) => line['QUERY PLAN']).join('\n');
    return Object.assign([], { count: 0 }) as Rows<Row>;
  });
  await list(explain);
  return plan;
};

const FIRST = { limit: 50 };
const NEXT = { limit: 50, cursor: { at: '2026-03-04T01:00:00.000Z', id: 'x' } };
const EVERYWHERE = { divisionPrefix: '14', departmentId: null };
const viewer = { userId: 'user', scopes: [EVERYWHERE] };
const acceptor = { commands: ['AcceptCase' as const], departmentIds: [] };

describe('the first and the next page of a list are read from an index in its order', () => {
  it.each([
    ['cases', 'cases_reported', (sql: Sql) => listCases(sql, viewer, {}, FIRST)],
    ['cases, the next ones', 'cases_reported', (sql: Sql) => listCases(sql, viewer, {}, NEXT)],
    ['cases by deadline', 'cases_due', (sql: Sql) => listCases(sql, viewer, {}, FIRST, 'dueAt')],
    [
      'cases by the deadline of handling',
      'cases_deadline',
      (sql: Sql) => listCases(sql, viewer, {}, FIRST, 'deadline'),
    ],
    ['tasks', 'cases_due', (sql: Sql) => listAwaiting(sql, viewer, acceptor, FIRST, 'dueAt')],
    ['tasks, the next ones', 'cases_due', (sql: Sql) => listAwaiting(sql, viewer, acceptor, NEXT, 'dueAt')],
    ['the audit log', 'audit_log_time', (sql: Sql) => listAuditLog(sql, {}, FIRST)],
    [
      'rejected messages',
      'rejected_messages_received',
      (sql: Sql) => listRejected(sql, [EVERYWHERE], {}, NEXT),
    ],
    ['notifications', 'notifications_user', (sql: Sql) => listNotifications(sql, 'user', {}, FIRST)],
    [
      'deliveries',
      'webhook_deliveries_webhook',
      (sql: Sql) => listDeliveries(sql, 'webhook', undefined, NEXT),
    ],
    [
      'requests of a device',
      'device_requests_device',
      (sql: Sql) => listDeviceRequests(sql, 'device', FIRST),
    ],
  ])('%s', async (_name, index, list) => {
    const plan = await planOf(list);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/\bSort\b/);
  });
});
