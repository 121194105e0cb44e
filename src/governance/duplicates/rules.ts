import { z } from 'zod';
import type { DomainEvent } from '../../event-store/event-store.ts';
import { CASE_SOURCES, CASE_STAGES } from '../events.ts';
import { FEATURE_LEVELS, FEATURES, type Feature } from './features.ts';

const metres = z.number().positive().max(5000);
const matterCode = z.string().regex(/^(component|event)-[A-Za-z0-9]+-[A-Za-z0-9]+$/);

const pattern = z.string().refine((text) => {
  try {
    new RegExp(text, 'gu');
    return true;
  } catch {
    return false;
  }
}, 'must be a regular expression');

const weightsOf = <F extends Feature>(feature: F) =>
  z.strictObject(
    Object.fromEntries(FEATURE_LEVELS[feature].map((level) => [level, z.number()])) as Record<
      (typeof FEATURE_LEVELS)[F][number],
      z.ZodNumber
    >,
  );

const FEATURE_WEIGHTS = Object.fromEntries(
  FEATURES.map((feature) => [feature, weightsOf(feature)]),
) as unknown as { [F in Feature]: z.ZodObject<Record<(typeof FEATURE_LEVELS)[F][number], z.ZodNumber>> };

/** Upper bounds of an ordered feature's levels, the last level taking the rest. */
const bounds = (count: number) =>
  z
    .array(z.number().nonnegative())
    .length(count)
    .refine((values) => values.every((value, n) => n === 0 || values[n - 1]! < value), 'must rise');

/** Data of `DuplicateRulesPublished`: everything on which the search for duplicates is based. */
export const duplicateRulesSchema = z.strictObject({
  rulesId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  rulesVersion: z.number().int().positive(),
  source: z.string().min(1),
  search: z.strictObject({
    /** Open cases within this many metres and days are compared, up to this many of the nearest. */
    reachM: metres,
    maxAgeDays: z.number().positive(),
    mostCompared: z.number().int().positive().max(2000),
  }),
  /** How far a point may be from the true one, metres (about one standard deviation), by source of the report. */
  positionErrorM: z.record(z.enum(CASE_SOURCES), metres),
  /** Extent in which an incident of a matter can be seen, metres. */
  extentM: z.strictObject({ default: metres, matters: z.record(matterCode, metres) }),
  /** Hours that a case of a matter typically takes if no filing standard has a row for it. */
  typicalHours: z.number().positive(),
  /** Matters of different code sets with the same meaning, by the code that represents both. */
  equivalents: z.record(matterCode, matterCode),
  /** Prefixes of matter codes of the product's own set: across sets, unequal codes mean nothing. */
  otherSets: z.array(z.string().min(1)),
  /** Groups of matters that reporters confuse. */
  confusable: z.array(z.array(matterCode).min(2)),
  text: z.strictObject({
    /** Phrases that occur in any report: greetings and requests. */
    stopPhrases: z.array(z.string().min(1)),
    /** Key words of each topic: different words for the same thing. */
    topics: z.array(z.strictObject({ topic: z.string().min(1), words: z.array(z.string().min(1)).min(1) })),
    /** Where at a place; the longest is taken first. */
    sides: z.array(z.string().min(1)),
    /** What the name of a street or a place looks like. */
    placeName: pattern,
    numbers: z.array(z.strictObject({ kind: z.string().min(1), pattern })),
    houseNumber: z.strictObject({ pattern, near: z.number().int().nonnegative() }),
  }),
  levels: z.strictObject({
    distance: bounds(4),
    time: bounds(3),
    /** Lower bounds of alike, similar and slight. */
    text: bounds(3),
  }),
  weights: z.strictObject({
    base: z.number(),
    ...FEATURE_WEIGHTS,
  }),
  /** Candidates with at least this score (0 to 1) are shown, up to a maximum number. */
  shownFrom: z.number().min(0).max(1),
  mostShown: z.number().int().positive().max(50),
  /** With at least this score a candidate is marked as likely the same. */
  likelyFrom: z.number().min(0).max(1),
  links: z.strictObject({
    maxChildren: z.number().int().positive().max(100),
    /** Stages in which a case can still be merged into another one. */
    linkableStages: z.array(z.enum(CASE_STAGES)).min(1),
  }),
});

export type DuplicateRules = z.infer<typeof duplicateRulesSchema>;

/** Stream `duplicate-rules-{id}`. */
export type DuplicateRulesPublished = DomainEvent<'DuplicateRulesPublished', DuplicateRules>;
