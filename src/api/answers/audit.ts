import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from '../../audit/index.ts';
import { isoTime, madeId, text } from './common.ts';

const ACTIONS = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

export const auditEntryAnswer = z
  .strictObject({
    entryId: madeId,
    at: isoTime,
    actor: text('user:user-7d3f0c1b9a5e').meta({
      description: '`user:{id}`, `anonymous`, `system`, or `various` in sums',
    }),
    action: z.enum(ACTIONS),
    actionZh: text('登录'),
    outcome: text('done').meta({ description: '`done`, `refused` or `failed`' }),
    object: z.strictObject({ kind: text('case'), id: madeId }).nullable(),
    purpose: text('callBack: 回访报案人').nullable(),
    reason: text('forbidden').nullable(),
    network: text('10.12.3.0/24')
      .nullable()
      .meta({ description: 'Network of the client: IPv4 /24, IPv6 /48' }),
    addressKey: text('5e0c7b19d2a4').nullable().meta({ description: 'Equal for equal addresses' }),
    sessionId: madeId.nullable(),
    count: z.number().int().meta({
      example: 1,
      description: 'More than 1: a sum of refused actions since `since`',
    }),
    since: isoTime.nullable(),
  })
  .meta({ id: 'AuditEntry' });
