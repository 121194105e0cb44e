import { useState } from 'react';
import { changeRecord } from '../keep/records.ts';
import { isOpen, type PhoneRecord, type ReportContent, type StepContent } from './record.ts';

interface Filling<Content> {
  readonly content: Content;
  /** What the person fills in: kept with every change. */
  readonly change: (part: Partial<Content>) => void;
  /** What the phone finds out by itself: kept where there is a draft, but no reason to begin one. */
  readonly complete: (part: Partial<Content>) => void;
}

/** What is being filled in: on the screen at once, and in the store. */
export const useContent = <Content extends ReportContent | StepContent>(
  record: PhoneRecord<Content>,
): Filling<Content> => {
  const [content, setContent] = useState(record.content);
  const put = (part: Partial<Content>, fresh?: PhoneRecord): void => {
    setContent((before) => ({ ...before, ...part }));
    void changeRecord(
      record.id,
      (kept) => (isOpen(kept) ? { ...kept, content: { ...kept.content, ...part } as Content } : kept),
      fresh,
    )
      // The page tells it; what is on the screen is kept with what is submitted.
      .catch(() => undefined);
  };
  return {
    content,
    change: (part) => put(part, { ...record, content }),
    complete: (part) => put(part),
  };
};
