import { z } from 'zod';
import { type CaseRulesPublished, LIMIT_UNITS } from '../events.ts';

export type CaseRules = CaseRulesPublished['data'];

const timeLimit = z.object({ limit: z.number().positive(), unit: z.enum(LIMIT_UNITS) });
const count = z.number().int().nonnegative();

/** Data of `CaseRulesPublished`. */
export const caseRulesSchema = z.object({
  rulesId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  rulesVersion: z.number().int().positive(),
  calendarId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  stages: z.object({
    accept: timeLimit,
    verify: timeLimit,
    file: timeLimit,
    dispatch: timeLimit,
    check: timeLimit,
    close: timeLimit,
  }),
  // A red light and an overdue stage are one.
  lights: z
    .object({ yellow: z.number().positive(), red: z.literal(1) })
    .refine(({ yellow, red }) => yellow < red, 'yellow must come before red'),
  refuse: timeLimit,
  extensions: z.object({ max: count }),
  suspensions: z.object({ max: count, maxDays: z.number().positive() }),
  deferrals: z.object({ max: count, maxDays: z.number().positive() }),
  supervisionReply: timeLimit,
  appeal: timeLimit,
  source: z.string().min(1),
});

export const CASE_RULES_ID = 'case';

export const caseRulesStream = (rulesId: string): string => `case-rules-${rulesId}`;

/** `{rulesId}@{version}`. */
export const rulesVersionOf = ({ rulesId, rulesVersion }: CaseRules): string => `${rulesId}@${rulesVersion}`;
