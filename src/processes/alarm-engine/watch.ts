import type { EventStore } from '../../event-store/event-store.ts';
import type { Clock } from '../../platform/clock.ts';
import { every } from '../../platform/every.ts';
import { derivedId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { AlarmTimePassed } from '../../sensing/events.ts';
import { ALARM_CLOCK_STREAM } from '../../sensing/index.ts';
import type { AlarmEngine } from './process.ts';

export interface AlarmWatch {
  /** Writes the time into the log if something is due; returns whether it did. */
  tick(): Promise<boolean>;
  stop(): Promise<void>;
}

const ACTOR = 'process:alarm-watch';
const TICK_MS = 1000;
/** If the log did not grow for longer than this before the engine started, the server was down and did not receive data. */
const DOWNTIME_MS = 60_000;

/**
 * Time enters the alarm engine through the log, so that a replay raises the same alarms: an event is written whenever something is
 * due, and when no other event comes that would make the engine save its memory. The next one is written once the engine has
 * applied the last one.
 */
export const startAlarmWatch = (options: {
  readonly store: EventStore;
  readonly engine: AlarmEngine;
  readonly clock: Clock;
  readonly logger: Logger;
}): AlarmWatch => {
  const { store, engine, clock, logger } = options;
  let written = 0;

  const append = async (data: AlarmTimePassed['data']): Promise<void> => {
    await store.append({
      stream: ALARM_CLOCK_STREAM,
      expected: 'any',
      events: [
        {
          id: derivedId('alarm-time', data.at),
          type: 'AlarmTimePassed',
          data,
          meta: { actor: ACTOR },
        },
      ],
    });
  };

  const tick = async (): Promise<boolean> => {
    const now = clock.now();
    if (engine.timePassed() < written) return false;
    const lastApplied = engine.consumeDowntime();
    const wasDown = lastApplied !== undefined && now - Date.parse(lastApplied) > DOWNTIME_MS;
    if (!wasDown && !engine.isDue(now) && !engine.hasUnsaved()) return false;
    const at = new Date(now).toISOString();
    await append(wasDown ? { at, resumed: true } : { at });
    written = now;
    return true;
  };

  const { stop } = every(TICK_MS, 'alarm engine watch tick', tick, {
    logger,
    message: 'due timers not applied to alarms',
  });
  return { tick, stop };
};
