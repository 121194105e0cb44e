import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findGridEvenRemoved } from '../../../projections/geography/grid-list/queries.ts';
import type { GridRow } from '../../../projections/geography/grid-list/table.ts';
import { GRID_CODE, type GridChange, gridHistory, gridStream } from '../../geography/index.ts';
import { gridPolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';

export const gridParams = z.object({ gridCode: z.string().regex(GRID_CODE) });

export const gridNotFound = (gridCode: string): ProblemError =>
  new ProblemError(
    'gridNotFound',
    { zh: `网格 ${gridCode} 不存在`, en: `grid ${gridCode} not found` },
    { gridCode },
  );

/** The duty grid, also a retired one, if the user may perform the action on it. */
export const allowedGrid = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: 'read' | 'manage',
  gridCode: string,
): Promise<GridRow> =>
  requireObject(context, deps, gridPolicy, action, await findGridEvenRemoved(deps.core.sql, gridCode), () =>
    gridNotFound(gridCode),
  );

export const changesOfGrid = async (
  { core }: Pick<ApiDeps, 'core'>,
  gridCode: string,
): Promise<readonly GridChange[]> =>
  gridHistory((await core.store.readStream(gridStream(gridCode))) as never);
