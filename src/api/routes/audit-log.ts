import { z } from '@hono/zod-openapi';
import { listAuditLog } from '../../../projections/audit/audit-log/queries.ts';
import { AUDIT_ACTIONS, type AuditAction } from '../../audit/index.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { auditEntryAnswer } from '../answers/audit.ts';
import { listOf } from '../answers/common.ts';
import { auditedBy } from '../audit-requests.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at, requireAllowed } from '../policy.ts';
import { pageQuery, present, readPage } from '../request.ts';

const TAG = 'audit log';
/** Code of the province: the audit log covers all of it, and no part belongs to a division. */
const PROVINCE = '14';
const ACTIONS = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

export const auditLogRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, audit } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/audit-log',
    access: holdersOf('audit:read'),
    tag: TAG,
    summary: 'Audit log: actions and refusals, with the person; latest first. Reading it is also audited',
    query: z.object({
      ...pageQuery,
      actor: z.string().max(80).optional(),
      action: z.enum(ACTIONS).optional(),
      outcome: z.enum(['done', 'refused', 'failed']).optional(),
      objectKind: z.string().max(64).optional(),
      objectId: z.string().max(200).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
    }),
    answer: listOf(auditEntryAnswer),
    async handle(context, { query }) {
      requireAllowed(context, deps, referencePolicy, 'readAudit', { after: at(PROVINCE) });
      const { limit, cursor, ...filter } = query;
      const page = readPage({ limit, cursor });
      await audit.record({ ...auditedBy(context), action: 'readAuditLog', outcome: 'done' });
      const { items, nextCursor } = await listAuditLog(sql, present(filter), page);
      return {
        items: items.map((row) => ({
          entryId: row.entry_id,
          at: row.at,
          actor: row.actor,
          action: row.action,
          actionZh: AUDIT_ACTIONS[row.action].nameZh,
          outcome: row.outcome,
          object:
            row.object_kind === null || row.object_id === null
              ? null
              : { kind: row.object_kind, id: row.object_id },
          purpose: row.purpose,
          reason: row.reason,
          network: row.network,
          addressKey: row.address_key,
          sessionId: row.session_id,
          count: row.count,
          since: row.since,
        })),
        nextCursor,
      };
    },
  });
};
