import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { type CaseViewCommand, caseViewDecider } from './decider.ts';
import type { CaseView, CaseViewEvent } from './events.ts';

const userId = 'u';
const view = (viewId: string, change: Partial<CaseView> = {}): CaseView => ({
  viewId,
  name: viewId,
  filter: { open: 'true', sort: 'dueAt' },
  columns: null,
  pageSize: null,
  isDefault: false,
  ...change,
});
const kept = (each: CaseView): CaseViewEvent => ({ type: 'CaseViewKept', data: { userId, ...each } });
const keep = (each: CaseView, most = 3): CaseViewCommand => ({
  type: 'KeepCaseView',
  userId,
  view: each,
  most,
});
const drop = (viewId: string): CaseViewCommand => ({ type: 'DropCaseView', userId, viewId });
const when = (given: readonly CaseViewEvent[], command: CaseViewCommand) =>
  caseViewDecider.decide(command, fold(caseViewDecider, given));

describe('the views of a person', () => {
  test('are kept, renamed, and not written again when nothing changes', () => {
    expect(when([], keep(view('a')))).toEqual({ ok: true, events: [kept(view('a'))] });
    expect(when([kept(view('a'))], keep(view('a', { name: '我的' })))).toMatchObject({
      events: [{ data: { name: '我的' } }],
    });
    expect(when([kept(view('a'))], keep(view('a')))).toEqual({ ok: true, events: [] });
  });

  test('have names of their own, and are not too many', () => {
    const given = [kept(view('a')), kept(view('b'))];
    expect(when(given, keep(view('c', { name: 'a' })))).toMatchObject({
      refusal: { code: 'caseViewNameTaken' },
    });
    expect(when(given, keep(view('c'), 2))).toMatchObject({ refusal: { code: 'tooManyCaseViews' } });
    expect(when(given, keep(view('b', { pageSize: 100 }), 2))).toMatchObject({ ok: true });
  });

  test('are dropped once', () => {
    expect(when([kept(view('a'))], drop('a'))).toEqual({
      ok: true,
      events: [{ type: 'CaseViewDropped', data: { userId, viewId: 'a' } }],
    });
    expect(when([], drop('a'))).toMatchObject({ refusal: { code: 'caseViewUnknown' } });
  });

  test('keep their order, and only one is the default', () => {
    const state = fold(caseViewDecider, [
      kept(view('a', { isDefault: true })),
      kept(view('b', { isDefault: true })),
      kept(view('a', { name: 'z' })),
    ]);
    expect(state.map(({ viewId, isDefault }) => [viewId, isDefault])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});
