import { describe, expect, test } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { atMinute, centre, giveFeedback, live, liveDispatched } from './testing/case-histories.ts';

const worker = { userId: 'w-1', departmentIds: [] };
const send = (kind: 'Verify' | 'Check', minute: number, executorId = 'w-1', taskId = 't-1'): CaseCommand => ({
  type: `Send${kind}Task`,
  taskId,
  executorId,
  distance: 120,
  opinion: '请到场查看',
  actor: centre,
  at: atMinute(minute),
});
const verified = (minute: number, actor = worker, taskId = 't-1'): CaseCommand => ({
  type: 'CompleteVerifyTask',
  taskId,
  confirmed: true,
  opinion: '属实',
  photos: [],
  actor,
  at: atMinute(minute),
});
const checked = (minute: number, passed: boolean, actor = worker): CaseCommand => ({
  type: 'CompleteCheckTask',
  taskId: 't-1',
  passed,
  opinion: '已到场',
  photos: [],
  actor,
  at: atMinute(minute),
});

describe('a verify task (核实)', () => {
  test('pauses the acceptance clock and has its own', () => {
    const one = live();
    one.must(send('Verify', 5));
    expect(one.state()).toMatchObject({
      stage: 'verifying',
      task: { taskId: 't-1', executorId: 'w-1' },
      clocks: {
        accept: { state: 'paused', usedMs: 5 * 60_000 },
        verify: { state: 'running', deadline: atMinute(35) },
      },
    });
    one.must(verified(25));
    expect(one.state()).toMatchObject({
      stage: 'reported',
      task: null,
      clocks: {
        accept: { state: 'running', deadline: atMinute(35) },
        verify: { state: 'stopped', usedMs: 20 * 60_000 },
      },
    });
  });
  test('holds up the acceptance until it is done or cancelled', () => {
    const one = live();
    one.must(send('Verify', 1));
    const accept: CaseCommand = { type: 'AcceptCase', opinion: '属实', actor: centre, at: atMinute(2) };
    expect(one.refusal(accept)).toBe('impossibleTransition');
    one.must({ type: 'CancelTask', taskId: 't-1', reason: '已电话核实', actor: centre, at: atMinute(3) });
    expect(one.refusal(accept)).toBeUndefined();
  });
  test('is completed only by its executor', () => {
    const one = live();
    one.must(send('Verify', 1));
    expect(one.refusal(verified(2, { userId: 'w-2', departmentIds: [] }))).toBe('notTheExecutor');
    expect(one.refusal(verified(2, worker, 't-0'))).toBe('nothingOpen');
  });
  test('starts its time again when given to another worker', () => {
    const one = live();
    one.must(send('Verify', 1));
    one.must({
      type: 'ReassignTask',
      taskId: 't-1',
      executorId: 'w-2',
      distance: null,
      reason: '离岗',
      actor: centre,
      at: atMinute(20),
    });
    expect(one.state().clocks.verify).toMatchObject({ run: 2, deadline: atMinute(50) });
    expect(one.refusal(verified(21))).toBe('notTheExecutor');
    expect(one.refusal(verified(21, { userId: 'w-2', departmentIds: [] }))).toBeUndefined();
  });
});

describe('a check task (核查)', () => {
  const checking = () => {
    const one = liveDispatched();
    one.must(giveFeedback(atMinute(60)));
    return one;
  };
  test('has its own time limit from when it is sent', () => {
    const one = checking();
    expect(one.state().clocks.check).toMatchObject({ run: 1, deadline: atMinute(90) });
    one.must(send('Check', 80));
    expect(one.state().clocks.check).toMatchObject({ run: 2, deadline: atMinute(110) });
  });
  test('leads to closing if passed, and if failed back to the same department with all its data', () => {
    const passed = checking();
    passed.must(send('Check', 80));
    passed.must(checked(90, true));
    expect(passed.state()).toMatchObject({ stage: 'closing', task: null });
    expect(passed.events().at(-1)).toMatchObject({
      type: 'CaseChecked',
      data: { taskId: 't-1', passed: true },
    });
    const failed = checking();
    failed.must(send('Check', 80));
    failed.must(checked(90, false));
    expect(failed.state()).toMatchObject({ stage: 'dispatched', departmentId: 'roads', reworkCount: 1 });
  });
  test('that is open is the only way to check', () => {
    const one = checking();
    one.must(send('Check', 80));
    const direct: CaseCommand = {
      type: 'CheckCase',
      passed: true,
      opinion: '好',
      photos: [],
      actor: centre,
      at: atMinute(81),
    };
    expect(one.refusal(direct)).toBe('taskOpen');
    expect(one.refusal(send('Check', 82, 'w-2', 't-2'))).toBe('taskOpen');
    one.must({ type: 'CancelTask', taskId: 't-1', reason: '改为视频核查', actor: centre, at: atMinute(83) });
    expect(one.refusal(direct)).toBeUndefined();
  });
  test('is not sent to a person who handled the case', () => {
    expect(checking().refusal(send('Check', 80, 'handler'))).toBe('handlerMayNotCheck');
  });
});
