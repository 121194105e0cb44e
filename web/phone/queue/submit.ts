import { changeRecord } from '../keep/records.ts';
import { wakeSender } from '../shell/use-sender.ts';
import { advance } from './advance.ts';
import { finishWork } from './files-at-work.ts';
import { isOpen, type PhoneRecord } from './record.ts';

/**
 * Puts a record into the queue as it is now; the browser is asked to keep the store. False where the store does not take it, which is
 * told on the page: nothing has changed then.
 */
export const submit = async (record: PhoneRecord): Promise<boolean> => {
  try {
    await finishWork(record.id);
    await changeRecord(
      record.id,
      (before) =>
        isOpen(before)
          ? advance(
              { ...before, content: record.content },
              { type: 'submitted', at: new Date().toISOString() },
            )
          : before,
      record,
    );
  } catch {
    return false;
  }
  void navigator.storage?.persist?.();
  wakeSender();
  return true;
};
