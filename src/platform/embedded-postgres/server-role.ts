import { Client } from 'pg';

/** What the product connects as: it owns its database and what is in it, and may do nothing to the server or the machine. */
export const SERVER_ROLE = 'yiwang_server';

/** For tests and benchmarks, which create their own databases on one server. */
const WORKSHOP_ROLES = 'pg_checkpoint, pg_signal_backend';

export interface ServerRole {
  /** Of letters, digits, `-` and `_`. */
  readonly password: string;
  readonly mayCreateDatabases: boolean;
}

/** Makes the role, or takes from it what it should not have. */
const ensureServerRole = async (sql: Client, role: ServerRole): Promise<void> => {
  const { rowCount } = await sql.query('select from pg_roles where rolname = $1', [SERVER_ROLE]);
  if (rowCount === 0) await sql.query(`create role ${SERVER_ROLE}`);
  await sql.query(
    `alter role ${SERVER_ROLE} login nosuperuser nocreaterole noreplication nobypassrls
     ${role.mayCreateDatabases ? 'createdb' : 'nocreatedb'} password '${role.password}'`,
  );
  // What was given to it by hand would be a way back to the machine (pg_execute_server_program and the like).
  const { rows } = await sql.query<{ name: string }>(
    `select quote_ident(granted.rolname) as name from pg_auth_members
     join pg_roles member on member.oid = pg_auth_members.member and member.rolname = $1
     join pg_roles granted on granted.oid = pg_auth_members.roleid`,
    [SERVER_ROLE],
  );
  for (const { name } of rows) await sql.query(`revoke ${name} from ${SERVER_ROLE}`);
  if (role.mayCreateDatabases) await sql.query(`grant ${WORKSHOP_ROLES} to ${SERVER_ROLE}`);
};

/**
 * Statements that make the role the owner of what is in this database. `REASSIGN OWNED` refuses the superuser that initdb made. Sequences
 * of a column and toast tables follow their table, row types too; `public` belongs to the owner of the database already.
 */
const FOREIGN_OBJECTS = `
  with theirs as (select oid, nspname from pg_namespace
    where nspname not like 'pg\\_%' and nspname not in ('information_schema'))
  select format('alter schema %I owner to ${SERVER_ROLE}', nspname) as statement
    from theirs join pg_namespace using (oid, nspname)
    where nspname <> 'public' and nspowner <> $1::regrole
  union all
  select format('alter %s %s owner to ${SERVER_ROLE}',
      case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
        when 'f' then 'foreign table' else 'table' end, pg_class.oid::regclass)
    from pg_class join theirs on theirs.oid = relnamespace
    where relkind in ('r', 'p', 'S', 'v', 'm', 'f') and relowner <> $1::regrole
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'i')
        and refclassid = 'pg_class'::regclass and relkind = 'S')
  union all
  select format('alter routine %s owner to ${SERVER_ROLE}', pg_proc.oid::regprocedure)
    from pg_proc join theirs on theirs.oid = pronamespace where prokind <> 'a' and proowner <> $1::regrole
  union all
  select format('alter type %s owner to ${SERVER_ROLE}', pg_type.oid::regtype)
    from pg_type join theirs on theirs.oid = typnamespace
    where typtype in ('d', 'e', 'r') and typowner <> $1::regrole`;

/**
 * Gives the role the database and what is in it, once; a folder that an earlier release made is moved over so. Each statement stands
 * by itself: cut in the middle, the next start does the rest.
 */
const giveDatabase = async (sql: Client, database: string): Promise<void> => {
  const { rows } = await sql.query<{ statement: string }>(FOREIGN_OBJECTS, [SERVER_ROLE]);
  for (const { statement } of rows) await sql.query(statement);
  const owned = await sql.query('select from pg_database where datname = $1 and datdba = $2::regrole', [
    database,
    SERVER_ROLE,
  ]);
  if (owned.rowCount === 0) await sql.query(`alter database ${database} owner to ${SERVER_ROLE}`);
};

/** Makes database and role where they are missing, and the role its owner. `urlOf`: the superuser's, by database. */
export const prepareDatabase = async (
  urlOf: (database: string) => string,
  database: string,
  role: ServerRole,
): Promise<void> => {
  await onConnection(urlOf('postgres'), async (sql) => {
    const { rowCount } = await sql.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await sql.query(`create database ${database}`);
  });
  await onConnection(urlOf(database), async (sql) => {
    await ensureServerRole(sql, role);
    await giveDatabase(sql, database);
  });
};

const onConnection = async (url: string, work: (sql: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: url, application_name: 'yiwang-start' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};
