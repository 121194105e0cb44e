import type { Config } from '../config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { createSenderBudget, type SenderBudget } from '../platform/sender-budget.ts';

/** The budget shared by MQTT and the TCP gateways, from the settings; logs when it is exceeded. */
export const openSenderBudget = (config: Config, clock: Clock, logger: Pick<Logger, 'warn'>): SenderBudget =>
  createSenderBudget({
    limits: {
      connectionsPerAddress: config.YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS,
      connections: config.YIWANG_UNPROVED_CONNECTIONS,
      attemptsPerSecondPerAddress: config.YIWANG_CONNECTION_ATTEMPTS_PER_SECOND_PER_ADDRESS,
      attemptsPerSecond: config.YIWANG_CONNECTION_ATTEMPTS_PER_SECOND,
      deadLettersPerHourPerAddress: config.YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR_PER_ADDRESS,
      deadLettersPerHour: config.YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR,
    },
    clock,
    onExcess: (excess) => logger.warn(excess, 'unauthenticated senders exceeded their budget'),
  });
