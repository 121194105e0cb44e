import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, isSignedOut, type Schemas, take } from './api.ts';

export type Me = Schemas['Me'];

export const ME = ['me'] as const;

const HINT = 'yiwang.signedIn';
/** Whether somebody may be signed in in this browser: the cookie itself cannot be seen from here. */
export const maybeSignedIn = (): boolean => localStorage.getItem(HINT) !== null;
export const noteSignedIn = (): void => localStorage.setItem(HINT, '1');

/** Who is signed in; null for nobody. */
export const useMe = () =>
  useQuery({
    queryKey: ME,
    queryFn: async (): Promise<Me | null> => {
      if (!maybeSignedIn()) return null;
      try {
        return await take(api.GET('/api/v1/session'));
      } catch (error) {
        if (!isSignedOut(error)) throw error;
        localStorage.removeItem(HINT);
        return null;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => !(error instanceof ApiError && error.status === 403) && count < 20,
    retryDelay: (count) => Math.min(1000 * 2 ** count, 15_000),
  });

/** Whether somebody is signed in: behind the sign-in a page asks for nothing. */
export const useIsIn = (): boolean => Boolean(useMe().data);

/** What whoever sees the session end does: the page stays as it is, and asks to sign in again. */
export const noteSignedOut = (client: QueryClient, error: unknown): void => {
  if (isSignedOut(error)) client.setQueryData(ME, null);
};

export const useSignOut = () => {
  const client = useQueryClient();
  return async (): Promise<void> => {
    await take(api.DELETE('/api/v1/session'));
    localStorage.removeItem(HINT);
    client.setQueryData(ME, null);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  };
};

export const mayDo = (me: Me, permission: string): boolean =>
  (me.permissions as readonly string[]).includes(permission);
