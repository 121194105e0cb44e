import { listeners } from '../../shared/listeners.ts';

/** How long an act may be taken back before it is sent. */
export const HOLD_MS = 5000;

export interface Act {
  /** The same for every attempt, so that it is done once. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** What it is done to. */
  readonly caseIds?: readonly string[];
  /** `isLeaving`: the page is being closed, and what does not go out now never does. Rejects with the reason that a person is told. */
  readonly send: (isLeaving: boolean) => Promise<unknown>;
  readonly onTakenBack?: () => void;
}

export interface HeldAct extends Act {
  readonly state: 'held' | 'sending' | 'failed';
  /** When it is sent. */
  readonly dueAt: number;
  /** Why it could not be sent. */
  readonly error?: Error;
}

/**
 * Acts that are done for whoever did them, and not yet sent: each is sent after a few seconds, unless it is taken back. One that could not
 * be sent stays, with the reason.
 */
export const createHeldActs = (holdMs: number) => {
  let acts: readonly HeldAct[] = [];
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const { subscribe, tell } = listeners();

  const set = (next: readonly HeldAct[]): void => {
    acts = next;
    tell();
  };
  const without = (id: string): readonly HeldAct[] => acts.filter((act) => act.id !== id);
  const alter = (id: string, change: Partial<HeldAct>): void =>
    set(acts.map((act) => (act.id === id ? { ...act, ...change } : act)));
  const forget = (id: string): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };

  const send = async (id: string, isLeaving = false): Promise<void> => {
    const act = acts.find((each) => each.id === id);
    if (act === undefined || act.state === 'sending') return;
    forget(id);
    alter(id, { state: 'sending' });
    try {
      await act.send(isLeaving);
      set(without(id));
    } catch (error) {
      alter(id, { state: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  };

  return {
    acts: () => acts,
    subscribe,
    hold(act: Act) {
      forget(act.id);
      set([...without(act.id), { ...act, state: 'held', dueAt: Date.now() + holdMs }]);
      timers.set(
        act.id,
        setTimeout(() => void send(act.id), holdMs),
      );
    },
    send,
    /** Takes back one that has not been sent; forgets one that failed. */
    takeBack(id: string) {
      const act = acts.find((each) => each.id === id);
      if (act === undefined || act.state === 'sending') return;
      forget(id);
      set(without(id));
      act.onTakenBack?.();
    },
    /** All that wait, at once: who leaves has decided. */
    sendAll: (isLeaving: boolean) =>
      Promise.all(acts.filter(({ state }) => state === 'held').map(({ id }) => send(id, isLeaving))),
  };
};

export const heldActs = createHeldActs(HOLD_MS);
