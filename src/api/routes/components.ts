import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  findComponent,
  listComponents,
  nearestComponents,
} from '../../../projections/governance/component-list/queries.ts';
import type { ComponentRow } from '../../../projections/governance/component-list/table.ts';
import { componentContext } from '../../application/component-places.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { sheetOf } from '../../foreign-bytes/sheet-of.ts';
import {
  COMPONENT_STATES,
  type ComponentCommand,
  CREDIT_CODE,
  componentDecider,
  componentIdProblem,
  componentStream,
  judgeComponents,
  parseComponentId,
} from '../../governance/index.ts';
import { componentPolicy } from '../../identity/policy/index.ts';
import { shanghaiDay } from '../../platform/clock.ts';
import { runInTurns } from '../../platform/turns.ts';
import { holdersOf } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  changedComponentAnswer,
  componentAnswer,
  type componentFeatureAnswer,
  componentsAnswer,
  nearComponentAnswer,
} from '../answers/components.ts';
import type { Shown } from '../answers/shown.ts';
import { componentsImported } from '../answers/standards.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at, requireAllowed, requireObject, scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, present, readPage, setETag, settle } from '../request.ts';
import { importEndpoint } from '../upload.ts';

const TAG = 'components';
/** Imports run their commands in groups of this many, which the store commits together. */
const AT_ONCE = 100;

const componentParams = z.object({ componentId: z.string().max(32) });
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
const filters = {
  codeSet: z.string().max(64).optional(),
  major: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  minor: z
    .string()
    .regex(/^\d{2,3}$/)
    .optional(),
};
const bbox = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .refine(
    (box): box is [number, number, number, number] =>
      box.length === 4 && box.every(Number.isFinite) && box[0]! <= box[2]! && box[1]! <= box[3]!,
    'west,south,east,north in degrees',
  );

const presentComponent = (row: ComponentRow): Shown<typeof componentAnswer> => ({
  componentId: row.component_id,
  codeSetId: row.code_set_id,
  name: row.name,
  divisionCode: row.division_code,
  majorCode: row.major_code,
  minorCode: row.minor_code,
  bodies: row.bodies,
  state: row.state,
  location: { lon: row.lon, lat: row.lat, address: row.address },
  gridCode: row.grid_code,
  initialDate: row.initial_date,
  changeDate: row.change_date,
  removedReason: row.removed_reason,
  source: row.source,
  remark: row.remark,
  version: row.version,
});

const feature = (row: ComponentRow): Shown<typeof componentFeatureAnswer> => {
  const { location: place, ...properties } = presentComponent(row);
  return {
    type: 'Feature',
    id: row.component_id,
    properties: { ...properties, address: place.address },
    geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
  };
};

export const componentRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);
  const readScopes = (context: Context<ApiEnv>) => scopesOf(context, deps, 'component:read');
  const today = () => shanghaiDay(deps.clock.now());

  const allowedComponent = async (
    context: Context<ApiEnv>,
    action: 'read' | 'manage',
    componentId: string,
  ): Promise<ComponentRow> =>
    requireObject(
      context,
      deps,
      componentPolicy,
      action,
      await findComponent(sql, componentId),
      () => new ProblemError('componentUnknown', { zh: '部件未登记', en: 'the component is not registered' }),
    );

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

  endpoint(app, {
    method: 'get',
    path: '/components',
    access: holdersOf('component:read'),
    tag: TAG,
    summary: 'Components as GeoJSON, by bounding box and filters; `nextCursor` leads on',
    query: z.object({
      ...pageQuery,
      ...filters,
      bbox: bbox.optional().openapi({ type: 'string', description: 'west,south,east,north in degrees' }),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      grid: z.string().max(32).optional(),
      state: z.enum(COMPONENT_STATES).optional(),
      text: z.string().min(1).max(100).optional(),
    }),
    answer: componentsAnswer,
    async handle(context, { query }) {
      const filter = present({
        bbox: query.bbox,
        divisionPrefix: query.division,
        gridCode: query.grid,
        codeSetId: query.codeSet,
        majorCode: query.major,
        minorCode: query.minor,
        state: query.state,
        text: query.text,
      });
      const page = await listComponents(sql, readScopes(context), filter, readPage(query));
      return {
        type: 'FeatureCollection' as const,
        features: page.items.map(feature),
        nextCursor: page.nextCursor,
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/components/nearest',
    access: holdersOf('component:read'),
    tag: TAG,
    summary: 'Standing components around a point, nearest first, with their distance in metres',
    query: z.object({
      lon: z.coerce.number().min(-180).max(180),
      lat: z.coerce.number().min(-90).max(90),
      metres: z.coerce.number().positive().max(5000).default(100),
      limit: z.coerce.number().int().min(1).max(100).default(10),
      ...filters,
    }),
    answer: listOf(nearComponentAnswer),
    async handle(context, { query }) {
      const { lon, lat, metres, limit } = query;
      const rows = await nearestComponents(sql, readScopes(context), {
        point: { lon, lat },
        metres,
        limit,
        ...present({ codeSetId: query.codeSet, majorCode: query.major, minorCode: query.minor }),
      });
      const items = rows.map((row) => ({ ...presentComponent(row), metres: row.metres }));
      return { items, nextCursor: null };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/components/{componentId}',
    access: holdersOf('component:read'),
    tag: TAG,
    summary: 'One component; its ETag goes into If-Match of the next change',
    params: componentParams,
    answer: componentAnswer,
    async handle(context, { params }) {
      const row = await allowedComponent(context, 'read', params.componentId);
      setETag(context, row.version);
      return presentComponent(row);
    },
  });

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

  /** The component that a person may change. */
  const managed = async (context: Context<ApiEnv>, componentId: string): Promise<ComponentRow> => {
    const row = await allowedComponent(context, 'manage', componentId);
    return row;
  };

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
      await managed(context, componentId);
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
    summary: 'Give a component another position; its grid follows',
    params: componentParams,
    body: z.object({ location, changeDate: day.optional() }),
    answer: changedComponentAnswer,
    async handle(context, { params: { componentId }, body }) {
      await managed(context, componentId);
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
    summary: 'Take a component out of the register; its identifier is never used again',
    params: componentParams,
    body: z.object({ reason: z.string().max(500), changeDate: day.optional() }),
    answer: changedComponentAnswer,
    async handle(context, { params: { componentId }, body }) {
      await managed(context, componentId);
      const { reason, changeDate = today() } = body;
      return run(
        context,
        componentId,
        { type: 'RemoveComponent', reason, changeDate, at: nowIso(deps) },
        body,
      );
    },
  });

  importEndpoint(app, {
    path: '/components/import',
    maxBytes: deps.config.YIWANG_IMPORT_MAX_BYTES,
    imported: componentsImported,
    access: holdersOf('component:manage'),
    tag: TAG,
    summary: 'Components from CSV or XLSX: checked, and with `dryRun=false` registered, changed and moved',
    query: {},
    async check(context, { bytes }) {
      const sheet = sheetOf(await deps.foreignBytes.parse('componentSheet', bytes, {}));
      const places = componentContext(deps.reference, nowIso(deps));
      const read = await runInTurns(judgeComponents(sheet, places));
      // Someone without the right learns nothing of what stands in the register, also where no row can be read.
      if (read.components.length === 0)
        requireAllowed(context, deps, componentPolicy, 'manage', { after: at('14') });
      for (const divisionCode of new Set(read.components.map((each) => each.divisionCode))) {
        requireAllowed(context, deps, componentPolicy, 'manage', { after: at(divisionCode) });
      }
      return read;
    },
    async apply(context, { digest }, { components }) {
      const { expectedVersion: _ignored, key, ...rest } = commandContext(context, { digest });
      let [changed, unchanged] = [0, 0];
      const refused: { componentId: string; code: string }[] = [];
      let last: Parameters<typeof settle>[2] | undefined;
      for (let from = 0; from < components.length; from += AT_ONCE) {
        const outcomes = await Promise.all(
          components.slice(from, from + AT_ONCE).map(async (data) => ({
            componentId: data.componentId,
            outcome: await handle({
              stream: componentStream(data.componentId),
              decider: componentDecider,
              command: { type: 'ImportComponent', data },
              context: { ...rest, ...(key === undefined ? {} : { key: `${key} ${data.componentId}` }) },
            }),
          })),
        );
        for (const { componentId, outcome } of outcomes) {
          if (!outcome.ok) refused.push({ componentId, code: outcome.refusal.code });
          else if (outcome.position === undefined) unchanged += 1;
          else {
            changed += 1;
            last = outcome;
          }
        }
      }
      if (last !== undefined) await settle(context, deps, last);
      return { written: changed, unchanged, refused };
    },
  });
};
