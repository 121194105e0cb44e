import { describe, expect, it } from 'vitest';
import { createCleanupStack } from './cleanup-stack.ts';

describe('a cleanup stack', () => {
  it('closes what was opened, last first, each awaited, once', async () => {
    const closed: string[] = [];
    const cleanup = createCleanupStack();
    cleanup.add(() => closed.push('first'));
    cleanup.add(async () => {
      await Promise.resolve();
      closed.push('second');
    });
    await cleanup.closeAll();
    await cleanup.closeAll();
    expect(closed).toEqual(['second', 'first']);
  });

  it('continues after a failure and rejects with the first one', async () => {
    const closed: string[] = [];
    const cleanup = createCleanupStack();
    cleanup.add(() => closed.push('first'));
    cleanup.add(() => Promise.reject(new Error('second')));
    cleanup.add(() => Promise.reject(new Error('third')));
    await expect(cleanup.closeAll()).rejects.toThrow('third');
    expect(closed).toEqual(['first']);
  });
});
