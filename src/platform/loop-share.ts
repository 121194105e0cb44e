import { guarded } from './guard.ts';

/** A share of the event loop for input from outside, so that it does not keep others waiting for long. */
export interface LoopShare {
  /**
   * To be called before each piece of work. Undefined: begin now. Otherwise it resolves in a later turn of the event loop, when it is
   * the turn of this key; keys take turns with each other, and each keeps its order.
   */
  enter(key: string): Promise<void> | undefined;
  /** Number of waiting pieces of work. */
  waiting(): number;
}

/**
 * In each turn of the event loop work is begun for at most `turnMs`; the rest waits for the next turn, after everything else
 * that has arrived meanwhile. Otherwise a read of 64 KiB with a thousand small requests in it would be processed all at once,
 * and each acknowledgement of a device, which takes several turns, would wait for several such reads.
 */
export const createLoopShare = (
  turnMs: number,
  nowMs: () => number = () => performance.now(),
  nextTurn: (begin: () => void) => void = (begin) => void setImmediate(guarded('loop share', begin)),
): LoopShare => {
  const queues = new Map<string, (() => void)[]>();
  let count = 0;
  let beganMs: number | undefined;

  const isSpent = (): boolean => beganMs !== undefined && nowMs() - beganMs >= turnMs;

  /** One at a time: its synchronous part is complete before the next one begins. */
  const letIn = (): void => {
    const [key, queue] = queues.entries().next().value!;
    queues.delete(key);
    const begin = queue.shift()!;
    if (queue.length > 0) queues.set(key, queue);
    count -= 1;
    begin();
    queueMicrotask(letInMore);
  };
  const letInMore = (): void => {
    if (count > 0 && !isSpent()) letIn();
  };

  const turn = (): void => {
    if (count === 0) {
      beganMs = undefined;
      return;
    }
    beganMs = nowMs();
    nextTurn(turn);
    // At least one, however late the turn is.
    letIn();
  };

  return {
    enter(key) {
      if (beganMs === undefined) {
        beganMs = nowMs();
        nextTurn(turn);
      }
      if (count === 0 && !isSpent()) return undefined;
      return new Promise((resolve) => {
        const queue = queues.get(key);
        if (queue === undefined) queues.set(key, [resolve]);
        else queue.push(resolve);
        count += 1;
      });
    },
    waiting: () => count,
  };
};
