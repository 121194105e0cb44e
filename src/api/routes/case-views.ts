import { z } from '@hono/zod-openapi';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import { caseViewDecider, caseViewStream } from '../../governance/index.ts';
import { signedIn } from '../access.ts';
import { caseViewAnswer } from '../answers/case-views.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { check, endpoint, wholeListOf } from '../endpoint.ts';
import { commandContext, MAX_PAGE, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { caseFilterQuery } from './case-filters.ts';

const TAG = 'cases';
const MINE = signedIn('one’s own');
const MOST_COLUMNS = 30;
const viewParams = z.object({ viewId: z.string().min(1).max(64) });
const filterOfList = z.strictObject(caseFilterQuery);
const FILTER_NAMES = Object.keys(caseFilterQuery) as [string, ...string[]];

const viewBody = z.object({
  name: z.string().trim().min(1).max(30),
  filter: z.partialRecord(z.enum(FILTER_NAMES), z.string().max(500)),
  columns: z
    .array(z.string().regex(/^[a-zA-Z]{1,30}$/))
    .max(MOST_COLUMNS)
    .nullable(),
  pageSize: z.number().int().min(1).max(MAX_PAGE).nullable(),
  isDefault: z.boolean(),
});

/** Filters of the case list that a person keeps, accessible only to that person. */
export const caseViewRoutes = (app: Api, deps: ApiDeps): void => {
  const { store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/case-views',
    access: MINE,
    tag: TAG,
    summary: 'My views of the case list: filter, order, columns and page size under a name',
    answer: wholeListOf(caseViewAnswer),
    async handle(context) {
      const events = await store.readStream(caseViewStream(context.var.user.userId));
      setETag(context, events.length);
      const views = fold(caseViewDecider, events as never);
      return answerList(
        context,
        views.map((view) => ({
          ...view,
          filter: { ...view.filter },
          columns: view.columns && [...view.columns],
        })),
      );
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/case-views/{viewId}',
    access: MINE,
    tag: TAG,
    summary:
      'Keep a view of the case list under an id of mine, or change it; the default takes the place of the one before',
    params: viewParams,
    body: viewBody,
    answer: caseViewAnswer,
    async handle(context, { params: { viewId }, body }) {
      const { userId } = context.var.user;
      // A view that the list could not be asked for would be of no use.
      check(filterOfList, body.filter);
      const filter = body.filter as Record<string, string>;
      const view = { viewId, ...body, filter };
      const command = {
        type: 'KeepCaseView',
        userId,
        view,
        most: deps.config.YIWANG_CASE_VIEWS_MAX,
      } as const;
      await settle(
        context,
        deps,
        await handle({
          stream: caseViewStream(userId),
          decider: caseViewDecider,
          command,
          context: commandContext(context, body),
        }),
      );
      return view;
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/case-views/{viewId}',
    done: 204,
    access: MINE,
    tag: TAG,
    summary: 'Drop a view of mine',
    params: viewParams,
    async handle(context, { params: { viewId } }) {
      const { userId } = context.var.user;
      await settle(
        context,
        deps,
        await handle({
          stream: caseViewStream(userId),
          decider: caseViewDecider,
          command: { type: 'DropCaseView', userId, viewId },
          context: commandContext(context, {}),
        }),
      );
    },
  });
};
