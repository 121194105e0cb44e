import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listComponents, nearestComponents } from '../../../projections/governance/component-list/queries.ts';
import type { ComponentRow } from '../../../projections/governance/component-list/table.ts';
import { COMPONENT_STATES } from '../../governance/index.ts';
import { holdersOf } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  componentAnswer,
  type componentFeatureAnswer,
  componentsAnswer,
  nearComponentAnswer,
} from '../answers/components.ts';
import type { Shown } from '../answers/shown.ts';
import { bboxParameter } from '../bbox.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { pageQuery, present, readPage, setETag } from '../request.ts';
import { allowedComponent, componentParams } from './component-access.ts';

const TAG = 'components';
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

/** Reading the register of components (部件). */
export const componentRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;
  const readScopes = (context: Context<ApiEnv>) => scopesOf(context, deps, 'component:read');

  endpoint(app, {
    method: 'get',
    path: '/components',
    access: holdersOf('component:read'),
    tag: TAG,
    summary: 'Components as GeoJSON, by bounding box and filters; `nextCursor` returns the next page',
    query: z.object({
      ...pageQuery,
      ...filters,
      bbox: bboxParameter.optional(),
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
    summary: 'Existing components around a point, nearest first, with their distance in metres',
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
    summary: 'One component; send its ETag as If-Match of the next change',
    params: componentParams,
    answer: componentAnswer,
    async handle(context, { params }) {
      const row = await allowedComponent(context, deps, 'read', params.componentId);
      setETag(context, row.version);
      return presentComponent(row);
    },
  });
};
