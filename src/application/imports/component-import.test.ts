import { expect, it } from 'vitest';
import type { CommandContext, CommandHandler } from '../../commands/command-handler.ts';
import { type CodeSetData, componentTemplate, readComponentSheet } from '../../governance/index.ts';
import { createComponentImport } from './component-import.ts';

const AT = '2026-07-01T00:00:00.000Z';
const CODE_SET: CodeSetData = {
  codeSetId: 'gbt-47678-5-2026',
  codeSetVersion: 1,
  standard: 'GB/T 47678.5',
  name: '部件分类',
  validFrom: null,
  partial: false,
  note: '',
  source: 'test',
  minorDigits: 3,
  majors: [{ kind: 'component', majorCode: '01', name: '公用设施' }],
  categories: [{ kind: 'component', majorCode: '01', minorCode: '037', name: '路灯' }],
};

/** Runs deciders on states in memory, and records the contexts. */
const setUp = () => {
  const states = new Map<string, unknown>();
  const contexts: CommandContext[] = [];
  const handle: CommandHandler = async ({ stream, decider, command, context }) => {
    contexts.push(context);
    const before = (states.get(stream) ?? decider.initialState) as typeof decider.initialState;
    const decision = decider.decide(command, before);
    if (!decision.ok) return decision;
    const state = decision.events.reduce((known, event) => decider.evolve(known, event), before);
    states.set(stream, state);
    const position = decision.events.length === 0 ? undefined : ('1' as never);
    return { ok: true, state, version: 1, position, replayed: false };
  };
  const components = createComponentImport({
    handle,
    readSheet: readComponentSheet,
    reference: {
      codeSets: () => new Map([[CODE_SET.codeSetId, CODE_SET]]),
      divisionNames: () => new Map([['140106', '迎泽区']]),
      locator: () => ({
        divisionOf: () => ({ code: '140106', name: '迎泽区', approximate: false }) as never,
        gridOf: () => null,
      }),
    },
  });
  return { components, contexts, states };
};

const template = componentTemplate();
const [headings = '', row = ''] = template.trim().split(/\r?\n/);
const sheetOf = (...ids: readonly string[]) =>
  new TextEncoder().encode([headings, ...ids.map((id) => row.replace('14010601037000001', id))].join('\n'));
const [FIRST, SECOND] = ['14010601037000001', '14010601037000002'];

it('registers new components, and reports unchanged and refused ones', async () => {
  const { components, states } = setUp();
  const context = { actor: 'user:u1' };
  const first = await components.check(sheetOf(FIRST), AT);
  expect(first.report.problems).toEqual([]);
  expect(await components.write(first, context)).toMatchObject({ written: 1, unchanged: 0, refused: [] });
  const both = await components.check(sheetOf(FIRST, SECOND), AT);
  expect(await components.write(both, context)).toMatchObject({ written: 1, unchanged: 1, refused: [] });
  const stream = `component-${FIRST}`;
  states.set(stream, { ...(states.get(stream) as object), state: 'removed' });
  expect(await components.write(both, context)).toEqual({
    written: 0,
    unchanged: 1,
    refused: [{ componentId: FIRST, code: 'componentRemoved' }],
    last: undefined,
  });
});

it('gives each component a key, and expects no version', async () => {
  const { components, contexts } = setUp();
  const read = await components.check(sheetOf(FIRST, SECOND), AT);
  await components.write(read, { actor: 'user:u1', key: 'k', expectedVersion: 7 });
  expect(contexts).toEqual([
    { actor: 'user:u1', key: `k ${FIRST}` },
    { actor: 'user:u1', key: `k ${SECOND}` },
  ]);
});
