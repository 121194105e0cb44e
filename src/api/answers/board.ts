import { z } from 'zod';
import { codesOf } from '../../platform/words.ts';
import { PROJECTION_STATE_WORDS } from '../../projection-engine/state-words.ts';
import { caseStage, light, severity } from './case-fields.ts';
import { count, departmentId, divisionCode, divisionName, isoTime, text } from './common.ts';

const stages = z
  .partialRecord(caseStage, z.strictObject({ cases: count, overdue: count }))
  .meta({ example: { handling: { cases: 12, overdue: 1 }, closed: { cases: 230, overdue: 4 } } });

export const boardAnswer = z
  .strictObject({
    divisions: z.array(z.strictObject({ code: divisionCode, name: divisionName, stages })),
    totals: z.strictObject({ stages, open: count, overdue: count, closed: count, setAside: count }),
    lights: z.strictObject({ green: count, yellow: count, red: count }),
    departments: z.array(
      z.strictObject({
        departmentId,
        light: light.nullable(),
        stage: caseStage,
        cases: count,
        overdue: count,
      }),
    ),
    alarms: z.strictObject({
      active: count,
      bySeverity: z.partialRecord(severity, count).meta({ example: { yellow: 2, red: 1 } }),
    }),
    devices: z.strictObject({ total: count, online: count, offline: count, unknown: count }),
    rejected: z
      .strictObject({ open: count })
      .nullable()
      .meta({ description: 'Null for callers who may not read dead letters' }),
    synthetic: z.boolean(),
    generatedAt: isoTime,
  })
  .meta({ id: 'Board' });

const position = text('184467');
export const projectionAnswer = z
  .strictObject({
    name: text('case-list@3'),
    state: z.enum(codesOf(PROJECTION_STATE_WORDS)),
    position,
    applied: count,
    ratePerSecond: z.number().meta({ example: 120.5 }),
    lagMs: z.number().nullable().meta({ example: 35 }),
    failures: z.number().int().meta({ example: 0 }),
    lastError: text('connection lost').nullable(),
    parkedAt: z.strictObject({ position, eventType: text('CaseFiled'), since: isoTime }).nullable(),
    behind: z.number().meta({ example: 0 }),
    behindUnit: text('events'),
  })
  .meta({ id: 'Projection' });
