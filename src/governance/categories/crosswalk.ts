import { z } from 'zod';
import { CATEGORY_KINDS, type CategoryKind, type CrosswalkEntry, type CrosswalkPublished } from './events.ts';

export type CrosswalkData = CrosswalkPublished['data'];

const code = z.string().regex(/^\d{2,5}$/);
const id = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** Data of `CrosswalkPublished`. */
export const crosswalkSchema = z
  .object({
    crosswalkId: z.string().regex(/^[a-z0-9-]{1,132}$/),
    crosswalkVersion: z.number().int().positive(),
    fromCodeSet: id,
    toCodeSet: id,
    note: z.string().max(2000),
    source: z.string().min(1),
    entries: z
      .array(
        z.object({ kind: z.enum(CATEGORY_KINDS), from: code, to: code, basis: z.enum(['rule', 'name']) }),
      )
      .min(1),
  })
  .refine(
    ({ entries }) => new Set(entries.map((each) => `${each.kind}-${each.from}`)).size === entries.length,
    'a code leads to two places',
  );

export interface Counterpart {
  readonly codeSetId: string;
  readonly kind: CategoryKind;
  readonly code: string;
  readonly basis: CrosswalkEntry['basis'];
  readonly direction: 'forward' | 'backward';
}

/** The counterparts of a code in other sets, in whichever direction the crosswalks were written. */
export const counterpartsOf = (
  crosswalks: readonly CrosswalkData[],
  codeSetId: string,
  kind: CategoryKind,
  wanted: string,
): readonly Counterpart[] =>
  crosswalks.flatMap(({ fromCodeSet, toCodeSet, entries }): Counterpart[] => {
    const forward = fromCodeSet === codeSetId;
    if (!forward && toCodeSet !== codeSetId) return [];
    return entries
      .filter((each) => each.kind === kind && (forward ? each.from : each.to) === wanted)
      .map(({ from, to, basis }) => ({
        codeSetId: forward ? toCodeSet : fromCodeSet,
        kind,
        code: forward ? to : from,
        basis,
        direction: forward ? 'forward' : 'backward',
      }));
  });
