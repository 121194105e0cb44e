/** Makes yuncheng.json from the published tables beside it. Run: npx tsx data/standards/make-yuncheng.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readCollectionRule } from '../../src/governance/standards/collection-rule.ts';

interface Row {
  kind: 'component' | 'event';
  majorCode: string;
  majorName: string;
  minorCode: string;
  minorName: string;
  responsibleOrg: string;
  supervisingOrg: string;
  filingCondition: string;
  closingCondition: string;
  limit: string;
  limitUnit: string;
}

const rows = parse<Row>(readFileSync(new URL('yuncheng-filing-standards.csv', import.meta.url)), { columns: true, bom: true });
const rules = new Map(
  parse<Row & { text: string }>(readFileSync(new URL('yuncheng-collection-rules.csv', import.meta.url)), {
    columns: true,
    bom: true,
  }).map(({ kind, majorCode, minorCode, text }) => [`${kind}-${majorCode}-${minorCode}`, text] as const),
);
const bodies = (text: string): string[] =>
  text
    .split('、')
    .map((body) => body.trim())
    .filter((body) => body !== '');
const counts = new Map<string, number>();
const standard = {
  standardId: 'yuncheng',
  standardVersion: 2,
  name: '城市部件事件立案、处置和结案标准（运城市中心城区）',
  codeSet: 'GB/T 30428.2-2013 及本地扩展',
  codeSetId: 'gbt-30428-2-2013',
  synthetic: false,
  source: '运城市中心城区公布的部件事件立案、处置和结案标准',
  rows: rows.map((row) => {
    const matter = `${row.kind}-${row.majorCode}-${row.minorCode}`;
    const n = (counts.get(matter) ?? 0) + 1;
    counts.set(matter, n);
    const rule = rules.get(matter);
    return {
      rowId: `${matter}-${n}`,
      kind: row.kind,
      majorCode: row.majorCode,
      majorName: row.majorName,
      minorCode: row.minorCode,
      minorName: row.minorName,
      responsibleBodies: bodies(row.responsibleOrg),
      supervisingBodies: bodies(row.supervisingOrg),
      filingCondition: row.filingCondition,
      closingCondition: row.closingCondition,
      limit: Number(row.limit),
      limitUnit: row.limitUnit,
      ...(rule === undefined ? {} : { collectionRule: readCollectionRule(rule) }),
    };
  }),
};
writeFileSync(new URL('yuncheng.json', import.meta.url), `${JSON.stringify(standard, null, 1)}\n`);
