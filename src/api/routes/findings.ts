import { checkRunningServer } from '../../checkup/checkup.ts';
import { holdersOf, withoutObject } from '../access.ts';
import { findingAnswer } from '../answers/operations.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { answerList } from '../whole-list.ts';
import { WHOLE_PROVINCE } from './standards.ts';

/** `GET /findings`: what `doctor` finds for the server that answers. */
export const findingRoute = (app: Api, deps: ApiDeps): void => {
  endpoint(app, {
    method: 'get',
    path: '/findings',
    access: withoutObject(holdersOf('projection:read'), 'the state of the server'),
    tag: 'board',
    summary:
      'What the server that answers needs: settings, folder, disk, ports, database, calendar; one sentence each, as `yiwang doctor`',
    answer: wholeListOf(findingAnswer),
    async handle(context) {
      const findings = await checkRunningServer({
        config: deps.config,
        sql: deps.core.sql,
        calendar: deps.reference.caseTiming()?.calendarOf(WHOLE_PROVINCE.divisionCode),
        now: deps.clock.now(),
      });
      return answerList(context, findings);
    },
  });
};
