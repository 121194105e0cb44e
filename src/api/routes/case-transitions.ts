import { z } from '@hono/zod-openapi';
import { commandEventId, createCommandHandler } from '../../commands/command-handler.ts';
import {
  caseStream,
  createCaseDecider,
  presentClock,
  presentDeadline,
  transitionOf,
} from '../../governance/index.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf } from '../access.ts';
import { steppedCaseAnswer } from '../answers/cases.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at as inDivision, requireAllowed } from '../policy.ts';
import { commandContext, nowIso, requireCaseTiming, settle } from '../request.ts';
import { allowedCase } from './case-access.ts';
import { actorOf } from './case-offers.ts';
import { CASE_STEPS } from './case-steps/index.ts';

/** The ids named in braces in a resource of the workflow table, and that of the case. */
const paramsOf = (resource: string) =>
  z.object(
    Object.fromEntries(
      ['caseId', ...[...resource.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)].map((name) => [
        name,
        z.string().max(64),
      ]),
    ),
  );

/** One sub-resource per transition of the workflow table: `POST /cases/{caseId}/{resource}`. */
export const caseTransitionRoutes = (app: Api, deps: ApiDeps): void => {
  const { store } = deps.core;
  const handle = createCommandHandler(store);

  const isDone = async (caseId: string, actor: string, key: string): Promise<boolean> => {
    const first = commandEventId(actor, key, 0);
    return (await store.readStream(caseStream(caseId))).some((event) => event.id === first);
  };

  for (const { command, body: schema, build } of CASE_STEPS) {
    const transition = transitionOf(command);
    const { permission } = transition;
    endpoint(app, {
      method: 'post',
      path: `/cases/{caseId}/${transition.resource}`,
      access: holdersOf(permission),
      tag: 'case transitions',
      summary: `${transition.name} (${command})`,
      params: paramsOf(transition.resource),
      body: schema,
      answer: steppedCaseAnswer,
      async handle(context, { params, body }) {
        const caseId = params.caseId!;
        const row = await allowedCase(context, deps, permission, caseId);
        const at = nowIso(deps);
        const sent = commandContext(context, body);
        const madeId =
          sent.key === undefined ? newId() : derivedId(command, caseId, context.var.user.userId, sent.key);
        const input = {
          body,
          params,
          actor: actorOf(context, at),
          person: context.var.user,
          at,
          newId: madeId,
          row,
          deps,
        };
        const built = await (async () => build(input))().catch(async (error: unknown) => {
          // Looked-up data may have changed since: a repeat of an executed request gets the answer of that time.
          if (sent.key === undefined || !(await isDone(caseId, sent.actor, sent.key))) throw error;
          return { type: 'ApplyDueTimers', at } as const;
        });
        if (built.type === 'CorrectCase' && built.changes.divisionCode !== undefined)
          requireAllowed(context, deps, casePolicy, permission, {
            after: inDivision(built.changes.divisionCode),
          });
        const state = await settle(
          context,
          deps,
          await handle({
            stream: caseStream(caseId),
            decider: createCaseDecider(requireCaseTiming(deps)),
            command: built,
            context: sent,
          }),
        );
        const { stage, departmentId, deadline, overdue, inTime, caseNumber, task, suspendedUntil } = state;
        const dueAt = presentDeadline(state);
        const made = transition.makesId ? { id: madeId } : {};
        const marks = {
          deadlineProvisional: state.clocks.handle?.provisional === true,
          dueAtProvisional: presentClock(state)?.provisional === true,
        };
        const times = { deadline, dueAt, ...marks, overdue, inTime, suspendedUntil };
        const shown = { caseId, caseNumber, stage, departmentId, task, ...times };
        return { ...shown, ...made };
      },
    });
  }
};
