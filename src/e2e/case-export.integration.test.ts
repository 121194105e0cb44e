import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../tabular/read-table.ts';
import { type CrewOf, hireCrew } from '../testing/case-crew.ts';
import { type Product, startProduct } from '../testing/product.ts';

const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['auditor', 'auditAdministrator', null],
] as const;

let product: Product;
let crew: CrewOf<typeof STAFF>;

beforeAll(async () => {
  product = await startProduct({ YIWANG_EXPORT_MAX_ROWS: '3' });
  crew = await hireCrew(product, STAFF);
});
afterAll(() => product.stop());

const fetchExport = (person: (typeof STAFF)[number][0], query: string, language = 'zh') =>
  fetch(`${product.baseUrl}/api/v1/cases/export?${query}`, {
    headers: { authorization: `Bearer ${crew.tokenOf(person)}`, 'accept-language': language },
  });

describe('cases as a file', () => {
  it('say who took them and when, and keep formulas text', async () => {
    await crew.open('worker', {
      description: '=HYPERLINK("http://example.org","点这里")',
      matterCode: 'event-S5-07',
    });
    const answer = await fetchExport('acceptor', 'format=csv&text=HYPERLINK');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="cases\.csv"; filename\*=UTF-8''/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [mark, head, row] = new TextDecoder().decode(bytes).split('\r\n');
    expect(mark).toMatch(/^acceptor（acceptor）导出于 \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}，共 1 件$/);
    expect(head).toMatch(/^案件号,来源,环节,类别,内容,/);
    expect(row).toContain(
      '网格员上报,待受理,井盖缺失、破损,"\'=HYPERLINK(""http://example.org"",""点这里"")"',
    );
  });

  it('are a sheet that spreadsheets read, in English where that is asked for', async () => {
    const answer = await fetchExport('acceptor', 'text=HYPERLINK', 'en');
    expect(answer.headers.get('content-type')).toContain('spreadsheetml');
    const table = readTable(new Uint8Array(await answer.arrayBuffer()));
    if (!table.ok) throw new Error(JSON.stringify(table.problem));
    expect(table.rows.flatMap(({ cells }) => cells)).toEqual(
      expect.arrayContaining(['Number', 'Grid worker']),
    );
  });

  it('stand in the audit log', async () => {
    await fetchExport('acceptor', 'format=csv');
    const auditor = await product.signIn('auditAdministrator');
    const { items } = (await product.call(auditor, 'GET', '/api/v1/audit-log?action=export')).body;
    expect(items[0]).toMatchObject({ action: 'export', outcome: 'done', object: { kind: 'cases' } });
  });

  it('are refused where there are more than may be taken', async () => {
    for (let n = 0; n < 4; n += 1) await crew.open('worker', { description: `占道经营 ${n}` });
    const answer = await fetchExport('acceptor', 'format=csv&text=占道经营');
    expect([answer.status, ((await answer.json()) as { code: string; most: number }).code]).toEqual([
      422,
      'exportTooLarge',
    ]);
  });

  it('are none where nothing may be seen', async () => {
    const answer = await fetchExport('auditor', 'format=csv');
    expect((await answer.text()).split('\r\n')).toHaveLength(3);
  });
});
