import { createHash } from 'node:crypto';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { guarded } from './guard.ts';
import { ConnectionLostError, createSql, type Database, type Rows, type Sql } from './sql.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown by pg_stat_activity as `yiwang-{name}`. */
  readonly name: string;
  readonly maxConnections: number;
  /** Schemas searched for tables, in this order. Default: that of the server, which is `public`. */
  readonly searchPath?: readonly string[];
  /** Other settings of the server for these connections, by name. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Includes the time in the pool's queue: on a busy machine many short queries wait for each other. */
const CONNECT_TIMEOUT_MS = 20_000;

/** Times are returned as ISO 8601 UTC text with milliseconds, the form used in events and answers. */
const isoTimes: PoolConfig['types'] = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === types.builtins.TIMESTAMPTZ
      ? (text: string) => new Date(text).toISOString()
      : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
};

/**
 * A pool of node-postgres; statements are prepared once per connection.
 *
 * Why not postgres.js, which has its own templates: 3.4.9 throws outside any promise when a transaction's connection is
 * lost (porsager/postgres#1208) and can leave a pooled connection unresponsive for ever, and a server whose database is killed
 * has to survive both.
 */
export const connectDatabase = (options: DatabaseOptions): Database => {
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: `yiwang-${options.name}`,
    options: Object.entries({
      ...options.settings,
      ...(options.searchPath ? { search_path: options.searchPath.join(',') } : {}),
    })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 0,
    types: isoTimes,
  });
  // A lost idle connection is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So would one that is lost in the same packet that made it ready: its user can only add a listener a moment later.
  pool.on(
    'connect',
    guarded('sql connect', (client) => client.on('error', () => undefined)),
  );

  const withClient = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asConnectionLost(error);
    });
    let broken = false;
    const onError = guarded('sql error', () => {
      broken = true;
    });
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      const reported = asConnectionLost(error);
      broken ||= reported instanceof ConnectionLostError;
      throw reported;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  };

  const pooled = createSql((text, values) => withClient((client) => run(client, text, values)));
  return Object.assign(pooled, {
    begin: <Result>(work: (sql: Sql) => Promise<Result>, { relaxed = false } = {}) =>
      withClient(async (client) => {
        await client.query(relaxed ? 'begin; set local synchronous_commit = off' : 'begin');
        try {
          const result = await work(createSql((text, values) => run(client, text, values)));
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch(() => undefined);
          throw error;
        }
      }),
    withConnection: <Result>(work: (sql: Sql) => Promise<Result>) =>
      withClient((client) => work(createSql((text, values) => run(client, text, values)))),
    end: () => pool.end(),
  });
};

const names = new Map<string, string>();

/** Name of a prepared statement on its connection: the same text has the same name, so it is parsed and planned once. */
const statementName = (text: string): string => {
  let name = names.get(text);
  if (name === undefined) {
    name = `yw_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
  }
  return name;
};

const run = async <Row>(client: PoolClient, text: string, values: readonly unknown[]): Promise<Rows<Row>> => {
  try {
    const result = await client.query({ name: statementName(text), text, values: values as unknown[] });
    return Object.assign(result.rows as Row[], { count: result.rowCount ?? 0 });
  } catch (error) {
    throw asConnectionLost(error);
  }
};

/** SQLSTATE classes of a server that is shutting down; node-postgres's own connection errors have no code. */
const asConnectionLost = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof ConnectionLostError) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    const lost = /^(08|57P0)/.test(code) || /^E[A-Z]+$/.test(code);
    return lost ? new ConnectionLostError(error) : error;
  }
  const lost = /connection|not queryable|timeout exceeded/i.test(error.message);
  return lost ? new ConnectionLostError(error) : error;
};
