import { z } from '@hono/zod-openapi';
import { createCodeSetImport } from '../../application/imports/code-set-import.ts';
import { standardsInMemory } from '../../application/imports/ports.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { createSheetReaders } from '../../foreign-bytes/sheet-readers.ts';
import {
  CATEGORY_KINDS,
  type CategoryKind,
  codeOf,
  counterpartsOf,
  findCategory,
  majorName,
  searchCategories,
} from '../../governance/index.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import {
  categoryAnswer,
  codeSetImported,
  crosswalkAnswer,
  listedCodeSetAnswer,
} from '../answers/standards.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, flagOr, present, settle } from '../request.ts';
import { importEndpoint } from '../upload.ts';
import { answerList } from '../whole-list.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'standards';
const codeSetParams = z.object({ codeSetId: z.string().max(64) });

/** Category codes by code set: a code has a meaning only together with its set and its kind. */
export const categoryRoutes = (app: Api, deps: ApiDeps): void => {
  const imports = createCodeSetImport({
    handle: createCommandHandler(deps.core.store),
    known: standardsInMemory(deps.reference),
    readSheet: createSheetReaders(deps.foreignBytes).codeSet,
  });

  const readSet = (codeSetId: string) => {
    const set = deps.reference.codeSets().get(codeSetId);
    if (set === undefined)
      throw new ProblemError('notFound', { zh: '分类代码集不存在', en: 'code set not found' });
    return set;
  };

  endpoint(app, {
    method: 'get',
    path: '/code-sets',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary:
      'Latest versions of the sets of category codes; `partial` if the source contains a part of the standard',
    answer: wholeListOf(listedCodeSetAnswer),
    handle(context) {
      const items = [...deps.reference.codeSets().values()].map(({ categories, ...set }) => ({
        ...set,
        categories: categories.length,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/code-sets/{codeSetId}/categories',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Categories of a set, by kind, class or words',
    params: codeSetParams,
    query: z.object({
      kind: z.enum(CATEGORY_KINDS).optional(),
      major: z
        .string()
        .regex(/^\d{2}$/)
        .optional(),
      text: z.string().max(100).optional(),
    }),
    answer: wholeListOf(categoryAnswer),
    handle(context, { params, query }) {
      const set = readSet(params.codeSetId);
      const found = searchCategories(
        set,
        present({ kind: query.kind, majorCode: query.major, text: query.text }),
      );
      const items = found.map((each) => ({
        ...each,
        code: codeOf(each),
        majorName: majorName(set, each.kind, each.majorCode) ?? null,
      }));
      return answerList(context, items);
    },
  });

  /** Name of a category, or of a class if the code is that of a class. */
  const nameOf = (codeSetId: string, kind: CategoryKind, code: string): string | null => {
    const set = deps.reference.codeSets().get(codeSetId);
    if (set === undefined) return null;
    return findCategory(set, kind, code)?.name ?? majorName(set, kind, code) ?? null;
  };

  endpoint(app, {
    method: 'get',
    path: '/code-sets/{codeSetId}/categories/{kind}/{code}/crosswalk',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary:
      'The counterparts of a code or class in the other sets; if a code has none, its class may have one',
    params: codeSetParams.extend({ kind: z.enum(CATEGORY_KINDS), code: z.string().regex(/^\d{2,5}$/) }),
    answer: crosswalkAnswer,
    handle(_context, { params: { codeSetId, kind, code } }) {
      readSet(codeSetId);
      const counterparts = (wanted: string) =>
        counterpartsOf(deps.reference.crosswalks(), codeSetId, kind, wanted).map((each) => ({
          ...each,
          name: nameOf(each.codeSetId, each.kind, each.code),
        }));
      return {
        codeSetId,
        kind,
        code,
        name: nameOf(codeSetId, kind, code),
        counterparts: counterparts(code),
        classCounterparts: code.length === 2 ? [] : counterparts(code.slice(0, 2)),
      };
    },
  });

  importEndpoint(app, {
    path: '/code-sets/import',
    maxBytes: deps.config.YIWANG_IMPORT_MAX_BYTES,
    imported: codeSetImported,
    access: holdersOf('standard:manage'),
    tag: TAG,
    summary:
      'Category codes from CSV or XLSX: checked, and with `dryRun=false` published as the next version',
    query: {
      codeSetId: z.string().regex(/^[a-z0-9-]{1,64}$/),
      standard: z.string().min(1).max(200).optional(),
      name: z.string().min(1).max(200).optional(),
      validFrom: z.iso.date().optional(),
      complete: flagOr(false, 'The file contains every code of the standard'),
      source: z.string().min(1).max(500).optional(),
      minorDigits: z.coerce.number().int().min(2).max(3).optional(),
      kind: z.enum(CATEGORY_KINDS).optional(),
    },
    async check(context, { query: { codeSetId, minorDigits, kind }, bytes }) {
      requireAllowed(context, deps, referencePolicy, 'manageStandards', { after: [WHOLE_PROVINCE] });
      return imports.check(bytes, { codeSetId, minorDigits, kind });
    },
    async apply(context, { query, digest }, checked) {
      const { codeSetId, standard, name, source, validFrom, complete } = query;
      const words = { standard, name, source, validFrom, complete, importedBy: context.var.user.userId };
      const outcome = await imports.publish(checked, words, commandContext(context, { query, digest }));
      const state = await settle(context, deps, outcome);
      return {
        codeSetId,
        codeSetVersion: state?.codeSetVersion,
        categories: checked.categories.length,
      };
    },
  });
};
