import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { attachmentListProjection } from '../../../projections/attachments/attachment-list/project.ts';
import { findCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { eraseCaseAttachments } from '../../application/erase-attachments.ts';
import { lookupDigest, lookupValueOf } from '../../application/person-lookups/lookup-digest.ts';
import { findPersonsByLookup } from '../../application/person-lookups/queries.ts';
import { createPersonErasure } from '../../application/persons/erase-person.ts';
import { openSealedCase } from '../../application/persons/open-person.ts';
import { caseOfPetitioner } from '../../free-text.ts';
import {
  DISCLOSURE_PURPOSES,
  type DisclosurePurpose,
  isTerminal,
  mayDisclose,
} from '../../governance/index.ts';
import { casePolicy, personPolicy } from '../../identity/policy/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { caseAnswer } from '../answers/cases.ts';
import { disclosureAnswer, disclosurePurposesAnswer, erasureAnswer } from '../answers/people.ts';
import { auditedBy } from '../audit-requests.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { allowedAmong, at } from '../policy.ts';
import { presentCase } from '../present.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { nowIso } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { readableCase, shownEventsOf, targetOf } from './case-access.ts';

const TAG = 'personal data';
/** How long an erasure waits until all attachments of a case are known. */
const CATCH_UP_MS = 10_000;
/** A person who is not a petitioner belongs to no division: erasing them needs the right in the whole province. */
const PROVINCE = '14';

const PURPOSES = Object.keys(DISCLOSURE_PURPOSES) as [DisclosurePurpose, ...DisclosurePurpose[]];
/** Every access to personal data states its purpose: by code, and in words. */
const purposeFields = {
  purpose: z.enum(PURPOSES),
  reason: z.string().trim().min(2).max(200),
};

const phone = z.string().min(5).max(40);

export const personRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault, persons, keys, audit, writtenLog } = deps.core;
  const erasure = createPersonErasure({ store, sql, persons, clock: deps.clock, lookupKey: keys.digests });

  const said = ({ purpose, reason }: { purpose: DisclosurePurpose; reason: string }) =>
    `${purpose}: ${reason}`;
  const discloses = (context: Context<ApiEnv>, row: CaseRow): boolean =>
    mayDisclose(
      context.var.user,
      {
        target: targetOf(row),
        taskExecutorId: row.task_executor_id,
        handlerId: row.state.assignedHandlerId,
        ended: isTerminal(row.stage),
      },
      nowIso(deps),
    );

  endpoint(app, {
    method: 'get',
    path: '/disclosure-purposes',
    tag: TAG,
    summary: 'Purposes for which personal data may be viewed unmasked',
    access: signedIn('published data of the deployment'),
    answer: disclosurePurposesAnswer,
    handle: () => ({ purposes: DISCLOSURE_PURPOSES }),
  });

  endpoint(app, {
    method: 'post',
    path: '/cases/{caseId}/disclosure',
    tag: TAG,
    summary: 'Unmasked name and telephone number of the petitioner, and free texts; every access is audited',
    access: holdersOf('case:disclose', 'case:discloseOwn'),
    params: z.object({ caseId: z.string().max(64) }),
    body: z.object(purposeFields),
    answer: disclosureAnswer,
    async handle(context, { params: { caseId }, body }) {
      const look = {
        ...auditedBy(context),
        action: 'unmask',
        object: { kind: 'case', id: caseId },
        purpose: said(body),
      } as const;
      const row = await readableCase(context, deps, caseId).catch((error: unknown) => {
        if (error instanceof ProblemError) audit.note({ ...look, outcome: 'refused', reason: error.code });
        throw error;
      });
      if (!discloses(context, row)) {
        audit.note({ ...look, outcome: 'refused', reason: 'forbidden' });
        throw new ProblemError(
          'forbidden',
          { zh: '无权查看该案件的个人信息', en: 'you may not see the personal data of this case' },
          { permission: 'case:disclose' },
        );
      }
      const opened = await openSealedCase({ writtenLog, vault }, caseId);
      const texts = opened.texts.filter(shownEventsOf(context, deps, row));
      // Before the answer: data must not be shown unless the access is in the audit log.
      await audit.record({ ...look, outcome: 'done' });
      context.header('cache-control', 'no-store');
      return { caseId, ...opened, texts };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/cases/search-by-number',
    tag: TAG,
    summary:
      'Cases whose petitioner has this telephone number, or whose texts contain it (or an identity number), latest first; audited',
    access: holdersOf('case:disclose'),
    body: z.object({ number: phone, ...purposeFields }),
    answer: wholeListOf(caseAnswer),
    async handle(context, { body }) {
      const look = {
        ...auditedBy(context),
        action: 'searchPerson',
        object: { kind: 'search', id: 'cases' },
        purpose: said(body),
      } as const;
      const value = lookupValueOf(body.number);
      if (value === null)
        throw new ProblemError('invalidRequest', { zh: '号码有误', en: 'not a telephone number' });
      const found = await findPersonsByLookup(sql, lookupDigest(keys.digests, value));
      const cases = await findCases(
        sql,
        found.flatMap((personId) => caseOfPetitioner(personId) ?? []),
      );
      const shown = allowedAmong(context, deps, casePolicy, 'case:read', cases, (row) => [targetOf(row)])
        .filter((row) => discloses(context, row))
        .sort((a, b) => b.reported_at.localeCompare(a.reported_at));
      await audit.record({ ...look, outcome: 'done' });
      context.header('cache-control', 'no-store');
      return answerList(
        context,
        shown.map((row) => presentCase(row, deps.reference)),
      );
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/persons/erasure',
    tag: TAG,
    summary:
      'Erase a person’s data permanently: the petitioner of a case, or everybody with a number. `dryRun` only lists them',
    access: holdersOf('person:erase'),
    body: z.object({
      who: z.union([
        z.object({ caseId: z.string().min(1).max(64) }).strict(),
        z.object({ number: phone }).strict(),
        z.object({ personId: z.string().min(1).max(200) }).strict(),
      ]),
      reason: z.string().trim().min(2).max(500),
      /** Also erases photos and recordings of the cases, unless another case refers to them. */
      attachments: z.boolean().default(false),
      dryRun: z.boolean().default(false),
    }),
    answer: erasureAnswer,
    async handle(context, { body: { who, reason, attachments, dryRun } }) {
      const { user } = context.var;
      const act = { ...auditedBy(context), action: 'erasePerson', purpose: reason } as const;
      const found = await erasure.find(who);
      const rows = await findCases(
        sql,
        found.flatMap(({ caseId }) => caseId ?? []),
      );
      const divisionOf = new Map(rows.map((row) => [row.case_id, row.division_code]));
      // People whom the caller may not erase are silently left out: their existence is not revealed.
      const mine = allowedAmong(context, deps, personPolicy, 'erase', found, ({ caseId }) =>
        at((caseId === null ? undefined : divisionOf.get(caseId)) ?? PROVINCE),
      );
      for (const { personId } of mine) {
        const obstacle = await erasure.obstacle(personId);
        if (obstacle !== undefined) return throwRefusal(obstacle.refusal);
      }
      if (!dryRun) {
        const caughtUp =
          !attachments ||
          (await deps.engine.waitFor(await store.head(), {
            projections: [attachmentListProjection],
            timeoutMs: CATCH_UP_MS,
          }));
        if (!caughtUp) throw new ProblemError('storeUnavailable');
        for (const person of mine) {
          await audit.record({ ...act, object: { kind: 'person', id: person.personId }, outcome: 'done' });
          // First: as long as the key exists, an interrupted caller can ask again.
          if (attachments && person.caseId !== null)
            await eraseCaseAttachments({ sql, attachments: deps.attachments }, person.caseId);
          await erasure.erase(person, reason, `user:${user.userId}`);
        }
      }
      context.header('cache-control', 'no-store');
      return {
        dryRun,
        persons: mine.map(({ personId, caseId }) => ({ personId, caseId })),
      };
    },
  });
};
