import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOwner } from '../../shared/me-context.ts';
import { useWorkflow } from '../../shared/words.ts';
import { queuesQuery } from './queue-query.ts';
import type { Stage } from './task-query.ts';

/** The steps that cases wait for from one of my roles; undefined until the workflow is there. */
const useMySteps = () => {
  const me = useOwner();
  const workflow = useWorkflow();
  return useMemo(() => {
    const roles = new Set<string>(me.assignments.map(({ role }) => role));
    return workflow?.transitions.filter((step) => step.awaited && step.roles.some((role) => roles.has(role)));
  }, [me, workflow]);
};

/** Whether cases ever wait for me. */
export const useHasTasks = (): boolean | undefined => {
  const steps = useMySteps();
  return steps && steps.length > 0;
};

/** Whether there is anything for me to do or to watch. */
export const useHasWork = (): boolean | undefined => {
  const hasTasks = useHasTasks();
  const queues = useQuery(queuesQuery).data?.items;
  return hasTasks || (queues && queues.length > 0);
};

/** Stages that are mine, in the order of the work. Decisions on requests, which may come in any stage, make none. */
export const useMyStages = (): readonly Stage[] => {
  const workflow = useWorkflow();
  const steps = useMySteps();
  return useMemo(() => {
    const own = (steps ?? []).filter(({ needs }) => needs === undefined || needs.endsWith('Task'));
    return (workflow?.stages ?? []).filter(
      (stage) => !workflow?.terminal.includes(stage) && own.some(({ from }) => from.includes(stage)),
    );
  }, [steps, workflow]);
};
