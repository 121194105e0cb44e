import { z } from 'zod';
import type { CollectionHint, CollectionRule } from '../events.ts';

/*
 * Every pattern here starts at the first digit of a number, and none begins with something optional: so each scans a text about
 * once, however many digits or spaces somebody puts in a row.
 */

const metresOf = (text: string): number | null => {
  const found = /(?<![\d.])(\d+(?:\.\d+)?)\s*(米|公里|m(?![a-z㎡²]))(?:以内|之内|范围内|内)/i.exec(text);
  if (found === null) return null;
  return Number(found[1]) * (found[2] === '公里' ? 1000 : 1);
};

const hoursOf = (text: string): number | null => {
  const found = /(?<![\d.])(\d+(?:\.\d+)?)\s*(小时|天|日)(?:以内|之内|内)/.exec(text);
  if (found === null) return null;
  return Number(found[1]) * (found[2] === '小时' ? 1 : 24);
};

/** "one case" as the standards write it. */
const ONE_CASE = /(?:一条|一个|一件|一起|一|1条|1个|1件|1)\s*(?:案卷|案件|案)/;
const SCOPES: readonly (readonly [CollectionHint['oneCasePer'], RegExp])[] = [
  ['road', /整条|整段|同一(?:条)?(?:路段|道路|街道|路)|一条路/],
  ['view', /同一视野/],
  ['subject', /同一(?:主体|部件|设施|商户|店铺|工地|单位|小区)/],
];

/**
 * What counts as one case under a collection rule, if the rule is unambiguous: a sentence that names both the whole ("整条路",
 * "同一视野", "同一主体") and one case. If several sentences do, the widest counts: road, view, subject. Anything else
 * remains text for people.
 */
export const readCollectionRule = (text: string): CollectionRule => {
  const sentences = text
    .split(/[\n；;。]|(?<!\d)\d+[.、]/)
    .filter((sentence) => ONE_CASE.test(sentence) && !/不采集|不予采集/.test(sentence));
  for (const [oneCasePer, pattern] of SCOPES) {
    const sentence = sentences.find((each) => pattern.test(each));
    if (sentence !== undefined) {
      return { text, hint: { oneCasePer, metres: metresOf(sentence), hours: hoursOf(sentence) } };
    }
  }
  return { text, hint: null };
};

export const collectionRuleSchema = z.object({
  text: z.string().trim().min(1).max(4000),
  hint: z
    .object({
      oneCasePer: z.enum(['road', 'view', 'subject']),
      metres: z.number().positive().nullable(),
      hours: z.number().positive().nullable(),
    })
    .nullable(),
});
