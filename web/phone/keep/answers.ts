import { hashKey, type Query, type QueryClient } from '@tanstack/react-query';
import { ME, type Me } from '../../shared/session.ts';
import { database } from './database.ts';

/** First parts of the keys of what is kept for times without a network: my tasks, the words, and what reports need. */
const KEPT: ReadonlySet<unknown> = new Set([
  'me',
  'tasks',
  'myReports',
  'workflow',
  'matters',
  'grids',
  'divisions',
  'boundaries',
]);

const OWNER = 'yiwang.phone.owner';
/** Whose page this phone opens without a network. */
export const lastOwner = (): string | null => localStorage.getItem(OWNER);
export const noteOwner = (ownerId: string): void => localStorage.setItem(OWNER, ownerId);

/** Puts what was kept for a person into the cache, as old as it is: it is shown at once and asked for anew. */
export const restoreAnswers = async (client: QueryClient, ownerId: string): Promise<void> => {
  const db = await database();
  const kept = await db.getAll('answers', IDBKeyRange.bound([ownerId, ''], [ownerId, '\uffff']));
  for (const { key, value, at } of kept) {
    const queryKey = JSON.parse(key) as readonly unknown[];
    if (client.getQueryData(queryKey) !== undefined) continue;
    client.setQueryData(queryKey, value, { updatedAt: at });
    await client.invalidateQueries({ queryKey, refetchType: 'none' });
  }
};

const keep = ({ queryKey, state }: Query, ownerId: string): void => {
  // Null is no answer to keep: nobody is signed in.
  if (!KEPT.has(queryKey[0]) || state.data === undefined || state.data === null) return;
  const answer = { ownerId, key: hashKey(queryKey), value: state.data, at: state.dataUpdatedAt };
  void database()
    .then((db) => db.put('answers', answer))
    // No room: the page goes on without it.
    .catch(() => undefined);
};

/** Keeps what the server has answered to a person and will answer. Returns what ends it. */
export const keepAnswers = (client: QueryClient, ownerId: string): (() => void) => {
  const cache = client.getQueryCache();
  /** On a shared phone the next person's first answers come while this page is still there. */
  const isTheirs = (): boolean => client.getQueryData<Me>(ME)?.userId === ownerId;
  for (const query of cache.getAll()) if (isTheirs()) keep(query, ownerId);
  return cache.subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success' && isTheirs()) keep(event.query, ownerId);
  });
};

/** Forgets what the server answered to a person; what they made stays. */
export const forgetAnswers = async (ownerId: string): Promise<void> => {
  localStorage.removeItem(OWNER);
  const db = await database();
  await db.delete('answers', IDBKeyRange.bound([ownerId, ''], [ownerId, '\uffff']));
};
