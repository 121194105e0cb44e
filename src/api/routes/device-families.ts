import { z } from '@hono/zod-openapi';
import { findFamily, listFamilies } from '../../../projections/sensing/device-family-list/queries.ts';
import { familyFileOf } from '../../device-families/family-file-of.ts';
import { createDeviceFamilies, familyInvalid } from '../../device-families/publish.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { familyFileAnswer, familyPlanAnswer, listedFamilyAnswer } from '../answers/device-families.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, record, wholeListOf } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { commandContext, flagOr, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'device families';
const params = z.object({ family: z.string().max(64) });

export const deviceFamilyRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const families = createDeviceFamilies({ store, sql });

  endpoint(app, {
    method: 'get',
    path: '/device-families',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Families of devices: models, rules and matters that belong together, with their versions',
    answer: wholeListOf(listedFamilyAnswer),
    async handle(context) {
      const rows = await listFamilies(sql);
      const items = rows.map(({ definition, published_at: publishedAt, published_by: publishedBy }) => {
        const { simulator, ...family } = definition;
        return { ...family, simulated: simulator !== null, publishedAt, publishedBy };
      });
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/device-families/{family}',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'The file of a family, with its parts as they hold now',
    params,
    answer: familyFileAnswer,
    async handle(context, { params: { family } }) {
      const parts = await findFamily(sql, family);
      if (parts === undefined)
        throw new ProblemError('deviceFamilyUnknown', {
          zh: `设备类别 ${family} 不存在`,
          en: `there is no device family ${family}`,
        });
      setETag(context, parts.row.version);
      return familyFileOf(parts);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/device-families',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary:
      'Publish a family file: what it changes becomes the next version of each part. Everything is checked before anything is published; `dryRun=true` only says what would change',
    query: z.object({ dryRun: flagOr(false) }),
    body: record.openapi({ description: 'The file as docs/families.md describes it' }),
    answer: familyPlanAnswer,
    async handle(context, { query, body }) {
      requireAllowed(context, deps, referencePolicy, 'manageRules', { after: [WHOLE_PROVINCE] });
      const checked = await families.check(body);
      if (!checked.ok) return throwRefusal(familyInvalid(checked.problems));
      const { family, changes } = checked;
      const bringsMatters = changes.some(
        ({ part, change }) => part === 'filingStandard' && change !== 'unchanged',
      );
      if (bringsMatters)
        requireAllowed(context, deps, referencePolicy, 'manageStandards', { after: [WHOLE_PROVINCE] });
      const { dryRun } = query;
      if (!dryRun) {
        const outcome = await families.publish(checked, commandContext(context, body));
        await settle(context, deps, outcome);
      }
      return { family: family.family, dryRun, changes };
    },
  });
};
