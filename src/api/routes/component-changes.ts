import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { componentContext } from '../../application/component-places.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import {
  COMPONENT_STATES,
  type ComponentCommand,
  CREDIT_CODE,
  componentDecider,
  componentIdProblem,
  componentStream,
  parseComponentId,
} from '../../governance/index.ts';
import { componentPolicy } from '../../identity/policy/index.ts';
import { shanghaiDay } from '../../platform/clock.ts';
import { holdersOf } from '../access.ts';
import { changedComponentAnswer } from '../answers/components.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, present, settle } from '../request.ts';
import { allowedComponent, componentParams } from './component-access.ts';

const TAG = 'components';

const degrees = { lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) };
const organisation = z.object({
  name: z.string().trim().min(1).max(100),
  code: z.string().regex(CREDIT_CODE).nullable().default(null),
});
const bodies = z.object({
  inCharge: organisation,
  owner: organisation.nullable().default(null),
  maintainer: organisation.nullable().default(null),
});
const existingStates = z.enum(COMPONENT_STATES).exclude(['removed']);
const location = z.object({ ...degrees, address: z.string().max(256).default('') });
const day = z.iso.date();

/** Registers, changes, moves and removes components. */
export const componentChangeRoutes = (app: Api, deps: ApiDeps): void => {
  const handle = createCommandHandler(deps.core.store);
  const today = () => shanghaiDay(deps.clock.now());

  const run = async (
    context: Context<ApiEnv>,
    componentId: string,
    command: ComponentCommand,
    body: unknown,
  ) => {
    const state = await settle(
      context,
      deps,
      await handle({
        stream: componentStream(componentId),
        decider: componentDecider,
        command,
        context: commandContext(context, body),
      }),
    );
    if (state === null) throw new ProblemError('internal');
    return state;
  };

  const placeOf = (componentId: string, point: { lon: number; lat: number }) => {
    const known = componentContext(deps.reference, nowIso(deps));
    const problem = componentIdProblem(componentId, {
      ...known,
      divisionAtPosition: known.divisionOf(point),
    });
    if (problem !== undefined) {
      const { code, message, expected } = problem;
      throw new ProblemError(code, message, { componentId, expected });
    }
    return { gridCode: known.gridOf(point), at: known.at };
  };

  endpoint(app, {
    method: 'post',
    path: '/components',
    access: holdersOf('component:manage'),
    tag: TAG,
    summary: 'Register a component; its identifier must agree with division, class and position',
    body: z.object({
      componentId: z.string().max(32),
      name: z.string().trim().min(1).max(30),
      bodies,
      state: existingStates.default('intact'),
      location,
      initialDate: day.optional(),
      source: z.string().max(30).default(''),
      remark: z.string().max(1000).default(''),
    }),
    answer: changedComponentAnswer,
    async handle(context, { body }) {
      const id = parseComponentId(body.componentId);
      const place = placeOf(body.componentId, body.location);
      const { serial: _serial, ...identity } = id!;
      requireAllowed(context, deps, componentPolicy, 'manage', { after: at(identity.divisionCode) });
      const data = { ...body, ...identity, ...place, initialDate: body.initialDate ?? today() };
      return run(context, body.componentId, { type: 'RegisterComponent', data }, body);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/components/{componentId}/changes',
    access: holdersOf('component:manage'),
    tag: TAG,
    summary: 'Change name, bodies, state, source or remark of a component',
    params: componentParams,
    body: z
      .object({
        name: z.string().trim().min(1).max(30),
        bodies,
        state: existingStates,
        source: z.string().max(30),
        remark: z.string().max(1000),
      })
      .partial()
      .extend({ changeDate: day.optional() }),
    answer: changedComponentAnswer,
    async handle(context, { params: { componentId }, body }) {
      await allowedComponent(context, deps, 'manage', componentId);
      const { changeDate = today(), ...changes } = body;
      const command = {
        type: 'ChangeComponent',
        changes: present(changes),
        changeDate,
        at: nowIso(deps),
      } as const;
      return run(context, componentId, command, body);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/components/{componentId}/moves',
    access: holdersOf('component:manage'),
    tag: TAG,
    summary: 'Move a component to another position; its grid is updated',
    params: componentParams,
    body: z.object({ location, changeDate: day.optional() }),
    answer: changedComponentAnswer,
    async handle(context, { params: { componentId }, body }) {
      await allowedComponent(context, deps, 'manage', componentId);
      const place = placeOf(componentId, body.location);
      const changeDate = body.changeDate ?? today();
      const command = { type: 'MoveComponent', location: body.location, changeDate, ...place } as const;
      return run(context, componentId, command, body);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/components/{componentId}/removal',
    access: holdersOf('component:manage'),
    tag: TAG,
    summary: 'Remove a component from the register; its identifier is never reused',
    params: componentParams,
    body: z.object({ reason: z.string().max(500), changeDate: day.optional() }),
    answer: changedComponentAnswer,
    async handle(context, { params: { componentId }, body }) {
      await allowedComponent(context, deps, 'manage', componentId);
      const { reason, changeDate = today() } = body;
      return run(
        context,
        componentId,
        { type: 'RemoveComponent', reason, changeDate, at: nowIso(deps) },
        body,
      );
    },
  });
};
