import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findComponent } from '../../../projections/governance/component-list/queries.ts';
import type { ComponentRow } from '../../../projections/governance/component-list/table.ts';
import { componentPolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';

export const componentParams = z.object({ componentId: z.string().max(32) });

/** The component, if the user may perform the action on it. */
export const allowedComponent = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: 'read' | 'manage',
  componentId: string,
): Promise<ComponentRow> =>
  requireObject(
    context,
    deps,
    componentPolicy,
    action,
    await findComponent(deps.core.sql, componentId),
    () => new ProblemError('componentUnknown', { zh: '部件未登记', en: 'the component is not registered' }),
  );
