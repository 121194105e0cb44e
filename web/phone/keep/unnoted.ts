import { advance, type RecordEvent } from '../queue/advance.ts';
import type { PhoneRecord } from '../queue/record.ts';

/* What has happened to records while the store took nothing: it is so all the same, and is noted as soon as there is room. */
const unnoted = new Map<string, readonly RecordEvent[]>();

export const unnotedIds = (): readonly string[] => [...unnoted.keys()];
export const unnotedOf = (recordId: string): readonly RecordEvent[] => unnoted.get(recordId) ?? [];
export const addUnnoted = (recordId: string, event: RecordEvent): void => {
  unnoted.set(recordId, [...unnotedOf(recordId), event]);
};
export const removeUnnoted = (recordId: string, noted: readonly RecordEvent[]): void => {
  const left = unnotedOf(recordId).filter((event) => !noted.includes(event));
  if (left.length === 0) unnoted.delete(recordId);
  else unnoted.set(recordId, left);
};

/** A record with all that has happened to it, noted or not. */
export const withUnnoted = (record: PhoneRecord): PhoneRecord => unnotedOf(record.id).reduce(advance, record);
