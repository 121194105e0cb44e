import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listBoundaries } from '../../../projections/geography/division-list/queries.ts';
import { interiorPoint, isDivisionCode } from '../../geography/index.ts';
import type { CaseLocation } from '../../governance/events.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireMatter } from '../known-matter.ts';
import { ProblemError } from '../problems.ts';
import { locatedDivision } from '../report-place.ts';
import { PUBLIC_ADDRESS_MAX, PUBLIC_DESCRIPTION_MAX } from './limits.ts';
import { countiesServed, listIn, requirePublic, servedBy } from './principal.ts';

/** A telephone number as people write it. */
const phone = z.string().regex(/^[+\d][\d ()-]{4,18}\d$/);

export const publicReportBody = z.object({
  description: z.string().max(PUBLIC_DESCRIPTION_MAX),
  place: z
    .object({
      lon: z.number().min(-180).max(180).optional(),
      lat: z.number().min(-90).max(90).optional(),
      /** County, for a place that is told in words alone. */
      divisionCode: z.string().max(12).optional(),
      address: z.string().max(PUBLIC_ADDRESS_MAX).optional(),
    })
    .openapi({ description: 'A point, or the code of the county and words' }),
  matterCode: z.string().max(64).optional(),
  photos: z
    .array(z.string().regex(/^[0-9a-f]{96}$/))
    .max(9)
    .default([]),
  /** Sealed before it is stored. */
  phone: phone.optional(),
});
export type PublicReportBody = z.infer<typeof publicReportBody>;

export interface ReportedPlace {
  readonly location: CaseLocation;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  readonly inWords: boolean;
}

/** For everybody who works on the case: the point must not be taken for the place. */
const IN_WORDS = '（仅口述位置，地图上的点不是现场）';

const placeMissing = () => new ProblemError('placeMissing');

/** Where it is, provided that reports are taken there. Throws placeMissing, outsideProvince, notServedHere. */
export const reportedPlace = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { lon, lat, divisionCode, address = '' }: PublicReportBody['place'],
): Promise<ReportedPlace> => {
  const requireServed = (code: string) =>
    requirePublic(
      context,
      deps,
      'report',
      { after: { divisionCode: code, served: servedBy(deps) } },
      () => new ProblemError('notServedHere'),
    );
  if (lon !== undefined && lat !== undefined) {
    const located = locatedDivision({ lon, lat }, deps);
    requireServed(located.divisionCode);
    return { location: { lon, lat, address: address.trim() }, ...located, inWords: false };
  }
  if (divisionCode === undefined || address.trim() === '') throw placeMissing();
  if (!isDivisionCode(divisionCode)) throw placeMissing();
  requireServed(divisionCode);
  if (!countiesServed(deps).some(([code]) => code === divisionCode)) throw placeMissing();
  const [county] = await listBoundaries(deps.core.sql, divisionCode);
  if (county === undefined) throw placeMissing();
  return {
    location: { ...interiorPoint(county.boundary), address: `${address.trim()}${IN_WORDS}` },
    divisionCode,
    gridCode: null,
    inWords: true,
  };
};

/** Throws unknownMatter, also for a category that is not for the public. */
export const requirePublicMatter = async (deps: ApiDeps, matterCode: string): Promise<void> => {
  const isChoosable = listIn(deps.config.YIWANG_PUBLIC_CATEGORIES).some((each) =>
    matterCode.startsWith(each),
  );
  if (!isChoosable) throw new ProblemError('unknownMatter', undefined, { matterCode });
  await requireMatter(deps, matterCode);
};
