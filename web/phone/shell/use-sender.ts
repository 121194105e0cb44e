import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ME, type Me, useMe } from '../../shared/session.ts';
import { MY_REPORTS } from '../mine/my-reports.ts';
import { TASKS, whenTasksAreHere } from '../tasks/task-query.ts';

let wake: (() => void) | undefined;

/** Something waits to be sent: now rather than at the next round. */
export const wakeSender = (): void => wake?.();

/** Sends what a person has made, while they are signed in. */
export const useSender = ({ userId }: Me): void => {
  const client = useQueryClient();
  const { data: me } = useMe();
  const isIn = me?.userId === userId && me.restriction === null;
  useEffect(() => {
    if (!isIn) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    const begin = async (): Promise<void> => {
      await whenTasksAreHere(client);
      const { startSender } = await import('../queue/sender.ts');
      if (isOver) return;
      const sender = startSender({
        ownerId: userId,
        onSignedOut: () => client.invalidateQueries({ queryKey: ME }),
        onSent: () => {
          void client.invalidateQueries({ queryKey: [TASKS] });
          void client.invalidateQueries({ queryKey: [MY_REPORTS] });
        },
      });
      ({ stop } = sender);
      wake = sender.run;
    };
    void begin().catch(() => undefined);
    return () => {
      isOver = true;
      wake = undefined;
      stop?.();
    };
  }, [isIn, userId, client]);
};
