import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ME, type Me, useMe } from '../../shared/session.ts';
import { MY_REPORTS } from '../mine/my-reports.ts';
import { TASKS } from '../tasks/task-query.ts';

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
    void import('../queue/sender.ts').then(({ startSender }) => {
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
    });
    return () => {
      isOver = true;
      wake = undefined;
      stop?.();
    };
  }, [isIn, userId, client]);
};
