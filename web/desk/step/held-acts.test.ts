import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeldActs } from './held-acts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const act = (id: string, send: (isLeaving: boolean) => Promise<unknown> = async () => undefined) => ({
  id,
  zh: '受理',
  en: 'Accept',
  send: vi.fn(send),
  onTakenBack: vi.fn(),
});

describe('acts that are held', () => {
  it('are sent after their time, once, and are gone', async () => {
    const held = createHeldActs(5000);
    const one = act('a');
    held.hold(one);
    await vi.advanceTimersByTimeAsync(4999);
    expect(one.send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(one.send).toHaveBeenCalledExactlyOnceWith(false);
    expect(held.acts()).toEqual([]);
  });

  it('are never sent when they are taken back', async () => {
    const held = createHeldActs(5000);
    const one = act('a');
    held.hold(one);
    held.takeBack('a');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(one.send).not.toHaveBeenCalled();
    expect(one.onTakenBack).toHaveBeenCalledOnce();
  });

  it('go out at once when the page is closed', async () => {
    const held = createHeldActs(5000);
    const [one, two] = [act('a'), act('b')];
    held.hold(one);
    held.hold(two);
    void held.sendAll(true);
    expect([one.send, two.send].map(({ mock }) => mock.calls)).toEqual([[[true]], [[true]]]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(one.send).toHaveBeenCalledOnce();
  });

  it('stay with the reason when they are refused, can be tried again, and cannot be taken back on their way', async () => {
    const held = createHeldActs(5000);
    let isRefused = true;
    const one = act('a', async () => {
      held.takeBack('a');
      if (isRefused) throw new Error('他人已办理');
    });
    held.hold(one);
    await vi.advanceTimersByTimeAsync(5000);
    expect(held.acts()).toMatchObject([{ state: 'failed', error: new Error('他人已办理') }]);
    isRefused = false;
    await held.send('a');
    expect(held.acts()).toEqual([]);
    expect(one.onTakenBack).not.toHaveBeenCalled();
  });
});
