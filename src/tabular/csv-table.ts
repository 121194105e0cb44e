import { parse } from 'csv-parse/sync';
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
  let records: string[][];
  try {
    records = parse(decode(bytes), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      to: limits.maxRows + 1,
      max_record_size: limits.maxColumns * limits.maxCellLength,
    });
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return unreadable('csvInvalid', `CSV 无法解析：${detail}`, 'comma separated, quoted with "');
  }
  return checkedRows(
    records.map((cells, index) => ({ row: index + 1, cells })),
    limits,
  );
};
