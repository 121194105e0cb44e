import type { EventStore } from '../event-store/event-store.ts';
import { NOTIFICATION_RULES_STREAM, type ReadRules, readRules } from '../notifications/index.ts';

/** The rules in force, and which of those that were published are left out. */
export const readNotificationRules = async (store: Pick<EventStore, 'readStream'>): Promise<ReadRules> => {
  const [published] = await store.readStream(NOTIFICATION_RULES_STREAM, {
    direction: 'backwards',
    limit: 1,
  });
  return readRules(published?.data);
};
