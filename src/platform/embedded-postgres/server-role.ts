import { Client } from 'pg';

/** The role with which the product connects: it owns its database and the contents, and has no rights over the server or the machine. */
export const SERVER_ROLE = 'yiwang_server';

/** For tests and benchmarks, which create their own databases on one server. */
const WORKSHOP_ROLES = 'pg_checkpoint, pg_signal_backend';

export interface ServerRole {
  /** Consists of letters, digits, `-` and `_`. */
  readonly password: string;
  readonly mayCreateDatabases: boolean;
}

/** Creates the role, or revokes rights that it should not have. */
const ensureServerRole = async (sql: Client, role: ServerRole): Promise<void> => {
  const { rowCount } = await sql.query('select from pg_roles where rolname = $1', [SERVER_ROLE]);
  if (rowCount === 0) await sql.query(`create role ${SERVER_ROLE}`);
  await sql.query(
    `alter role ${SERVER_ROLE} login nosuperuser nocreaterole noreplication nobypassrls
     ${role.mayCreateDatabases ? 'createdb' : 'nocreatedb'} password '${role.password}'`,
  );
  // Roles granted manually could give access to the machine (pg_execute_server_program and the like).
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
 * Statements that make the role the owner of everything in this database. `REASSIGN OWNED` refuses the superuser created by initdb.
 * Sequences of a column, toast tables and row types follow their table; `public` already belongs to the owner of the database.
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
 * Gives the role the database and its contents, once; this also migrates a folder created by an earlier release. Each statement is
 * independent: if it is interrupted, the next start does the rest.
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

/** Creates database and role if they are missing, and makes the role its owner. `urlOf`: URL of the superuser, by database. */
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
