// Own code: read models depend on these few lines and not on a driver; docs/architecture.md explains the problems of postgres.js.
/**
 * SQL as tagged templates. A template is a fragment that can be nested in another one; awaiting it runs it. Every `${value}` is a
 * bound parameter, never text.
 */
export interface Query<Row> extends PromiseLike<Rows<Row>> {
  readonly [FRAGMENT]: Fragment;
}

export type Rows<Row> = readonly Row[] & {
  /** Rows that the statement returned or changed. */
  readonly count: number;
};

export interface Sql {
  <Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: readonly unknown[]): Query<Row>;
  /** A statement given as text with `$1` … parameters, prepared like the others. */
  statement<Row = Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Rows<Row>>;
}

export interface Database extends Sql {
  /**
   * Runs in one transaction on one connection; a rejection rolls it back. `relaxed` answers before the commit is flushed to disk
   * (synchronous_commit off): for data that can be rebuilt.
   */
  begin<Result>(
    work: (sql: Sql) => Promise<Result>,
    options?: { readonly relaxed?: boolean },
  ): Promise<Result>;
  /** Runs on one connection without opening a transaction. */
  withConnection<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  end(): Promise<void>;
}

interface Fragment {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

const FRAGMENT = Symbol('fragment');

/** The connection was lost, or none could be opened. The outcome of the running statement is unknown. */
export class ConnectionLostError extends Error {
  readonly code = 'connectionLost';
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'the database connection was lost', { cause });
    this.name = 'ConnectionLostError';
  }
}

export type Run = <Row>(text: string, values: readonly unknown[]) => Promise<Rows<Row>>;

/** Templates on top of a function that runs statements. */
export const createSql = (execute: Run): Sql => {
  const template = <Row>(strings: TemplateStringsArray, ...values: readonly unknown[]): Query<Row> => {
    const fragment: Fragment = { strings, values };
    return {
      [FRAGMENT]: fragment,
      // biome-ignore lint/suspicious/noThenProperty: a query is awaited, and until then it is a fragment
      then(onFulfilled, onRejected) {
        const { text, parameters } = flatten(fragment);
        return execute<Row>(text, parameters).then(onFulfilled, onRejected);
      },
    };
  };
  return Object.assign(template, {
    statement: <Row>(text: string, values: readonly unknown[]) => execute<Row>(text, values),
  });
};

const flatten = (fragment: Fragment): { text: string; parameters: unknown[] } => {
  const parameters: unknown[] = [];
  const write = ({ strings, values }: Fragment): string =>
    strings.reduce((text, part, index) => {
      const value = values[index - 1];
      const nested = (value as { [FRAGMENT]?: Fragment } | null | undefined)?.[FRAGMENT];
      if (nested !== undefined) return text + write(nested) + part;
      parameters.push(value);
      return `${text}$${parameters.length}${part}`;
    });
  return { text: write(fragment), parameters };
};
