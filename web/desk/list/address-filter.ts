/** What of a list is shown, part by part; kept in the address, so that a view can be kept and sent. */
export type Filter<Name extends string> = Readonly<Partial<Record<Name, string>>>;

export interface AddressFilter<Name extends string> {
  readonly defaults: Filter<Name>;
  readonly filterOf: (search: URLSearchParams) => Filter<Name>;
  readonly searchOf: (filter: Filter<Name>) => string;
}

/** `defaults` hold where the address names nothing. */
export const addressFilter = <Name extends string>(
  names: readonly Name[],
  defaults: Filter<Name>,
): AddressFilter<Name> => ({
  defaults,
  filterOf(search) {
    const given = names.flatMap((name) => {
      const value = search.get(name);
      return value === null || value === '' ? [] : [[name, value] as const];
    });
    return given.length === 0 ? defaults : (Object.fromEntries(given) as Filter<Name>);
  },
  searchOf: (filter) =>
    new URLSearchParams(
      names.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]])),
    ).toString(),
});

/** The filter with one part of it changed; an empty value takes the part away. */
export const withFilter = <Name extends string>(
  filter: Filter<Name>,
  name: Name,
  value: string | undefined,
): Filter<Name> => {
  const { [name]: _before, ...rest } = filter;
  return (value === undefined || value === '' ? rest : { ...rest, [name]: value }) as Filter<Name>;
};

const valuesOf = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(',');

/** A part that may have several values, with one more; the same where it has it already. */
export const withOneMore = (text: string | undefined, value: string): string =>
  [...new Set([...valuesOf(text), value])].join(',');

/** A part that may have several values, without one of them. */
export const withoutOne = (text: string | undefined, value: string): string =>
  valuesOf(text)
    .filter((each) => each !== value)
    .join(',');

/** What a filter consists of, value by value. */
export const partsOf = <Name extends string>(
  filter: Filter<Name>,
  several: ReadonlySet<Name>,
): readonly { readonly name: Name; readonly value: string }[] =>
  (Object.entries(filter) as [Name, string][]).flatMap(([name, text]) =>
    (several.has(name) ? valuesOf(text) : [text]).map((value) => ({ name, value })),
  );
