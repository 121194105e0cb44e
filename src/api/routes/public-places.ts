import { z } from '@hono/zod-openapi';
import { listBoundaries } from '../../../projections/geography/division-list/queries.ts';
import { thePublic } from '../access.ts';
import { boundariesAnswer } from '../answers/places.ts';
import { publicCategoriesAnswer, publicPlaceAnswer, publicSettingsAnswer } from '../answers/public.ts';
import { mattersOf, placeOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { PUBLIC_ADDRESS_MAX, PUBLIC_DESCRIPTION_MAX } from '../public/limits.ts';
import { countiesServed, listIn, publicMay, requirePublic, servedBy } from '../public/principal.ts';
import { digestOfShown, setETag } from '../request.ts';

const TAG = 'public';
const pointQuery = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
});

/** What the page of the public needs to know before somebody reports: limits, places, categories. */
export const publicPlaceRoutes = (app: Api, deps: ApiDeps): void => {
  const { config, reference } = deps;
  const access = thePublic('readReference');

  endpoint(app, {
    method: 'get',
    path: '/public/settings',
    access,
    tag: TAG,
    summary: 'Limits of a report without an account, and the counties that take one',
    answer: publicSettingsAnswer,
    handle(context) {
      requirePublic(context, deps, 'readReference', {});
      const names = reference.divisionNames();
      const shown = {
        photosMax: config.YIWANG_PUBLIC_PHOTOS_MAX,
        photoMaxBytes: config.YIWANG_PUBLIC_PHOTO_MAX_BYTES,
        descriptionMax: PUBLIC_DESCRIPTION_MAX,
        addressMax: PUBLIC_ADDRESS_MAX,
        ratingDays: config.YIWANG_PUBLIC_RATING_DAYS,
        nearbyDays: config.YIWANG_PUBLIC_NEARBY_DAYS,
        blurMeters: config.YIWANG_PUBLIC_BLUR_METERS,
        divisions: countiesServed(deps).map(([code, name]) => ({
          code,
          name,
          parentName: names.get(code.slice(0, 4)) ?? '',
        })),
      };
      setETag(context, 0, digestOfShown(deps, shown));
      return shown;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/public/categories',
    access,
    tag: TAG,
    summary: 'Categories that the public may choose',
    answer: publicCategoriesAnswer,
    handle(context) {
      requirePublic(context, deps, 'readReference', {});
      const beginnings = listIn(config.YIWANG_PUBLIC_CATEGORIES);
      const items = [...mattersOf(reference).values()].filter(({ matterCode }) =>
        beginnings.some((each) => matterCode.startsWith(each)),
      );
      setETag(context, 0, digestOfShown(deps, items));
      return { items, nextCursor: null };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/public/locate',
    access,
    tag: TAG,
    summary: 'Names of the county and the duty grid of a point, and whether reports are taken there',
    query: pointQuery,
    answer: publicPlaceAnswer,
    handle(context, { query }) {
      requirePublic(context, deps, 'readReference', {});
      const locator = reference.locator();
      const division = locator.divisionOf(query);
      if (division === null) return { divisionCode: null, place: null, grid: null, served: false };
      const target = { divisionCode: division.code, served: servedBy(deps) };
      return {
        divisionCode: division.code,
        place: placeOf(division.code, reference.divisionNames()),
        grid: locator.gridOf(query)?.name ?? null,
        served: publicMay(context, deps, 'report', { after: target }),
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/public/boundaries',
    access,
    tag: TAG,
    summary: 'County boundaries of a city as GeoJSON, for the map',
    query: z.object({ division: z.string().regex(/^\d{4,6}$/) }),
    answer: boundariesAnswer,
    async handle(context, { query }) {
      requirePublic(context, deps, 'readReference', {});
      const rows = await listBoundaries(deps.core.sql, query.division);
      const features = rows.map(({ code, name, boundary, boundary_approximate: approximate }) => ({
        type: 'Feature' as const,
        properties: { code, name, approximate },
        geometry: boundary,
      }));
      setETag(context, 0, digestOfShown(deps, features));
      return { type: 'FeatureCollection' as const, features };
    },
  });
};
