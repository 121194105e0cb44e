import { z } from 'zod';
import { divisionCovers, levelOfCode } from './division-code.ts';

const county = z.string().refine((code) => levelOfCode(code) === 'county', 'county code of 6 digits');

/** Counties that no longer exist, with those that took over their area; see data/divisions/README.md. */
export const abolishedCountiesSchema = z.object({
  id: z.string().min(1),
  version: z.int().positive(),
  counties: z.array(z.object({ code: county, name: z.string().min(1), successors: z.array(county).min(1) })),
});

export type AbolishedCounties = z.infer<typeof abolishedCountiesSchema>;

/**
 * Today's division for each abolished county code: its only successor, or the city when several counties share the area.
 */
export const successorCodes = (abolished: AbolishedCounties): ReadonlyMap<string, string> =>
  new Map(
    abolished.counties.map(({ code, successors }) => {
      const [first, ...others] = successors;
      const city = code.slice(0, 4);
      return [code, first !== undefined && others.length === 0 && divisionCovers(city, first) ? first : city];
    }),
  );
