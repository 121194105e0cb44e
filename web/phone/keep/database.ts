import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { PhoneRecord } from '../queue/record.ts';

/** Bytes of a photo or recording, and a small picture of it; the bytes go when the server has answered, the picture with the record. */
export interface KeptFile {
  readonly fileId: string;
  readonly recordId: string;
  readonly blob: Blob | null;
  readonly thumbnail: Blob | null;
}

/** An answer of the API as it was last seen, by whom. */
export interface KeptAnswer {
  readonly ownerId: string;
  readonly key: string;
  readonly value: unknown;
  readonly at: number;
}

interface PhoneSchema extends DBSchema {
  records: { key: string; value: PhoneRecord };
  files: { key: string; value: KeptFile; indexes: { recordId: string } };
  answers: { key: [string, string]; value: KeptAnswer };
}
export type PhoneDatabase = IDBPDatabase<PhoneSchema>;

const NAME = 'yiwang-phone';
const VERSION = 1;

let opened: Promise<PhoneDatabase> | undefined;

/** The phone's own store. It outlives the page, the browser and the session. */
export const database = (): Promise<PhoneDatabase> => {
  opened ??= openDB<PhoneSchema>(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore('records', { keyPath: 'id' });
      db.createObjectStore('files', { keyPath: 'fileId' }).createIndex('recordId', 'recordId');
      db.createObjectStore('answers', { keyPath: ['ownerId', 'key'] });
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated() {
      opened = undefined;
    },
  });
  return opened;
};
