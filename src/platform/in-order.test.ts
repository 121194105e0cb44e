import { describe, expect, it } from 'vitest';
import { createOrder } from './in-order.ts';

describe('work in order', () => {
  it('runs one after the other per key, also after one that failed', async () => {
    const inTurn = createOrder();
    const order: string[] = [];
    let release = (): void => undefined;
    const first = inTurn('a', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      order.push('first');
      throw new Error('failed');
    });
    const second = inTurn('a', async () => void order.push('second'));
    await inTurn('b', async () => void order.push('other'));
    release();
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(order).toEqual(['other', 'first', 'second']);
  });
});
