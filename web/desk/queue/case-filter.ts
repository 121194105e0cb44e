import { addressFilter, type Filter } from '../list/address-filter.ts';

const FILTER_NAMES = [
  'stage',
  'light',
  'source',
  'division',
  'department',
  'text',
  'open',
  'overdue',
  'suspended',
  'reportedFrom',
  'reportedUntil',
  'sort',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type CaseFilter = Filter<FilterName>;

/** Cases that wait for somebody, by their deadline. */
export const CASE_FILTER = addressFilter(FILTER_NAMES, { open: 'true', sort: 'dueAt' });
