import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findCase } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { findByCode } from '../../../projections/governance/public-report-list/queries.ts';
import { codeDigestOf } from '../../application/public-reports/tracking-code.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { caseStream, createCaseDecider } from '../../governance/index.ts';
import { PUBLIC_ACTOR, type PublicRight } from '../../identity/policy/index.ts';
import { thePublic } from '../access.ts';
import { publicRatingAnswer, publicStatusAnswer } from '../answers/public.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { PUBLIC_RATING_MAX } from '../public/limits.ts';
import { requirePublic, servedBy } from '../public/principal.ts';
import { takeGuess, takeRating } from '../public/proof.ts';
import { presentStatus } from '../public/status.ts';
import { nowIso, requireCaseTiming, settle } from '../request.ts';

const TAG = 'public';
/** In the body: addresses are written into logs. */
const trackingCode = z
  .string()
  .max(64)
  .openapi({ description: 'As shown after reporting; case and groups do not matter' });

/** Following one's own report and rating its result: whoever has the tracking code. */
export const publicFollowRoutes = (app: Api, deps: ApiDeps): void => {
  const { store, sql, keys } = deps.core;
  const handle = createCommandHandler(store);

  /** The case of a code. Throws trackingCodeUnknown: the answer and its cost are the same for a wrong code and for a malformed one. */
  const caseOf = async (context: Context<ApiEnv>, right: PublicRight, code: string): Promise<CaseRow> => {
    const guess = await takeGuess(context, deps);
    const known = await findByCode(sql, codeDigestOf(keys.publicReports, code));
    const row = known && (await findCase(sql, known.case_id));
    const before = row && { divisionCode: row.division_code, served: servedBy(deps), hasCode: true };
    requirePublic(context, deps, right, { before }, () => new ProblemError('trackingCodeUnknown'));
    await guess.giveBack();
    return row!;
  };

  endpoint(app, {
    method: 'post',
    path: '/public/status',
    access: thePublic('follow'),
    tag: TAG,
    summary: 'What became of one’s own report, by its tracking code',
    body: z.object({ trackingCode }),
    answer: publicStatusAnswer,
    async handle(context, { body }) {
      const row = await caseOf(context, 'follow', body.trackingCode);
      return presentStatus(row, await store.readStream(caseStream(row.case_id)), deps);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/public/rating',
    access: thePublic('rate'),
    tag: TAG,
    summary: 'Rate the result of one’s own report once it is closed; a later rating replaces an earlier one',
    body: z.object({
      trackingCode,
      score: z.number().int().min(1).max(5),
      words: z.string().max(PUBLIC_RATING_MAX).default(''),
    }),
    answer: publicRatingAnswer,
    async handle(context, { body: { trackingCode: code, score, words } }) {
      const { case_id: caseId } = await caseOf(context, 'rate', code);
      await takeRating(deps, caseId);
      const at = nowIso(deps);
      const days = deps.config.YIWANG_PUBLIC_RATING_DAYS;
      await settle(
        context,
        deps,
        await handle({
          stream: caseStream(caseId),
          decider: createCaseDecider(requireCaseTiming(deps)),
          command: { type: 'RateCase', score, words: words.trim(), days, at },
          context: { actor: PUBLIC_ACTOR },
        }),
      );
      return { score, at };
    },
  });
};
