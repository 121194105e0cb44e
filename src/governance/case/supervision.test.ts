import { describe, expect, test } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { flagsOf } from './state.ts';
import type { CaseActor } from './step.ts';
import {
  atMinute,
  centre,
  check,
  giveFeedback,
  live,
  liveDispatched,
  manager,
  report,
  roads,
  water,
} from './testing/case-histories.ts';

describe('supervision (督办)', () => {
  const supervise = (id: string, departmentId?: string): CaseCommand => ({
    type: 'SuperviseCase',
    supervisionId: id,
    opinion: '请加快',
    ...(departmentId === undefined ? {} : { departmentId }),
    actor: centre,
    at: atMinute(30),
  });
  const answer = (id: string, actor: CaseActor = manager): CaseCommand => ({
    type: 'AnswerSupervision',
    supervisionId: id,
    reply: '今日办结',
    actor,
    at: atMinute(40),
  });
  test('several may be open on a case, each answered by its department once', () => {
    const one = liveDispatched('roads', ['water']);
    one.must(supervise('s-1'));
    one.must(supervise('s-2', 'water'));
    expect(one.refusal(answer('s-2'))).toBe('wrongParty');
    one.must(answer('s-2', water));
    expect(one.refusal(answer('s-2', water))).toBe('nothingOpen');
    one.must(answer('s-1'));
    expect(one.state().supervisions.map(({ reply }) => reply)).toEqual(['今日办结', '今日办结']);
    expect(one.refusal(answer('s-1'))).toBe('nothingOpen');
  });
  test('is addressed to a department that handles the case', () => {
    expect(liveDispatched().refusal(supervise('s-1', 'parks'))).toBe('wrongParty');
  });
  test('changes no stage and is a permanent flag', () => {
    const one = liveDispatched();
    one.must(supervise('s-1'));
    expect(one.state().stage).toBe('dispatched');
    expect(flagsOf(one.state()).supervised).toBe(true);
  });
});

test('urging (催办) reminds and changes nothing but its count', () => {
  const one = liveDispatched();
  const { urges: _none, ...before } = one.state();
  one.must({ type: 'UrgeCase', opinion: '请尽快', actor: centre, at: atMinute(30) });
  const { urges, ...later } = one.state();
  expect([urges, later]).toEqual([1, before]);
});

test('shirking (推诿) is flagged against a department that had the case', () => {
  const one = liveDispatched();
  const flag = (departmentId: string): CaseCommand => ({
    type: 'FlagShirk',
    departmentId,
    reason: '推诿',
    actor: centre,
    at: atMinute(30),
  });
  expect(one.refusal(flag('water'))).toBe('wrongParty');
  one.must(flag('roads'));
  expect(flagsOf(one.state()).shirked).toBe(true);
});

test('forced closing (强制结案) ends an open case from any stage, with its reason and all clocks', () => {
  const one = liveDispatched();
  const force = (reason: string): CaseCommand => ({
    type: 'ForceClose',
    reason,
    actor: centre,
    at: atMinute(30),
  });
  expect(one.refusal(force(' '))).toBe('textMissing');
  one.must(force('整体拆除'));
  expect(one.state()).toMatchObject({ stage: 'forceClosed', clocks: { handle: { state: 'stopped' } } });
  expect(flagsOf(one.state()).forceClosed).toBe(true);
  expect(one.refusal(force('再次'))).toBe('impossibleTransition');
});

describe('an appeal (申诉)', () => {
  const closed = (feedbackMinute: number) => {
    const one = liveDispatched();
    one.must(giveFeedback(atMinute(feedbackMinute)));
    one.must({ ...check(true), at: atMinute(feedbackMinute + 10) } as CaseCommand);
    one.must({ type: 'CloseCase', opinion: '结案', actor: centre, at: atMinute(feedbackMinute + 20) });
    return one;
  };
  const appeal = (minute: number, actor = roads): CaseCommand => ({
    type: 'AppealCase',
    appealId: 'a',
    reason: '停电',
    actor,
    at: atMinute(minute),
  });
  const review = (which: 'First' | 'Second', approved: boolean): CaseCommand => ({
    type: `ReviewAppeal${which}`,
    appealId: 'a',
    approved,
    opinion: '意见',
    actor: centre,
    at: atMinute(600),
  });
  test('approved by dispatcher and acceptor exempts the case, which stays recorded as overdue', () => {
    const one = closed(300);
    one.must(appeal(400));
    expect(one.refusal(review('Second', true))).toBe('nothingOpen');
    one.must(review('First', true));
    expect(flagsOf(one.state()).exempt).toBe(false);
    one.must(review('Second', true));
    expect(flagsOf(one.state()).exempt).toBe(true);
    expect(one.state()).toMatchObject({ inTime: false, stage: 'closed' });
    expect(flagsOf(one.state()).overdue).toBe(true);
  });
  test.each(['First', 'Second'] as const)(
    'refused in the %s review is over and cannot be repeated',
    (which) => {
      const one = closed(300);
      one.must(appeal(400));
      if (which === 'Second') one.must(review('First', true));
      one.must(review(which, false));
      expect(flagsOf(one.state())).toMatchObject({ appealed: true, exempt: false });
      expect(one.refusal(appeal(700))).toBe('appealedAlready');
    },
  );
  test('is only for overdue cases', () => {
    expect(closed(60).refusal(appeal(400))).toBe('notOverdue');
  });
  test('is made by the department, in five work days after closing', () => {
    expect(closed(300).refusal(appeal(400, water))).toBe('wrongParty');
    expect(closed(300).refusal(appeal(8 * 24 * 60))).toBe('appealTooLate');
  });
  test('is possible only after closing', () => {
    expect(liveDispatched().refusal(appeal(400))).toBe('impossibleTransition');
  });
});

describe('self-handling (自行处置)', () => {
  const photo = { digest: 'd', mediaType: 'image/png', size: 1 };
  const selfHandled = (before = 1, afterwards = 1): CaseCommand => ({
    type: 'ReportCase',
    data: {
      ...report,
      source: 'gridWorker',
      alarm: null,
      reporterId: 'w-1',
      photos: Array(before).fill(photo),
      selfHandling: { result: '已清理', photosAfter: Array(afterwards).fill(photo) },
    },
  });
  const audit = (approved: boolean, userId = 'acceptor'): CaseCommand => ({
    type: 'AuditSelfHandling',
    approved,
    opinion: '意见',
    actor: { userId, departmentIds: [] },
    at: atMinute(10),
  });
  test('is audited: archived, or invalid', () => {
    const one = live(selfHandled());
    expect(one.state()).toMatchObject({ stage: 'auditing', clocks: { accept: { state: 'running' } } });
    one.must(audit(true));
    expect(one.state()).toMatchObject({ stage: 'archived', clocks: { accept: { state: 'stopped' } } });
    const other = live(selfHandled());
    other.must(audit(false));
    expect(other.state().stage).toBe('invalid');
    expect(flagsOf(other.state()).selfHandled).toBe(true);
  });
  test('is not audited by the person who did it', () => {
    expect(live(selfHandled()).refusal(audit(true, 'w-1'))).toBe('handlerMayNotCheck');
  });
  test.each([
    [0, 1],
    [1, 0],
  ])('needs photos from before (%i) and after (%i)', (before, afterwards) => {
    expect(() => live(selfHandled(before, afterwards))).toThrow('photosMissing');
  });
});
