import { LRUCache } from 'lru-cache';
import type { EventStore } from '../../event-store/event-store.ts';
import {
  type RegisteredUser,
  type UserEvent,
  type UserState,
  userDecider,
  userStream,
} from '../../identity/index.ts';

const CACHED_USERS = 10_000;

/** State directly from the log, current as of the last command: reads only events that are new since the last call. */
export const createUserReader = (store: EventStore) => {
  const cache = new LRUCache<string, { state: UserState; version: number }>({ max: CACHED_USERS });
  return async (userId: string): Promise<RegisteredUser | null> => {
    const known = cache.get(userId) ?? { state: userDecider.initialState, version: 0 };
    const events = await store.readStream(userStream(userId), { fromVersion: known.version + 1 });
    const state = events.reduce(
      (user, event) => userDecider.evolve(user, event as unknown as UserEvent),
      known.state,
    );
    if (state.status === 'unknown') return null;
    cache.set(userId, { state, version: known.version + events.length });
    return state;
  };
};
