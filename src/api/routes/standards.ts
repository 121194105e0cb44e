import { z } from '@hono/zod-openapi';
import { findStandard } from '../../../projections/governance/filing-standard-list/queries.ts';
import { standardsInMemory } from '../../application/imports/ports.ts';
import { createStandardImport } from '../../application/imports/standard-import.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { createSheetReaders } from '../../foreign-bytes/sheet-readers.ts';
import {
  CATEGORY_KINDS,
  codeSetTemplate,
  componentTemplate,
  type FilingStandardData,
  rowsOfMatter,
  searchRows,
  standardTemplate,
} from '../../governance/index.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { deviceTemplate } from '../../sensing/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { filingRowAnswer, listedStandardAnswer, standardImported } from '../answers/standards.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, plainRoute, wholeListOf } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { importEndpoint } from '../upload.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'standards';
/** Standards and code sets apply to the whole deployment. */
export const WHOLE_PROVINCE = { divisionCode: '14' } as const;

const TEMPLATES: Readonly<Record<string, () => string>> = {
  'filing-standard': standardTemplate,
  'code-set': codeSetTemplate,
  component: componentTemplate,
  device: deviceTemplate,
};

export const standardRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const imports = createStandardImport({
    handle: createCommandHandler(store),
    known: standardsInMemory(deps.reference),
    readSheet: createSheetReaders(deps.foreignBytes).standard,
  });

  const readStandard = async (standardId: string, version?: number): Promise<FilingStandardData> => {
    const latest = deps.reference.standards().get(standardId);
    if (version === undefined || latest?.standardVersion === version) {
      if (latest === undefined)
        throw new ProblemError('notFound', { zh: '立案标准不存在', en: 'filing standard not found' });
      return latest;
    }
    const standard = await findStandard(sql, standardId, version);
    if (standard === undefined)
      throw new ProblemError('notFound', {
        zh: '没有此版本的立案标准',
        en: 'version of the filing standard not found',
      });
    return standard;
  };

  endpoint(app, {
    method: 'get',
    path: '/filing-standards',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Latest versions of the filing standards',
    answer: wholeListOf(listedStandardAnswer),
    handle(context) {
      const items = [...deps.reference.standards().values()].map(({ rows, ...standard }) => ({
        ...standard,
        rows: rows.length,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/filing-standards/{standardId}/rows',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary:
      'Filing conditions with limits and collection rules, by matter or by words; `version` for an older version',
    params: z.object({ standardId: z.string().max(64) }),
    query: z.object({
      matter: z.string().max(64).optional(),
      text: z.string().max(100).optional(),
      version: z.coerce.number().int().positive().optional(),
    }),
    answer: wholeListOf(filingRowAnswer),
    async handle(context, { params, query }) {
      const standard = await readStandard(params.standardId, query.version);
      const items =
        query.matter === undefined
          ? searchRows(standard, query.text ?? '')
          : rowsOfMatter(standard, query.matter);
      return answerList(context, items);
    },
  });

  importEndpoint(app, {
    path: '/filing-standards/import',
    maxBytes: deps.config.YIWANG_IMPORT_MAX_BYTES,
    imported: standardImported,
    access: holdersOf('standard:manage'),
    tag: TAG,
    summary:
      'Filing conditions from CSV or XLSX: checked, and with `dryRun=false` published as the next version',
    query: {
      standardId: z.string().regex(/^[a-z0-9-]{1,64}$/),
      name: z.string().min(1).max(200).optional(),
      codeSetId: z.string().max(64).optional(),
      source: z.string().min(1).max(500).optional(),
      kind: z
        .enum(CATEGORY_KINDS)
        .optional()
        .openapi({ description: 'Kind of the rows that do not state one' }),
    },
    async check(context, { query: { standardId, codeSetId, kind }, bytes }) {
      requireAllowed(context, deps, referencePolicy, 'manageStandards', { after: [WHOLE_PROVINCE] });
      const checked = await imports.check(bytes, { standardId, codeSetId, kind });
      if (checked.kind === 'unknownCodeSet')
        throw new ProblemError('unknownCodeSet', {
          zh: `分类代码集 ${checked.codeSetId} 不存在`,
          en: `code set ${checked.codeSetId} not found`,
        });
      return checked;
    },
    async apply(context, { query, digest }, checked) {
      const { standardId, name, source } = query;
      const words = { name, source, importedBy: context.var.user.userId };
      const outcome = await imports.publish(checked, words, commandContext(context, { query, digest }));
      const state = await settle(context, deps, outcome);
      return { standardId, standardVersion: state?.standardVersion, rows: checked.rows.length };
    },
  });

  plainRoute(
    app,
    {
      method: 'get',
      path: '/import-templates/{name}',
      tag: TAG,
      summary: 'A CSV with the headings of an import and one row as an example',
      access: signedIn('published data of the deployment'),
      request: { params: z.object({ name: z.enum(['filing-standard', 'code-set', 'component', 'device']) }) },
      responses: { 200: { description: 'The template', content: { 'text/csv': { schema: z.string() } } } },
    },
    (context) => {
      const name = context.req.param('name') ?? '';
      const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
      if (template === undefined)
        throw new ProblemError('notFound', { zh: '没有此模板', en: 'template not found' });
      return context.body(template(), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      });
    },
  );
};
