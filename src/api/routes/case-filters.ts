import { z } from '@hono/zod-openapi';
import { CASE_STAGES } from '../../governance/events.ts';

const listed = z.string().transform((text) => text.split(','));

/** Stages, parted by commas. */
export const stageList = listed.pipe(z.array(z.enum(CASE_STAGES)));

const MOST_CASES = 50;
/** Ids of cases, parted by commas. */
export const caseIdList = listed.pipe(z.array(z.string().min(1).max(64)).max(MOST_CASES));
