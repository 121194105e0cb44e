import { readCsvRecords } from './csv-records.ts';
import { checkedRows, type TableLimits, type TableRead, unreadable } from './table.ts';

/** UTF-8, else GB 18030: Chinese spreadsheet programs save CSV in the latter. */
const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

export const readCsvTable = (bytes: Uint8Array, limits: TableLimits): TableRead => {
  const read = readCsvRecords(decode(bytes), {
    maxRecords: limits.maxRows + 1,
    maxRecordLength: limits.maxColumns * limits.maxCellLength,
  });
  if (!read.ok) {
    const message = `CSV 第 ${read.line} 行无法解析：${read.message}`;
    return unreadable('csvInvalid', message, 'comma separated, quoted with "');
  }
  return checkedRows(
    read.records.map((cells, index) => ({ row: index + 1, cells })),
    limits,
  );
};
