import { z } from 'zod';
import { caseStage, linkKind } from './case-fields.ts';
import { caseId, caseNumber, isoTime, text } from './common.ts';

const linkedCase = z
  .strictObject({
    caseId: caseId.optional(),
    caseNumber: caseNumber.optional(),
    stage: caseStage.optional(),
    kind: linkKind,
    state: z.enum(['linked', 'unlinked', 'answered']),
    reason: text('与另一案件反映同一井盖'),
    by: text('user:user-7d3f0c1b9a5e'),
    at: isoTime,
  })
  .meta({ id: 'LinkedCase' });
const relationFields = {
  setAside: z.boolean(),
  parent: linkedCase.nullable(),
  children: z.array(linkedCase),
};
export const caseRelationsAnswer = z.strictObject(relationFields).meta({ id: 'CaseRelations' });
export const linkedAnswer = z.strictObject({ caseId, caseNumber, stage: caseStage, ...relationFields });
