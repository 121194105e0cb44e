import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findGridEvenRemoved } from '../../../projections/geography/grid-list/queries.ts';
import type { GridRow } from '../../../projections/geography/grid-list/table.ts';
import { countOpenInGrid } from '../../../projections/governance/case-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import {
  GRID_CODE,
  type GridCommand,
  type GridData,
  gridDecider,
  gridStream,
  parseAreaGeometry,
  SHANXI_BOUNDS,
  sizeOf,
} from '../../geography/index.ts';
import { gridPolicy } from '../../identity/policy/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import { holdersOf } from '../access.ts';
import { gridChangedAnswer } from '../answers/grids.ts';
import { area } from '../answers/places.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { always, endpoint } from '../endpoint.ts';
import { findGridFaults, type GridFault, gridFault } from '../grid-faults.ts';
import { requireDivision } from '../known-places.ts';
import { at, placesOf, requireAllowed } from '../policy.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { allowedGrid, changesOfGrid, gridNotFound, gridParams } from './grid-access.ts';

const TAG = 'places';
/** Of a border that is drawn by hand. */
const MOST_CORNERS = 2000;

const asDrawn = {
  name: z.string().trim().min(1).max(100),
  divisionCode: z.string().regex(/^\d{2,12}$/),
  geometry: area,
  workerId: z.string().min(1).max(64).nullable().default(null),
};
const after = z.number().int().min(1).openapi({ description: 'The version that was read' });
const trial = {
  mayLeaveGap: z
    .boolean()
    .default(false)
    .openapi({ description: 'Save it although ground is left that no grid covers' }),
  dryRun: z.boolean().default(false).openapi({ description: 'Only tells the faults' }),
};

interface Change {
  readonly before: GridRow | undefined;
  /** Its border is not checked yet. */
  readonly after: Omit<GridData, 'synthetic' | 'geometry'> & { readonly geometry: unknown };
  /** 0 for a new grid. */
  readonly version: number;
  readonly mayLeaveGap: boolean;
  readonly dryRun: boolean;
}

/** Draws, redraws, renames, retires duty grids and brings them back. Each change is tried first if `dryRun` is set. */
export const gridChangeRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  const changed = (): ProblemError =>
    new ProblemError('gridChanged', {
      zh: '网格已被他人修改，请重新核对',
      en: 'the grid was changed by somebody else: look at it again',
    });
  const refuseFaults = (faults: readonly GridFault[]): void => {
    const blocking = faults.filter((each) => each.blocking);
    if (blocking.length > 0)
      throw new ProblemError(
        'gridFaulty',
        { zh: `${blocking.length} 处有误，未保存`, en: `${blocking.length} faults, nothing was saved` },
        { faults },
      );
  };
  const write = async (
    context: Context<ApiEnv>,
    gridCode: string,
    command: GridCommand,
    version: number,
    body: unknown,
  ): Promise<number> => {
    const given = { ...commandContext(context, body), expectedVersion: version };
    const outcome = await handle({
      stream: gridStream(gridCode),
      decider: gridDecider,
      command,
      context: given,
    });
    if (!outcome.ok && outcome.refusal.code === 'versionMismatch') throw changed();
    if (!outcome.ok) return throwRefusal(outcome.refusal);
    await settle(context, deps, outcome);
    return outcome.version;
  };

  const define = async (
    context: Context<ApiEnv>,
    { before, after: drawn, version, mayLeaveGap, dryRun }: Change,
    body: unknown,
  ): Promise<Shown<typeof gridChangedAnswer>> => {
    const gridCode = drawn.code;
    requireDivision(deps, drawn.divisionCode);
    const openCases = before === undefined ? 0 : await countOpenInGrid(sql, gridCode);
    const parsed = parseAreaGeometry(drawn.geometry, { bounds: SHANXI_BOUNDS, maxPositions: MOST_CORNERS });
    if (!parsed.ok) {
      const faults = [gridFault(parsed.problem.code, { at: parsed.problem.at ?? null })];
      if (!dryRun) refuseFaults(faults);
      return { dryRun, gridCode, version, squareMetres: null, openCases, faults };
    }
    const { geometry } = parsed;
    const grid = { ...drawn, geometry, synthetic: before?.synthetic ?? false };
    const faults = await findGridFaults(context, deps, { before, after: grid, mayLeaveGap });
    if (!dryRun) refuseFaults(faults);
    const squareMetres = await runInTurns(sizeOf(geometry));
    const shown = { dryRun, gridCode, version, squareMetres, openCases, faults };
    if (dryRun) return shown;
    const command = { type: 'DefineGrid', data: grid } as const;
    return { ...shown, version: await write(context, gridCode, command, version, body) };
  };

  endpoint(app, {
    method: 'post',
    path: '/grids',
    access: holdersOf('grid:manage'),
    tag: TAG,
    summary: 'Draw a duty grid; refused where it overlaps another, crosses itself or encloses a gap',
    body: z.object({ code: z.string().regex(GRID_CODE), ...asDrawn, ...trial }),
    heavy: always,
    answer: gridChangedAnswer,
    async handle(context, { body }) {
      const { mayLeaveGap, dryRun, ...drawn } = body;
      // A code in use elsewhere is reported as in use, and no more; that of a retired grid is not used again.
      const taken = () =>
        new ProblemError(
          'gridTaken',
          { zh: `网格编码 ${body.code} 已被占用`, en: `the grid code ${body.code} is in use` },
          { gridCode: body.code },
        );
      const found = await findGridEvenRemoved(sql, body.code);
      requireAllowed(
        context,
        deps,
        gridPolicy,
        'manage',
        { before: placesOf(found), after: at(body.divisionCode) },
        taken,
      );
      const isRepeat = context.req.header('idempotency-key') !== undefined && !dryRun;
      if (found !== undefined && !isRepeat) throw taken();
      return define(context, { before: found, after: drawn, version: 0, mayLeaveGap, dryRun }, body);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/grids/{gridCode}',
    access: holdersOf('grid:manage'),
    tag: TAG,
    summary: 'Redraw a duty grid, rename it, or give it to another worker; cases keep the grid of their day',
    params: gridParams,
    body: z.object({ ...asDrawn, after, ...trial }),
    heavy: always,
    answer: gridChangedAnswer,
    async handle(context, { params: { gridCode }, body }) {
      const before = await allowedGrid(context, deps, 'manage', gridCode);
      const { after: version, mayLeaveGap, dryRun, ...drawn } = body;
      requireAllowed(context, deps, gridPolicy, 'manage', { after: at(drawn.divisionCode) });
      if (before.removed) throw gridNotFound(gridCode);
      if (dryRun && before.version !== version) throw changed();
      const grid = { code: gridCode, ...drawn };
      return define(context, { before, after: grid, version, mayLeaveGap, dryRun }, body);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/grids/{gridCode}/restoration',
    access: holdersOf('grid:manage'),
    tag: TAG,
    summary: 'Bring an earlier version of a duty grid back, as a new change; also of a retired one',
    params: gridParams,
    body: z.object({
      version: z.number().int().min(1).openapi({ description: 'The version that comes back' }),
      after,
      ...trial,
    }),
    heavy: always,
    answer: gridChangedAnswer,
    async handle(context, { params: { gridCode }, body }) {
      const before = await allowedGrid(context, deps, 'manage', gridCode);
      const { version, after: read, mayLeaveGap, dryRun } = body;
      const changes = await changesOfGrid(deps, gridCode);
      const earlier = changes.find((each) => each.version === version)?.grid;
      if (earlier === undefined) throw gridNotFound(gridCode);
      requireAllowed(context, deps, gridPolicy, 'manage', { after: at(earlier.divisionCode) });
      if (dryRun && before.version !== read) throw changed();
      return define(context, { before, after: earlier, version: read, mayLeaveGap, dryRun }, body);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/grids/{gridCode}/retirement',
    access: holdersOf('grid:manage'),
    tag: TAG,
    summary:
      'Retire a duty grid, its code is not used again; with open cases only if another grid takes over what is open there',
    params: gridParams,
    body: z.object({
      reason: z.string().trim().min(1).max(200),
      successorCode: z.string().regex(GRID_CODE).nullable().default(null),
      after,
      ...trial,
    }),
    heavy: always,
    answer: gridChangedAnswer,
    async handle(context, { params: { gridCode }, body }) {
      const before = await allowedGrid(context, deps, 'manage', gridCode);
      const { reason, successorCode, after: version, mayLeaveGap, dryRun } = body;
      if (successorCode !== null) {
        const successor = await allowedGrid(context, deps, 'manage', successorCode);
        if (successor.removed) throw gridNotFound(successorCode);
      }
      if (dryRun && before.version !== version) throw changed();
      const openCases = await countOpenInGrid(sql, gridCode);
      if (openCases > 0 && successorCode === null && !dryRun)
        throw new ProblemError(
          'gridInUse',
          {
            zh: `网格内有 ${openCases} 件在办案件，请指定接管的网格`,
            en: `the grid has ${openCases} open cases: name the grid that takes them over`,
          },
          { openCases },
        );
      const faults = await findGridFaults(context, deps, { before, after: undefined, mayLeaveGap });
      const shown = { dryRun, gridCode, version, squareMetres: null, openCases, faults };
      if (dryRun) return shown;
      refuseFaults(faults);
      const successor = successorCode === null ? {} : { successorCode };
      const command = { type: 'RemoveGrid', code: gridCode, reason, ...successor } as const;
      return { ...shown, version: await write(context, gridCode, command, version, body) };
    },
  });
};
