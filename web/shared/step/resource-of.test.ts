import { describe, expect, it } from 'vitest';
import { resourceOf } from './resource-of.ts';

const nothingOpen = { task: null, requests: [], supervisions: [], appeal: null };
const step = (command: string, resource: string) => ({ command, resource }) as never;

describe('the resource of a step', () => {
  it('is the one of the table where it names nothing', () => {
    expect(resourceOf(step('AcceptCase', 'acceptance'), nothingOpen)).toBe('acceptance');
  });

  it('names the request of its own kind', () => {
    const requests = [
      { requestId: 'r1', kind: 'suspension' },
      { requestId: 'r2', kind: 'extension' },
    ];
    expect(
      resourceOf(step('DecideExtension', 'extensions/{requestId}/decision'), { ...nothingOpen, requests }),
    ).toBe('extensions/r2/decision');
  });

  it('names the supervision that waits for its reply', () => {
    const supervisions = [
      { supervisionId: 's1', reply: '已办' },
      { supervisionId: 's2', reply: null },
    ];
    expect(
      resourceOf(step('AnswerSupervision', 'supervisions/{supervisionId}/reply'), {
        ...nothingOpen,
        supervisions,
      }),
    ).toBe('supervisions/s2/reply');
  });

  it('is none where what it would name is not open', () => {
    expect(resourceOf(step('CancelTask', 'tasks/{taskId}/cancellation'), nothingOpen)).toBeUndefined();
  });
});
