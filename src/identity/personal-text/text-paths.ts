/** `a.b`: property b of property a. Missing properties and those that are not text are skipped. */
export type TextPath = string;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const change = (value: unknown, names: readonly string[], replace: (text: string) => string): unknown => {
  const [name, ...rest] = names;
  if (name === undefined) return typeof value === 'string' ? replace(value) : value;
  if (!isFields(value) || !Object.hasOwn(value, name)) return value;
  const before = value[name];
  const after = change(before, rest, replace);
  return after === before ? value : { ...value, [name]: after };
};

/** The same data with other texts at these places; the identical object if nothing changed. */
export const replaceTexts = <Data>(
  data: Data,
  paths: readonly TextPath[],
  replace: (text: string, path: TextPath) => string,
): Data =>
  paths.reduce<unknown>(
    (changed, path) => change(changed, path.split('.'), (text) => replace(text, path)),
    data,
  ) as Data;
