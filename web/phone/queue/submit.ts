import { changeRecord } from '../keep/records.ts';
import { wakeSender } from '../shell/use-sender.ts';
import { advance } from './advance.ts';
import { finishWork } from './files-at-work.ts';
import { isOpen, type PhoneRecord } from './record.ts';

/** Puts a record into the queue as it is now; the browser is asked to keep the store. */
export const submit = async (record: PhoneRecord): Promise<void> => {
  await finishWork(record.id);
  await changeRecord(
    record.id,
    (before) =>
      isOpen(before)
        ? advance({ ...before, content: record.content }, { type: 'submitted', at: new Date().toISOString() })
        : before,
    record,
  );
  void navigator.storage?.persist?.();
  wakeSender();
};
