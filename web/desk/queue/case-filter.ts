/** What of the cases is shown; kept in the address, so that a view can be kept and sent. */
export const FILTER_NAMES = [
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
export type CaseFilter = Readonly<Partial<Record<FilterName, string>>>;

/** Cases that wait for somebody, by their deadline. */
export const DEFAULT_FILTER: CaseFilter = { open: 'true', sort: 'dueAt' };

export const filterOf = (search: URLSearchParams): CaseFilter => {
  const given = FILTER_NAMES.flatMap((name) => {
    const value = search.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return given.length === 0 ? DEFAULT_FILTER : (Object.fromEntries(given) as CaseFilter);
};

export const searchOf = (filter: CaseFilter): string =>
  new URLSearchParams(
    FILTER_NAMES.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])),
  ).toString();

/** The filter with one part of it changed; an empty value takes the part away. */
export const withFilter = (filter: CaseFilter, name: FilterName, value: string | undefined): CaseFilter => {
  const { [name]: _before, ...rest } = filter;
  return value === undefined || value === '' ? rest : { ...rest, [name]: value };
};
