import type { ParseFailure, ParseOutcome } from '../platform/foreign-bytes/pool.ts';
import { type ImportRecord, type RecordsRead, unreadSheet } from '../tabular/index.ts';

/** What people are told of a file whose worker was ended, or whose parser failed. */
export const unreadMessage = (reason: ParseFailure): string => {
  switch (reason) {
    case 'timeLimit':
      return '读取文件超时，请拆分后重试';
    case 'memoryLimit':
      return '读取文件所需内存过大，请拆分后重试';
    case 'failed':
    case 'crashed':
      return '文件无法读取';
  }
};

/** The records of a sheet that a worker has read; where it could not, a sheet with that one problem. */
export const sheetOf = <Values>(
  outcome: ParseOutcome<Omit<RecordsRead<Values>, 'records'>, ImportRecord<Values>>,
): RecordsRead<Values> => {
  if (outcome.ok) return { ...outcome.result, records: outcome.items };
  const message = unreadMessage(outcome.reason);
  return unreadSheet({
    row: null,
    column: null,
    value: null,
    code: 'fileUnreadable',
    expected: null,
    message,
  });
};
