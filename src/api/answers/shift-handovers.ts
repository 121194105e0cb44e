import { z } from 'zod';
import { caseStage, light } from './case-fields.ts';
import {
  caseId,
  caseNumber,
  count,
  departmentId,
  divisionCode,
  isoTime,
  madeId,
  text,
  userId,
  version,
} from './common.ts';
import { role } from './people.ts';

const post = {
  role,
  divisionCode,
  departmentId: departmentId.nullable(),
  departmentName: text('迎泽区城市管理局').nullable(),
};
const openWork = {
  open: count.meta({ description: 'Cases that are listed' }),
  isMore: z.boolean().meta({ description: 'There were more than are listed' }),
  counts: z.array(
    z.strictObject({ stage: caseStage, cases: count, overdue: count }).meta({ id: 'HandedCount' }),
  ),
};
const cases = z
  .array(
    z
      .strictObject({
        caseId,
        caseNumber,
        stage: caseStage,
        light: light.nullable(),
        dueAt: isoTime.nullable(),
      })
      .meta({ id: 'HandedCase' }),
  )
  .meta({ description: 'As of that moment, the most urgent first' });

/** What would be handed over now. */
export const openWorkAnswer = z
  .strictObject({ ...post, ...openWork, cases, at: isoTime })
  .meta({ id: 'OpenWork' });

const handoverFields = {
  handoverId: madeId,
  ...post,
  ...openWork,
  fromId: userId,
  fromName: text('李晓梅').nullable(),
  toId: userId.nullable(),
  toName: text('张建军').nullable(),
  notes: text('夜间有雨，注意桃园二巷积水'),
  at: isoTime,
  state: z.enum(['waiting', 'taken', 'withdrawn']),
  takenById: userId.nullable(),
  takenByName: text('张建军').nullable(),
  remark: text('已逐件清点').nullable(),
  endedAt: isoTime.nullable().meta({ description: 'When it was taken over or withdrawn' }),
  version,
};
export const handoverAnswer = z.strictObject(handoverFields).meta({ id: 'ShiftHandover' });
export const handoverInFullAnswer = z
  .strictObject({ ...handoverFields, cases })
  .meta({ id: 'ShiftHandoverInFull' });
export const madeHandoverAnswer = z.strictObject({ handoverId: madeId });
export const endedHandoverAnswer = z.strictObject({
  handoverId: madeId,
  state: z.enum(['taken', 'withdrawn']),
});

/** Somebody else who holds the post. */
export const colleagueAnswer = z.strictObject({ userId, name: text('张建军') }).meta({ id: 'Colleague' });
