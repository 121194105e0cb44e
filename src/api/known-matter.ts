import { hasMatter } from '../../projections/governance/filing-standard-list/queries.ts';
import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Throws unknownMatter for a code that is in no filing standard: such a case could never be filed or dispatched by rule. */
export const requireMatter = async (deps: ApiDeps, matterCode: string): Promise<void> => {
  if (!(await hasMatter(deps.core.sql, matterCode)))
    throw new ProblemError(
      'unknownMatter',
      {
        zh: `事项 ${matterCode} 不在任何立案标准中`,
        en: `no filing standard contains the matter ${matterCode}`,
      },
      { matterCode },
    );
};
