import { z } from 'zod';
import { madeId, text } from './common.ts';

/** A filter of `GET /cases` that somebody keeps under a name. */
export const caseViewAnswer = z
  .strictObject({
    viewId: madeId,
    name: text('迎泽区超期'),
    filter: z
      .record(z.string(), z.string())
      .meta({ example: { open: 'true', overdue: 'true', sort: 'dueAt' } }),
    columns: z.array(text('when')).nullable().meta({ description: 'Null: the usual ones' }),
    pageSize: z.number().int().nullable().meta({ example: 100, description: 'Null: the usual number' }),
    isDefault: z.boolean().meta({ description: 'The list opens with it' }),
  })
  .meta({ id: 'CaseView' });
