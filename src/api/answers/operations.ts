import { z } from 'zod';
import { CHECK_WORDS, FINDING_STATE_WORDS } from '../../checkup/finding.ts';
import { codesOf } from '../../platform/words.ts';
import { text, wording } from './common.ts';

export const findingAnswer = z
  .strictObject({
    check: z.enum(codesOf(CHECK_WORDS)),
    state: z.enum(codesOf(FINDING_STATE_WORDS)),
    sentence: z.strictObject(wording),
    fix: z
      .strictObject({
        zh: text('清理磁盘'),
        en: text('free some space'),
      })
      .optional()
      .meta({ description: 'What to do about it' }),
  })
  .meta({ id: 'Finding' });
