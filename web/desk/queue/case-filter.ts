import { addressFilter, type Filter } from '../list/address-filter.ts';

const FILTER_NAMES = [
  'stage',
  'light',
  'source',
  'division',
  'grid',
  'matter',
  'department',
  'flag',
  'openItem',
  'urgent',
  'mine',
  'text',
  'open',
  'overdue',
  'suspended',
  'possibleDuplicate',
  'reportedFrom',
  'reportedUntil',
  'sort',
  // How it is shown.
  'columns',
  'size',
  'view',
  /** The list of the tasks' page that it is a part of. */
  'queue',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type CaseFilter = Filter<FilterName>;

/** Parts that may have several values, separated by commas. */
export const SEVERAL: ReadonlySet<FilterName> = new Set<FilterName>(['stage', 'flag', 'openItem']);

/** Cases that wait for somebody, by their deadline. */
export const CASE_FILTER = addressFilter(FILTER_NAMES, { open: 'true', sort: 'dueAt' });

/** Of a list of the tasks' page: by its deadline, whatever else is named. */
export const TASK_FILTER = addressFilter(FILTER_NAMES, {});

/** Orders in which the server can give cases, and tasks. */
export const CASE_SORTS = ['dueAt', 'reportedAt', 'deadline'] as const;
export const TASK_SORTS = ['dueAt', 'reportedAt'] as const;

/** How a list is shown, of which the server does not hear. */
const AS_SHOWN: ReadonlySet<string> = new Set<FilterName>(['columns', 'size', 'view', 'queue']);

/** What the list is asked for: without how it is shown. */
export const queryOf = (filter: CaseFilter) =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => !AS_SHOWN.has(name))) as Record<string, never>;

/** Parts that are no condition on a case. */
export const NO_CONDITION: ReadonlySet<string> = new Set(['sort', ...AS_SHOWN]);
