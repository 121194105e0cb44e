import { useSyncExternalStore } from 'react';
import { isForgotten } from '../queue/order.ts';
import type { PhoneRecord, RecordFile } from '../queue/record.ts';
import { database, type KeptFile } from './database.ts';
import { watchStore } from './store-state.ts';
import { withUnnoted } from './unnoted.ts';

/* The records of this phone: one list for the page, in step with the store and with other tabs. */
const NAME = 'yiwang-phone-records';
const channel = new BroadcastChannel(NAME);
const listeners = new Set<() => void>();
let records: readonly PhoneRecord[] = [];

const show = (next: readonly PhoneRecord[]): void => {
  records = next;
  for (const listener of listeners) listener();
};

/** Reads the store anew. */
export const loadRecords = async (): Promise<void> => {
  const db = await database();
  const all = await db.getAll('records');
  show(all.map(withUnnoted));
};
channel.onmessage = () => void loadRecords();

const changed = async (): Promise<void> => {
  await loadRecords();
  channel.postMessage(null);
};

export const currentRecords = (): readonly PhoneRecord[] => records;

export const useRecords = (): readonly PhoneRecord[] =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentRecords);

/**
 * Changes a record in one transaction, so that the sender, the form and other tabs do not undo each other's. `fresh`: what it is where
 * there is none yet. Gives the record as it is now.
 */
export const changeRecord = async (
  id: string,
  change: (record: PhoneRecord) => PhoneRecord,
  fresh?: PhoneRecord,
): Promise<PhoneRecord | undefined> => {
  const db = await database();
  const tx = db.transaction('records', 'readwrite');
  const put = async (): Promise<PhoneRecord | undefined> => {
    const before = (await tx.store.get(id)) ?? fresh;
    const after = before && change(before);
    if (after !== undefined && (after !== before || fresh !== undefined)) await tx.store.put(after);
    return after;
  };
  const after = await watchStore(put(), tx.done);
  await changed();
  return after;
};

/** Adds a file to a record: bytes and record in one transaction, so that there is never one without the other. */
export const addFile = async (record: PhoneRecord, file: RecordFile, kept: KeptFile): Promise<void> => {
  const db = await database();
  const tx = db.transaction(['records', 'files'], 'readwrite');
  const put = async (): Promise<void> => {
    const before = (await tx.objectStore('records').get(record.id)) ?? record;
    await tx.objectStore('files').put(kept);
    await tx.objectStore('records').put({ ...before, files: [...before.files, file] });
  };
  await watchStore(put(), tx.done);
  await changed();
};

export const removeFile = async (recordId: string, fileId: string): Promise<void> => {
  const db = await database();
  const tx = db.transaction(['records', 'files'], 'readwrite');
  const before = await tx.objectStore('records').get(recordId);
  if (before !== undefined)
    await tx.objectStore('records').put({
      ...before,
      files: before.files.filter((file) => file.fileId !== fileId),
    });
  await tx.objectStore('files').delete(fileId);
  await tx.done;
  await changed();
};

/** Removes a record with its files: what its maker gives up, or what was sent long ago. */
export const removeRecord = async (id: string): Promise<void> => {
  const db = await database();
  const tx = db.transaction(['records', 'files'], 'readwrite');
  await tx.objectStore('records').delete(id);
  for (const fileId of await tx.objectStore('files').index('recordId').getAllKeys(id))
    await tx.objectStore('files').delete(fileId);
  await tx.done;
  await changed();
};

export const fileOf = async (fileId: string): Promise<KeptFile | undefined> =>
  (await database()).get('files', fileId);

/** Lets the bytes of a sent record go; the small pictures stay as long as the record. */
export const releaseBytes = async (recordId: string): Promise<void> => {
  const db = await database();
  const tx = db.transaction('files', 'readwrite');
  for (const file of await tx.store.index('recordId').getAll(recordId))
    await tx.store.put({ ...file, blob: null });
  await tx.done;
};

/** Forgets what was sent more than a week ago. */
export const forgetOld = async (now: number): Promise<void> => {
  for (const record of records) if (isForgotten(record, now)) await removeRecord(record.id);
};
