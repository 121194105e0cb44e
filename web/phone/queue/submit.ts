import { changeRecord } from '../keep/records.ts';
import { wakeSender } from '../shell/use-sender.ts';
import { advance } from './advance.ts';
import type { PhoneRecord } from './record.ts';

/** Puts a record into the queue as it is now; the browser is asked to keep the store. */
export const submit = async (record: PhoneRecord): Promise<void> => {
  await changeRecord(
    record.id,
    (before) =>
      advance({ ...before, content: record.content }, { type: 'submitted', at: new Date().toISOString() }),
    record,
  );
  void navigator.storage?.persist?.();
  wakeSender();
};
