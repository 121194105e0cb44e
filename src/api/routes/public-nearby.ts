import { z } from '@hono/zod-openapi';
import { listShown, type ShownCase } from '../../../projections/governance/public-report-list/queries.ts';
import { PUBLIC_STAGES, PUBLIC_STATE_TABLE, SHOWN_STAGES } from '../../governance/index.ts';
import { SHANGHAI_OFFSET_MS } from '../../platform/clock.ts';
import { keyedDigest } from '../../platform/keyed-digest.ts';
import { thePublic } from '../access.ts';
import { listOf } from '../answers/common.ts';
import { shownCaseAnswer } from '../answers/public.ts';
import type { Shown } from '../answers/shown.ts';
import { mattersOf, placeOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { noteAsked } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { listIn, publicMay, servedBy } from '../public/principal.ts';
import { blurred, wholeSquaresAround } from '../public/shown-place.ts';

const DAY_MS = 86_400_000;
const REF_DIGITS = 16;
/** About a metre. */
const DIGITS = 5;
const rounded = (degrees: number): number => Number(degrees.toFixed(DIGITS));
const dayOf = (time: string): string =>
  new Date(Date.parse(time) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

interface NearbyQuery {
  readonly lon?: number | undefined;
  readonly lat?: number | undefined;
  readonly division?: string | undefined;
}

/** Accepted cases around a place, for everybody: what it is about, roughly since when, and where, as far as that harms nobody. */
export const publicNearbyRoute = (app: Api, deps: ApiDeps): void => {
  const { config, clock, reference, core } = deps;
  const sensitive = listIn(config.YIWANG_PUBLIC_SENSITIVE_CATEGORIES);

  const show = (row: ShownCase): Shown<typeof shownCaseAnswer> => {
    const { matter_code: matterCode, lon, lat } = row;
    const isBlurred = matterCode === null || sensitive.some((each) => matterCode.startsWith(each));
    const { state } = PUBLIC_STAGES[row.stage];
    return {
      ref: keyedDigest(core.keys.publicReports, 'nearby', row.case_id).slice(0, REF_DIGITS),
      category: matterCode === null ? null : (mattersOf(reference).get(matterCode)?.name ?? null),
      matterCode,
      place: placeOf(row.division_code, reference.divisionNames()),
      state,
      stateWords: PUBLIC_STATE_TABLE[state],
      reportedOn: dayOf(row.reported_at),
      ...(isBlurred
        ? blurred(row, config.YIWANG_PUBLIC_BLUR_METERS)
        : { lon: rounded(lon), lat: rounded(lat) }),
      blurred: isBlurred,
    };
  };

  const placeOfQuery = ({ lon, lat, division }: NearbyQuery) => {
    if (division !== undefined) return { divisionCode: division };
    if (lon === undefined || lat === undefined) throw new ProblemError('placeMissing');
    return wholeSquaresAround(
      { lon, lat },
      config.YIWANG_PUBLIC_NEARBY_METERS,
      config.YIWANG_PUBLIC_BLUR_METERS,
    );
  };

  endpoint(app, {
    method: 'get',
    path: '/public/cases',
    access: thePublic('readNearby'),
    tag: 'public',
    summary:
      'Accepted cases around a point, or in a city or county, that were reported lately, latest first: category, state and place, which is blurred where it could point to somebody',
    query: z.object({
      lon: z.coerce.number().min(-180).max(180).optional(),
      lat: z.coerce.number().min(-90).max(90).optional(),
      division: z
        .string()
        .regex(/^\d{4,6}$/)
        .optional(),
    }),
    answer: listOf(shownCaseAnswer),
    async handle(context, { query }) {
      const rows = await listShown(core.sql, placeOfQuery(query), {
        stages: SHOWN_STAGES,
        since: new Date(clock.now() - config.YIWANG_PUBLIC_NEARBY_DAYS * DAY_MS).toISOString(),
        most: config.YIWANG_PUBLIC_NEARBY_MAX,
      });
      const served = servedBy(deps);
      const isShown = ({ stage, division_code: divisionCode }: ShownCase) =>
        publicMay(context, deps, 'readNearby', {
          before: { divisionCode, served, isShown: SHOWN_STAGES.includes(stage) },
        });
      noteAsked(context);
      return { items: rows.filter(isShown).map(show), nextCursor: null };
    },
  });
};
