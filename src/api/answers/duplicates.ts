import { z } from 'zod';
import { duplicateRulesSchema, FEATURES, type Feature } from '../../governance/index.ts';
import { address, caseStage, description } from './case-fields.ts';
import { caseId, caseNumber, isoTime, matterCode, text } from './common.ts';
import { duplicateRulesExample } from './shipped-examples.ts';

export const duplicateCandidateAnswer = z
  .strictObject({
    caseId,
    caseNumber,
    stage: caseStage,
    description,
    address,
    matterCode: matterCode.nullable(),
    reportedAt: isoTime,
    matchedCaseId: caseId,
    score: z.number().meta({ example: 0.93 }),
    likely: z.boolean(),
    distanceM: z.number().int().meta({ example: 18 }),
    hours: z.number().meta({ example: 2.5 }),
    reasons: z
      .array(
        z.strictObject({
          feature: z.enum(FEATURES as [Feature, ...Feature[]]),
          level: text('at').meta({
            description:
              'As named in the duplicate rules; the words for both are `{feature}.{level}` in `duplicateReasons` of `GET /case-workflow`',
          }),
          weight: z.number().meta({ example: 2.4 }),
        }),
      )
      .meta({ description: 'Evidence for and against it, highest weight first' }),
  })
  .meta({ id: 'DuplicateCandidate' });

export const duplicateRulesAnswer = duplicateRulesSchema.meta({
  id: 'DuplicateRules',
  example: duplicateRulesExample,
});
