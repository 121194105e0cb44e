import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api, isAway, take } from './api.ts';
import { ME, noteSignedIn } from './session.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly code?: string | undefined;
}

/** Signs in by the cookie of the page. `away`: what is said where the server cannot be reached. */
export const useSignIn = (away: string) => {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [needsCode, setNeedsCode] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const signIn = async ({ name, password, code }: Credentials): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { name, password, cookie: true, ...(code ? { code } : {}) };
      const { user } = await take(api.POST('/api/v1/session', { body }));
      noteSignedIn();
      client.setQueryData(ME, user);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'secondFactorNeeded') setNeedsCode(true);
      else if (isAway(error)) setProblem(away);
      else setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { signIn, problem, needsCode, isBusy };
};
