import { z } from 'zod';
import { DISPATCH_PRIORITIES } from '../../governance/dispatch/events.ts';
import { dispatchConditionsSchema, dispatchRuleSchema } from '../../governance/dispatch/rule-schema.ts';
import { SUGGESTION_REASONS, type SuggestionReason } from '../../governance/dispatch/suggest-departments.ts';
import { CATEGORY_KINDS, dispatchRuleSetSchema } from '../../governance/index.ts';
import { caseSource, limitUnit, severity } from './case-fields.ts';
import {
  caseId,
  caseNumber,
  count,
  departmentId,
  divisionCode,
  gridCode,
  isoTime,
  text,
  version,
} from './common.ts';
import { dispatchRulesExample } from './shipped-examples.ts';

const REASONS = Object.keys(SUGGESTION_REASONS) as [SuggestionReason, ...SuggestionReason[]];
const CONDITIONS = dispatchConditionsSchema.keyof();
const standardId = text('yuncheng');
const rowId = text('component-01-01-1');
const ruleId = text('danger-words');
const ruleName = text('涉及人身安全的用语');
const body = text('城市管理部门');

const suggestion = z
  .strictObject({
    departmentId,
    name: text('迎泽区城市管理局'),
    divisionCode,
    reasons: z.array(
      z.strictObject({ reason: z.enum(REASONS), body, text: text('立案标准的处置单位：城市管理部门') }),
    ),
  })
  .meta({ id: 'DepartmentSuggestion' });
const adviceFields = {
  divisionCode,
  rows: z.array(
    z.strictObject({
      standardId,
      standardVersion: version,
      rowId,
      matterName: text('井盖缺失'),
      filingCondition: text('井盖丢失，造成安全隐患'),
      closingCondition: text('井盖补齐'),
      limit: z.number().meta({ example: 2 }),
      limitUnit,
      responsibleBodies: z.array(body),
      supervisingBodies: z.array(body),
      collectionRule: z
        .strictObject({
          text: text('同一视野内多处破损按一条案卷采集'),
          hint: z
            .strictObject({
              oneCasePer: z.enum(['road', 'view', 'subject']),
              metres: z.number().nullable(),
              hours: z.number().nullable(),
            })
            .nullable(),
        })
        .nullable(),
    }),
  ),
  suggestions: z.array(suggestion),
};
export const adviceAnswer = z.strictObject(adviceFields).meta({ id: 'DispatchAdvice' });

const outcome = dispatchRuleSchema.shape.outcome.meta({
  id: 'DispatchOutcome',
  example: {
    department: 'suggested',
    priority: 'urgent',
    supervisingBody: '城市运行管理服务中心',
    automaticFor: [],
  },
});
const compared = z.unknown().meta({
  description: 'Depends on the condition: a text, a boolean, a list or a time window',
  example: ['漏电', '塌陷'],
});
const evaluationFields = {
  facts: z
    .strictObject({
      category: z
        .strictObject({
          standards: z.array(standardId),
          kind: z.enum(CATEGORY_KINDS),
          code: text('0101'),
        })
        .nullable(),
      divisionCode,
      gridCode: gridCode.nullable(),
      source: caseSource,
      at: isoTime,
      workingDay: z.boolean().nullable(),
      description: text('人行道塌陷'),
      severity: severity.nullable(),
    })
    .meta({ id: 'DispatchFacts' }),
  fired: z.strictObject({ ruleId, name: ruleName }).nullable(),
  outcome: outcome.nullable(),
  departmentId: departmentId.nullable(),
  trace: z.array(
    z
      .strictObject({
        ruleId,
        name: ruleName,
        result: z.enum(['fired', 'shadowed', 'notMatched', 'disabled']),
        conditions: z.array(
          z.strictObject({ condition: CONDITIONS, holds: z.boolean(), expected: compared, actual: compared }),
        ),
      })
      .meta({ id: 'DispatchRuleTrace' }),
  ),
};
export const caseAdviceAnswer = z
  .strictObject({
    ...adviceFields,
    rule: z.strictObject(evaluationFields),
    decided: z
      .strictObject({
        caseId,
        ruleSetVersion: version,
        ruleId: ruleId.nullable(),
        automatic: z
          .strictObject({
            departmentId,
            standardId,
            rowId,
            priority: z.enum(DISPATCH_PRIORITIES),
            supervisingBody: body.nullable(),
          })
          .nullable(),
        reason: text('规则“涉及人身安全的用语”不自动派遣'),
        at: isoTime,
      })
      .nullable(),
  })
  .meta({ id: 'CaseDispatchAdvice' });
export const dispatchDryRunAnswer = z
  .strictObject({ ...evaluationFields, ...adviceFields })
  .meta({ id: 'DispatchDryRun' });

export const dispatchRulesAnswer = dispatchRuleSetSchema.meta({
  id: 'DispatchRules',
  example: dispatchRulesExample,
});
export const dispatchRulesVersionAnswer = z
  .strictObject({
    ...dispatchRuleSetSchema.shape,
    publishedAt: isoTime,
    publishedBy: text('system'),
    publishedByName: text('李晓梅')
      .nullable()
      .meta({ description: 'Name of the person; null for the system' }),
  })
  .meta({
    id: 'DispatchRulesVersion',
    example: {
      ...dispatchRulesExample,
      publishedAt: '2026-01-01T00:00:00.000Z',
      publishedBy: 'system',
      publishedByName: null,
    },
  });

const choice = z
  .strictObject({
    ruleId: ruleId.nullable(),
    departmentId: departmentId.nullable(),
    departmentName: text('迎泽区城市管理局').nullable(),
    priority: z.enum(DISPATCH_PRIORITIES).nullable(),
    supervisingBody: body.nullable(),
    automatic: z.boolean(),
  })
  .meta({ id: 'DispatchChoice' });
const under = { present: count, draft: count };
const matter = text('井盖缺失').nullable();
export const dispatchTrialAnswer = z
  .strictObject({
    cases: count,
    changed: count,
    since: isoTime.nullable().meta({ description: 'When the earliest of them was reported' }),
    rules: z.array(z.strictObject({ ruleId: ruleId.nullable(), ...under })),
    departments: z.array(
      z.strictObject({
        departmentId: departmentId.nullable(),
        departmentName: text('迎泽区城市管理局').nullable(),
        ...under,
      }),
    ),
    changes: z
      .array(z.strictObject({ matter, present: choice, draft: choice, cases: count }))
      .meta({ description: 'Cases that change in the same way, the most frequent first' }),
    items: z.array(
      z.strictObject({
        caseId,
        caseNumber: caseNumber.nullable(),
        matter,
        place: text('太原市 迎泽区'),
        reportedAt: isoTime,
        present: choice,
        draft: choice,
        changed: z.boolean(),
      }),
    ),
    notShown: count.meta({
      description: 'Cases that are not among the items: too many, or not the caller’s to read',
    }),
  })
  .meta({ id: 'DispatchTrial' });
