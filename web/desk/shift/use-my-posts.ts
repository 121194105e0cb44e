import { useMemo } from 'react';
import { useOwner } from '../../shared/me-context.ts';
import { useWorkflow } from '../../shared/words.ts';
import type { Role } from './shift-query.ts';

/** My roles for which cases wait: what they leave undone is handed over. */
export const useMyPosts = (): readonly Role[] => {
  const me = useOwner();
  const workflow = useWorkflow();
  return useMemo(() => {
    const own = [...new Set(me.assignments.map(({ role }) => role))];
    return own.filter((role) =>
      workflow?.transitions.some(({ awaited, roles }) => awaited && roles.includes(role)),
    );
  }, [me, workflow]);
};
