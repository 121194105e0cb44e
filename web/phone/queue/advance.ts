import type { PhoneRecord, RecordFile } from './record.ts';

export type RecordEvent =
  | { readonly type: 'submitted'; readonly at: string }
  | { readonly type: 'uploadBegun'; readonly fileId: string; readonly uploadUrl: string }
  | { readonly type: 'uploaded'; readonly fileId: string; readonly digest: string }
  /** The server no longer has the files that it was sent: nothing named them in time. */
  | { readonly type: 'filesGone' }
  | {
      readonly type: 'answered';
      readonly at: string;
      readonly caseId: string;
      readonly caseNumber: string;
    }
  | {
      readonly type: 'refused';
      readonly at: string;
      readonly code: string;
      readonly zh: string;
      readonly en: string;
    };

const withFile = (record: PhoneRecord, fileId: string, change: Partial<RecordFile>): PhoneRecord => ({
  ...record,
  files: record.files.map((file) => (file.fileId === fileId ? { ...file, ...change } : file)),
});

/**
 * A record after something has happened to it. What the server has taken stays taken, whatever comes later; what does not fit the
 * record's state leaves it as it is.
 */
export const advance = (record: PhoneRecord, event: RecordEvent): PhoneRecord => {
  const { state } = record;
  if (state.status === 'sent') return record;
  switch (event.type) {
    case 'submitted':
      // What was mended keeps its place in the order.
      if (state.status === 'waiting') return record;
      return {
        ...record,
        state: { status: 'waiting', since: state.status === 'refused' ? state.since : event.at },
      };
    case 'uploadBegun':
      return withFile(record, event.fileId, { uploadUrl: event.uploadUrl });
    case 'uploaded':
      return withFile(record, event.fileId, { digest: event.digest, uploadUrl: null });
    case 'filesGone':
      return {
        ...record,
        files: record.files.map((file) => ({ ...file, digest: null, uploadUrl: null })),
      };
    case 'answered': {
      const { at, caseId, caseNumber } = event;
      return { ...record, state: { status: 'sent', at, caseId, caseNumber } };
    }
    case 'refused': {
      if (state.status !== 'waiting') return record;
      const { at, code, zh, en } = event;
      return { ...record, state: { status: 'refused', since: state.since, at, code, zh, en } };
    }
    default:
      return event satisfies never;
  }
};
