import { z } from 'zod';
import { OPEN_ITEMS } from '../../governance/index.ts';
import { PERMISSIONS } from '../../identity/index.ts';
import { FIELD_KINDS } from '../form-fields.ts';
import { caseCommand, caseStage } from './case-fields.ts';
import { text, wording, wordList as words } from './common.ts';
import { role } from './people.ts';

/** The fields of a step's body, as a form. */
const stepField = z
  .strictObject({
    name: text('opinion').meta({ description: 'Member of the body' }),
    kind: z.enum(FIELD_KINDS).meta({ description: 'Kind of input' }),
    zh: text('意见'),
    en: text('Opinion'),
    required: z.boolean(),
    yes: z.strictObject(wording).optional(),
    no: z.strictObject(wording).optional(),
  })
  .meta({ id: 'StepField' });

/** The work loop as enforced, and the words that pages show for codes. */
export const caseWorkflowAnswer = z
  .strictObject({
    stages: z.array(caseStage),
    terminal: z.array(caseStage),
    openItems: z.array(z.enum(OPEN_ITEMS)),
    transitions: z.array(
      z.strictObject({
        command: caseCommand,
        name: text('受理'),
        nameEn: text('Accept'),
        from: z.array(caseStage),
        to: z.array(caseStage),
        permission: z.enum(PERMISSIONS),
        roles: z.array(role),
        awaited: z.boolean(),
        resource: text('acceptance'),
        legalWeight: z
          .literal(true)
          .optional()
          .meta({ description: 'It binds people outside or ends the case: not to be taken back' }),
        makesId: z.literal(true).optional(),
        needs: z.enum(OPEN_ITEMS).optional(),
        excludes: z.array(z.enum(OPEN_ITEMS)).optional(),
        fields: z.array(stepField),
      }),
    ),
    words: z.strictObject({
      stages: words,
      steps: words,
      openItems: words,
      caseFlags: words,
      caseEvents: words,
      alarmEvents: words,
      deviceEvents: words,
      clearCauses: words,
      escalationCauses: words,
      severities: words,
      qualityFlags: words,
      presence: words,
      rejectionReasons: words,
      deviceRequestStatuses: words,
      sources: words,
      lights: words,
      clocks: words,
      limitUnits: words,
      requests: words,
      links: words,
      duplicateReasons: words,
      roles: words,
      notificationKinds: words,
      auditActions: words,
      projectionStates: words,
      checks: words,
      findingStates: words,
      categoryKinds: words,
      dispatchPriorities: words,
      conditionKinds: words,
      caseScopes: words,
      indexKinds: words,
      indexPeriods: words,
      requestMembers: words,
      gridChanges: words,
      gridFaults: words,
      deliveryStates: words,
    }),
  })
  .meta({ id: 'CaseWorkflow' });
