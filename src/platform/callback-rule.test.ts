import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Folders of product code; code for tests and benchmarks does not count. */
const FOLDERS = ['src', 'projections', 'devices'];
const NOT_PRODUCT = /\.test\.ts$|^src\/e2e\/|\/testing\//;

/** Calls that register a callback, by the name of the function. */
const LISTENS = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener']);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const SERVERS = new Set(['createServer', 'createSecureServer', 'listen', 'handleUpgrade', 'lookup', 'watch']);
const GUARDS = new Set(['guarded', 'guardedAnswer', 'guardHooks']);
/** Names under which a guarded callback, or one that does nothing, is passed on. */
const HARMLESS = new Set(['ignored']);

/** Files with a callback outside the guard, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/tabular/xml.ts': 'the parser calls synchronously, and exceptions propagate to its caller',
  'src/platform/crash-points.ts': 'tests request a fault that nothing catches',
  'src/platform/last-resort.ts': 'catches what the guard has missed, and ends the process',
};

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
).filter((file) => file.endsWith('.ts') && !NOT_PRODUCT.test(file));

const isNothing = (node: ts.Expression): boolean =>
  ts.isArrowFunction(node) &&
  (ts.isBlock(node.body)
    ? node.body.statements.length === 0
    : ts.isIdentifier(node.body) && node.body.text === 'undefined');

/** `resolve` and `reject` of a promise under construction cannot throw. */
const isOfPromise = (node: ts.Identifier): boolean => {
  for (let at: ts.Node = node; at !== undefined; at = at.parent)
    if (
      ts.isArrowFunction(at) &&
      ts.isNewExpression(at.parent) &&
      at.parent.expression.getText() === 'Promise' &&
      at.parameters.some(({ name }) => name.getText() === node.text)
    )
      return true;
  return false;
};

/** A constant in the same file that was created by the guard. */
const isGuardedConstant = (node: ts.Identifier, source: ts.SourceFile): boolean => {
  let found = false;
  const look = (at: ts.Node): void => {
    if (ts.isVariableDeclaration(at) && at.name.getText() === node.text && at.initializer !== undefined)
      found ||= isSafe(at.initializer, source);
    ts.forEachChild(at, look);
  };
  look(source);
  return found;
};

const isSafe = (node: ts.Expression, source: ts.SourceFile): boolean => {
  if (ts.isCallExpression(node)) return GUARDS.has(node.expression.getText());
  if (ts.isIdentifier(node))
    return HARMLESS.has(node.text) || isOfPromise(node) || isGuardedConstant(node, source);
  return isNothing(node);
};

const calledName = (call: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : call.expression.getText();

/** The callbacks of a call that registers them. A timer of `timers/promises` takes a number first. */
const callbacksOf = (call: ts.CallExpression, promisedTimers: boolean): readonly ts.Expression[] => {
  const name = calledName(call);
  const [first] = call.arguments;
  if (first === undefined) return [];
  if (LISTENS.has(name))
    return ts.isStringLiteral(first) || ts.isIdentifier(first) ? call.arguments.slice(1, 2) : [];
  if (name === 'createBroker') return [first];
  if (TIMERS.has(name)) return promisedTimers ? [] : [first];
  if (SERVERS.has(name))
    return call.arguments.filter((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each));
  return [];
};

/** Most files have none of these calls and need not be read as a tree. */
const WORTH_READING = new RegExp(`\\b(${[...LISTENS, ...TIMERS, ...SERVERS, 'createBroker'].join('|')})\\(`);

const rawCallbacks = (file: string, text: string): string[] => {
  if (!WORTH_READING.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const promisedTimers = text.includes("from 'node:timers/promises'");
  const raw: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node))
      for (const callback of callbacksOf(node, promisedTimers))
        if (!ts.isStringLiteral(callback) && !isSafe(callback, source))
          raw.push(`${file}:${source.getLineAndCharacterOfPosition(callback.getStart()).line + 1}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return raw;
};

describe('callbacks that nobody awaits', () => {
  it('go through the guard, everywhere in the product', () => {
    const raw = files.flatMap((file) =>
      file in EXCEPTIONS ? [] : rawCallbacks(relative('', file), readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(raw).toEqual([]);
  });

  it('have exceptions that are needed', () => {
    const needless = Object.keys(EXCEPTIONS).filter(
      (file) => rawCallbacks(file, readFileSync(join(ROOT, file), 'utf8')).length === 0,
    );
    expect(needless).toEqual([]);
  });

  it.each([
    "socket.on('data', (chunk) => parse(chunk))",
    "socket.once('data', parse)",
    'setInterval(() => tick(), 1000)',
    'setTimeout(tick, 1000)',
    'createServer((socket) => accept(socket))',
    "signal.addEventListener('abort', () => stop())",
    'server.listen(0, () => parse())',
    "stream.on('a', guarded('a', () => 1)).on('b', () => parse())",
  ])('are found: %s', (code) => expect(rawCallbacks('x.ts', code)).toEqual(['x.ts:1']));

  it.each([
    "socket.on('data', guarded('place', (chunk) => parse(chunk)))",
    "socket.on('error', () => undefined)",
    "socket.on('error', ignored)",
    "new Promise((resolve) => socket.once('close', resolve))",
    "const onData = guarded('place', parse); socket.on('data', onData)",
    "index('by_time').on(table.time)",
    "await once(child, 'exit')",
  ])('are known as guarded: %s', (code) => expect(rawCallbacks('x.ts', code)).toEqual([]));
});
