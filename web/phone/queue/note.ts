import { changeRecord, loadRecords, releaseBytes } from '../keep/records.ts';
import { addUnnoted, removeUnnoted, unnotedIds, unnotedOf, withUnnoted } from '../keep/unnoted.ts';
import { advance, type RecordEvent } from './advance.ts';
import type { PhoneRecord } from './record.ts';

/** Writes down what has happened to a record and is not in the store yet. */
const writeDown = async (recordId: string): Promise<PhoneRecord | undefined> => {
  const events = unnotedOf(recordId);
  const after = await changeRecord(recordId, (record) => events.reduce(advance, record));
  removeUnnoted(recordId, events);
  if (after?.state.status === 'sent') await releaseBytes(recordId);
  return after;
};

/**
 * Notes what has happened to a record; gives it as it is then. What the server has taken is not sent again only because the store is
 * full: it stays in memory until it can be noted.
 */
export const note = async (record: PhoneRecord, event: RecordEvent): Promise<PhoneRecord> => {
  addUnnoted(record.id, event);
  try {
    return (await writeDown(record.id)) ?? record;
  } catch {
    await loadRecords().catch(() => undefined);
    return withUnnoted(record);
  }
};

/** Notes what could not be noted before. */
export const noteAgain = async (): Promise<void> => {
  for (const recordId of unnotedIds()) await writeDown(recordId).catch(() => undefined);
};
