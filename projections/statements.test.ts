import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { createReadModels } from './index.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TABLES = createReadModels().flatMap(({ tables }) => tables);
const NAMED = new RegExp(`\\b(?:from|join|update|into|using|table|only)\\s+"?(${TABLES.join('|')})\\b`, 'i');

/** Counts the log and the read models apart from all of their code, to compare them. */
const COMPARES = 'src/demo/history/compare-history.ts';

/** Files of the product outside the folders of read models. */
const sources = ['src', 'projections', 'devices', 'simulators']
  .flatMap((top) =>
    readdirSync(`${ROOT}${top}`, { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`),
  )
  .filter(
    (path) =>
      path.endsWith('.ts') &&
      path !== COMPARES &&
      !/\.test\.ts$|^src\/(testing|e2e)\/|^projections\/[^/]+\/[^/]+\//.test(path),
  );

/** Texts of the file, those of a template with a mark for each value in it. */
const textsOf = (source: string): string[] => {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push(
        [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('?'),
      );
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return texts;
};
const statementsOn = (source: string): string[] => textsOf(source).filter((text) => NAMED.test(text));

describe('statements on the tables of read models', () => {
  it('are found in templates and strings, whatever they contain', () => {
    const source = `sql\`select \${one} from devices\`; run('delete from "cases"');`;
    expect(statementsOn(source)).toEqual(['select ? from devices', 'delete from "cases"']);
  });

  it('are only in the folders of the read models', () => {
    const outside = sources.flatMap((path) => {
      const source = readFileSync(ROOT + path, 'utf8');
      // Most files name no table at all, and are not parsed.
      return NAMED.test(source) ? statementsOn(source).map((text) => `${path}: ${text}`) : [];
    });
    expect(outside).toEqual([]);
  });
});
