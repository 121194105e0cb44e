import { z } from 'zod';
import { CASE_QUEUES } from '../../workflows/index.ts';
import { count, text } from './common.ts';

/** A list that somebody keeps an eye on, with the filter of `GET /cases` that gives it. */
export const caseQueueAnswer = z
  .strictObject({
    queue: z.enum(CASE_QUEUES),
    zh: text('督办中'),
    en: text('Supervised'),
    filter: z.strictObject({
      stage: text('auditing').optional(),
      openItem: text('supervision').optional(),
      light: text('yellow').optional(),
      overdue: z.literal('true').optional(),
      open: z.literal('true').optional(),
    }),
    count,
    isMore: z.boolean().meta({ description: 'There are more than are counted' }),
  })
  .meta({ id: 'CaseQueue' });
