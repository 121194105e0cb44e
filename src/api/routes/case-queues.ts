import { type CaseViewer, countCases } from '../../../projections/governance/case-list/queries.ts';
import { isValidAt } from '../../identity/index.ts';
import { CASE_QUEUE_TABLE, type CaseQueue, type CaseQueueFilter, queuesOf } from '../../workflows/index.ts';
import { signedIn } from '../access.ts';
import { caseQueueAnswer } from '../answers/case-queues.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { nowIso, present } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { viewerOf } from './case-access.ts';

/** The same filter as `GET /cases` reads it. */
const queryOf = ({
  stages,
  openItems,
  light,
  overdue,
  open,
}: CaseQueueFilter): Shown<typeof caseQueueAnswer>['filter'] =>
  present({
    stage: stages?.join(','),
    openItem: openItems?.join(','),
    light,
    overdue: overdue && 'true',
    open: open && 'true',
  });

/** `GET /case-queues`: lists that my roles decide or watch, each with the number of its cases. */
export const caseQueuesRoute = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;
  const most = deps.config.YIWANG_CASE_COUNT_AT_MOST;

  const shownOf = async (queue: CaseQueue, viewer: CaseViewer): Promise<Shown<typeof caseQueueAnswer>> => {
    const { zh, en, filter } = CASE_QUEUE_TABLE[queue];
    return { queue, zh, en, filter: queryOf(filter), ...(await countCases(sql, viewer, filter, most)) };
  };

  endpoint(app, {
    method: 'get',
    path: '/case-queues',
    access: signedIn('the queues of the caller’s roles'),
    tag: 'cases',
    summary:
      'Lists that my roles decide or watch, with the number of cases in each; `filter` is the query of `GET /cases` that gives them',
    answer: wholeListOf(caseQueueAnswer),
    async handle(context) {
      const { user } = context.var;
      const now = nowIso(deps);
      const roles = user.assignments.filter((held) => isValidAt(held, now)).map(({ role }) => role);
      const viewer = viewerOf(context, deps);
      return answerList(context, await Promise.all(queuesOf(roles).map((queue) => shownOf(queue, viewer))));
    },
  });
};
