import { z } from '@hono/zod-openapi';
import { signedIn } from '../access.ts';
import { foundPlaceAnswer } from '../answers/places.ts';
import type { Shown } from '../answers/shown.ts';
import { placeOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';

type Found = Shown<typeof foundPlaceAnswer>;

/** Digits of a county: of the longer codes there are many of the same name. */
const COUNTY_DIGITS = 6;
const MOST = 50;

/** Those whose name begins with the words first, and larger places before smaller ones. */
const byCloseness =
  (text: string) =>
  (a: Found, b: Found): number =>
    Number(b.name.startsWith(text)) - Number(a.name.startsWith(text)) ||
    a.code.length - b.code.length ||
    (a.code < b.code ? -1 : 1);

/** `GET /places`: divisions and grids by their names. */
export const placeSearchRoute = (app: Api, deps: ApiDeps): void => {
  endpoint(app, {
    method: 'get',
    path: '/places',
    access: signedIn('divisions are a public list; grids only where the caller may see them'),
    tag: 'places',
    summary: 'Divisions and grids whose name contains the words, the closest first',
    query: z.object({
      text: z.string().trim().min(1).max(100),
      limit: z.coerce.number().int().min(1).max(MOST).default(10),
    }),
    answer: z.strictObject({ items: z.array(foundPlaceAnswer) }),
    handle(context, { query: { text, limit } }) {
      const scopes = scopesOf(context, deps, 'grid:read');
      const names = deps.reference.divisionNames();
      const found: Found[] = [];
      for (const [code, name] of names)
        if (name.includes(text)) found.push({ kind: 'division', code, name, place: placeOf(code, names) });
      for (const [code, name] of deps.reference.gridNames()) {
        if (!name.includes(text)) continue;
        if (!scopes.some(({ divisionPrefix }) => code.startsWith(divisionPrefix))) continue;
        found.push({ kind: 'grid', code, name, place: placeOf(code.slice(0, COUNTY_DIGITS), names) });
      }
      return { items: found.sort(byCloseness(text)).slice(0, limit) };
    },
  });
};
