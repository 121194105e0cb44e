import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import writeXlsxFile from 'write-excel-file/node';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { CASE_SOURCE_TABLE, LIGHT_TABLE } from '../../governance/events.ts';
import type { Words } from '../../platform/words.ts';
import { csvOf } from '../../tabular/index.ts';
import { CASE_STAGE_TABLE } from '../../workflows/index.ts';
import { signedIn } from '../access.ts';
import { auditedBy } from '../audit-requests.ts';
import { namesOf } from '../case-names.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { check, plainRoute } from '../endpoint.ts';
import { type Language, languageOf } from '../language.ts';
import { ProblemError } from '../problems.ts';
import { readPage } from '../request.ts';
import { sharerOf, whileAllowed } from '../shares/under-way.ts';
import { caseFilterQuery } from './case-filters.ts';
import type { CaseList } from './case-list.ts';

const EXPORT_QUERY = z.object({ ...caseFilterQuery, format: z.enum(['csv', 'xlsx']).default('xlsx') });
/** Rows read at a time. */
const PAGE = 500;
/** For a file of possible duplicates, this many times YIWANG_DUPLICATE_FILTER_MAX_CASES are compared. */
const PAGES_COMPARED = 10;

type Cell = string | number | null;

/** In the city's time, as a spreadsheet shows it. */
const timeOf = (iso: string | null): string | null =>
  iso === null ? null : new Date(iso).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });

const COLUMNS: readonly {
  readonly title: Words;
  readonly of: (row: CaseRow, names: ReturnType<typeof namesOf>, language: Language) => Cell;
}[] = [
  { title: { zh: '案件号', en: 'Number' }, of: (row) => row.case_number },
  {
    title: { zh: '来源', en: 'Source' },
    of: (row, _names, language) => CASE_SOURCE_TABLE[row.source][language],
  },
  {
    title: { zh: '环节', en: 'Stage' },
    of: (row, _names, language) => CASE_STAGE_TABLE[row.stage][language],
  },
  { title: { zh: '类别', en: 'Category' }, of: (_row, names) => names.matter },
  { title: { zh: '内容', en: 'What' }, of: (row) => row.description },
  { title: { zh: '区划', en: 'Division' }, of: (_row, names) => names.place },
  { title: { zh: '网格', en: 'Grid' }, of: (_row, names) => names.grid },
  { title: { zh: '地点', en: 'Place' }, of: (row) => row.address },
  { title: { zh: '经度', en: 'Longitude' }, of: (row) => row.lon },
  { title: { zh: '纬度', en: 'Latitude' }, of: (row) => row.lat },
  { title: { zh: '处置部门', en: 'Department' }, of: (_row, names) => names.department },
  {
    title: { zh: '时限状态', en: 'Light' },
    of: (row, _names, language) => (row.light === null ? null : LIGHT_TABLE[row.light][language]),
  },
  { title: { zh: '本环节到期', en: 'Stage due' }, of: (row) => timeOf(row.due_at) },
  { title: { zh: '处置期限', en: 'Handling deadline' }, of: (row) => timeOf(row.deadline) },
  { title: { zh: '返工次数', en: 'Reworked' }, of: (row) => row.rework_count },
  { title: { zh: '上报时间', en: 'Reported' }, of: (row) => timeOf(row.reported_at) },
  { title: { zh: '结案时间', en: 'Closed' }, of: (row) => timeOf(row.closed_at) },
];

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
const FILE = { schema: { type: 'string', format: 'binary' } as const };

/** `GET /cases/export`: the cases matching a filter as a file; its first line names the person and time of the export. */
export const caseExportRoute = (app: Api, deps: ApiDeps, readCases: CaseList): void => {
  const { audit } = deps.core;
  const most = deps.config.YIWANG_EXPORT_MAX_ROWS;

  /** All cases matching the filter. Throws exportTooLarge before reading more than may be sent. */
  const readAll = async (
    context: Context<ApiEnv>,
    query: z.infer<typeof EXPORT_QUERY>,
    ended: AbortSignal,
  ): Promise<readonly CaseRow[]> => {
    const rows: CaseRow[] = [];
    let pages = 0;
    for (let cursor: string | undefined; ; ) {
      const request = readPage({ limit: PAGE, cursor }, query.sort);
      const page = await readCases(context, query, request);
      rows.push(...page.items);
      pages += 1;
      const isTooMuch =
        query.possibleDuplicate !== undefined && page.nextCursor !== null && pages >= PAGES_COMPARED;
      if (rows.length > most || isTooMuch)
        throw new ProblemError(
          'exportTooLarge',
          {
            zh: `符合条件或须比对的案件过多（最多导出 ${most} 件），请缩小筛选范围`,
            en: `too many cases match or would have to be compared (at most ${most} are exported): narrow the filter`,
          },
          { most },
        );
      if (page.nextCursor === null || ended.aborted) return rows;
      cursor = page.nextCursor;
    }
  };

  plainRoute(
    app,
    {
      method: 'get',
      path: '/cases/export',
      tag: 'cases',
      summary:
        'Export the cases matching a filter as XLSX or CSV: audited, and refused if there are too many',
      access: signedIn('a caller who may read none gets an empty file'),
      request: { query: EXPORT_QUERY },
      responses: {
        200: { description: 'The file', content: { 'text/csv': FILE, [TYPES.xlsx]: FILE } },
      },
    },
    async (context) => {
      const query = check(EXPORT_QUERY, context.req.query());
      const language = languageOf(context.req.header('accept-language'));
      const { user } = context.var;
      const place = context.var.shares.takeHeavy(sharerOf(context));
      const rows = await whileAllowed(context, place, (ended) => readAll(context, query, ended));
      const name = await user.displayName();
      const at = timeOf(new Date(deps.clock.now()).toISOString());
      const mark =
        language === 'zh'
          ? `${name}（${user.loginName}）导出于 ${at}，共 ${rows.length} 件`
          : `Exported by ${name} (${user.loginName}) at ${at}, ${rows.length} cases`;
      const table: Cell[][] = [
        [mark],
        COLUMNS.map(({ title }) => title[language]),
        ...rows.map((row) => {
          const names = namesOf(row, deps.reference);
          return COLUMNS.map(({ of }) => of(row, names, language));
        }),
      ];
      // Before the answer: an export that is not in the audit log must not happen.
      await audit.record({
        ...auditedBy(context),
        action: 'export',
        outcome: 'done',
        object: { kind: 'cases', id: `${rows.length} cases` },
      });
      const { format } = query;
      const bytes = format === 'csv' ? csvOf(table) : new Uint8Array(await writeXlsxFile(table).toBuffer());
      const file = `${language === 'zh' ? '案件' : 'cases'}-${at?.slice(0, 10)}.${format}`;
      return context.body(bytes, 200, {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="cases.${format}"; filename*=UTF-8''${encodeURIComponent(file)}`,
      });
    },
  );
};
