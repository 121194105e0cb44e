import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { runTool } from './tools.ts';

const GENERATOR = 'openapi-typescript@7.13.0';

export interface ClientResult {
  readonly errors: readonly string[];
  /** Operations whose documented answer says nothing about its content. */
  readonly untyped: readonly string[];
}

/** Says nothing: unknown, an object without members, or one of any members. */
const saysNothing = (checker: ts.TypeChecker, type: ts.Type): boolean => {
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return true;
  if (type.isUnion()) return type.types.every((each) => saysNothing(checker, each));
  if ((type.flags & ts.TypeFlags.Object) === 0) return false;
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return item === undefined || saysNothing(checker, item);
  }
  const members = checker.getPropertiesOfType(type);
  if (members.length === 0) {
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const free = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never;
    return index === undefined || (index.type.flags & free) !== 0;
  }
  const items = members.find(({ name }) => name === 'items');
  return items !== undefined && saysNothing(checker, checker.getTypeOfSymbol(items));
};

const memberOf = (checker: ts.TypeChecker, type: ts.Type | undefined, name: string): ts.Type | undefined => {
  const member = type && checker.getPropertyOfType(type, name);
  return member && checker.getNonNullableType(checker.getTypeOfSymbol(member));
};

/** Generates a client from a document as its users would, compiles it strictly, and inspects the types of its answers. */
export const checkClient = async (document: string, folder: string): Promise<ClientResult> => {
  const file = join(folder, 'client.ts');
  const generated = await runTool([GENERATOR], ['openapi-typescript', document, '--output', file]);
  if (generated.code !== 0) return { errors: [generated.stderr], untyped: [] };
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const errors = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);
  const operations = checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === 'operations')!);
  const untyped = checker.getPropertiesOfType(operations).flatMap((operation) => {
    const responses = memberOf(checker, checker.getTypeOfSymbol(operation), 'responses');
    return (responses === undefined ? [] : checker.getPropertiesOfType(responses))
      .filter(({ name }) => name.startsWith('2'))
      .flatMap(({ name }) => {
        const answer = memberOf(
          checker,
          memberOf(checker, memberOf(checker, responses, name), 'content'),
          'application/json',
        );
        return answer !== undefined && saysNothing(checker, answer) ? [`${operation.name} ${name}`] : [];
      });
  });
  return { errors, untyped };
};
