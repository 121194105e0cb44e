import { describe, expect, it } from 'vitest';
import { createClosings } from './closings.ts';

describe('closings', () => {
  it('close what was opened, the last first, each awaited, once', async () => {
    const closed: string[] = [];
    const closings = createClosings();
    closings.add(() => closed.push('first'));
    closings.add(async () => {
      await Promise.resolve();
      closed.push('second');
    });
    await closings.closeAll();
    await closings.closeAll();
    expect(closed).toEqual(['second', 'first']);
  });

  it('go on after one that fails, and tell the first failure', async () => {
    const closed: string[] = [];
    const closings = createClosings();
    closings.add(() => closed.push('first'));
    closings.add(() => Promise.reject(new Error('second')));
    closings.add(() => Promise.reject(new Error('third')));
    await expect(closings.closeAll()).rejects.toThrow('third');
    expect(closed).toEqual(['first']);
  });
});
