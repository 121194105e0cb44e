import { dueTimers } from '../../../projections/notifications/notification-timers/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import {
  type NotificationCommand,
  notificationDecider,
  notificationStream,
} from '../../notifications/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { every } from '../../platform/every.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';

export interface NotificationWatch {
  /** Does what is due now; returns how much that was. */
  tick(): Promise<number>;
  stop(): Promise<void>;
}

const ACTOR = 'process:notification-watch';
const TICK_MS = 1000;
const MOST_PER_TICK = 200;

/**
 * Ends quiet hours and escalates what nobody acknowledged, by the clock port. Reads the index of running timers; the decider
 * has the last word, and the event's id is derived from notification and time.
 */
export const startNotificationWatch = (options: {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
}): NotificationWatch => {
  const { store, sql, clock, logger } = options;
  const handle = createCommandHandler(store);

  const tick = async (): Promise<number> => {
    const at = new Date(clock.now()).toISOString();
    const due = await dueTimers(sql, at, MOST_PER_TICK);
    let done = 0;
    for (const { notification_id: notificationId, kind, due_at: dueAt } of due) {
      const command: NotificationCommand =
        kind === 'release'
          ? { type: 'ReleaseNotification', dueAt, at }
          : { type: 'EscalateNotification', at };
      const outcome = await handle({
        stream: notificationStream(notificationId),
        decider: notificationDecider,
        command,
        context: { actor: ACTOR, key: `${notificationId} ${kind} ${dueAt}` },
      });
      if (outcome.ok && outcome.position !== undefined && !outcome.replayed) done += 1;
    }
    return done;
  };

  const { stop } = every(TICK_MS, 'notifications watch tick', tick, {
    logger,
    message: 'due notifications not checked',
  });
  return { tick, stop };
};
