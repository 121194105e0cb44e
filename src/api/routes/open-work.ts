import type { Context } from 'hono';
import type { HandedCase, OpenWork } from '../../governance/events.ts';
import { openWorkOf, stepsAwaiting } from '../../governance/index.ts';
import type { Role } from '../../workflows/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { readAwaited } from './awaited-cases.ts';

/** What waits for whoever asks in one of their roles, the most urgent first, up to a limit. */
export const openWorkOfPost = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  role: Role,
  now: string,
): Promise<OpenWork> => {
  const most = deps.config.YIWANG_HANDOVER_MAX_CASES;
  const commands = stepsAwaiting(role).map(({ command }) => command);
  const { items, nextCursor } = await readAwaited(context, deps, {
    commands,
    filter: {},
    page: { limit: most },
    sort: 'dueAt',
    now,
  });
  const cases = items.map(
    ({ caseId, caseNumber, stage, light, deadline }): HandedCase => ({
      caseId,
      caseNumber,
      stage,
      light,
      dueAt: deadline,
    }),
  );
  return openWorkOf(cases, nextCursor !== null);
};
