import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { removeDataFolder } from '../../platform/embedded-postgres/index.ts';
import { type Logger, silentLogger } from '../../platform/logger.ts';
import { type Foundation, openDatabase } from '../../server/core.ts';
import { startServerOn } from '../../testing/product.ts';

let folder: string;
let dataDir: string;
let database: Foundation;

const open = (settings: Record<string, string>, logger: Logger = silentLogger): Promise<Foundation> => {
  const config = readConfig(settings);
  if (!config.ok) throw new Error(config.problems.join());
  return openDatabase(config.config, logger);
};
const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};
/** Available only to the owner of the machine: the role that initdb created. */
const superuserUrl = async (): Promise<string> => {
  const { port, folder: place } = database.embedded!;
  return `postgres://yiwang:${await readFile(place.passwordFile, 'utf8')}@127.0.0.1:${port}/yiwang`;
};
/** Every relation, schema, routine and type of ours that the server's role does not own. */
const FOREIGN = `
  select oid::regclass::text as name from pg_class
    where relowner <> 'yiwang_server'::regrole and relnamespace in (select oid from pg_namespace
      where nspname not like 'pg\\_%' and nspname <> 'information_schema')
  union all select nspname from pg_namespace where nspowner <> 'yiwang_server'::regrole
    and nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')
  union all select oid::regprocedure::text from pg_proc where proowner <> 'yiwang_server'::regrole
    and pronamespace in (select oid from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema')
  union all select typname from pg_type where typowner <> 'yiwang_server'::regrole
    and typnamespace in (select oid from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema')`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-role-'));
  dataDir = join(folder, 'data');
  database = await open({ YIWANG_DATA_DIR: dataDir });
});
afterAll(async () => {
  await database.close();
  await removeDataFolder(dataDir);
  await rm(folder, { recursive: true, force: true });
});

it('L6 the server and the commands connect as a role that owns its database and has no other right', async () => {
  const { databaseUrl } = database;
  expect((await readFile(join(dataDir, 'database.url'), 'utf8')).trim()).toBe(databaseUrl);
  expect(
    await query(
      databaseUrl,
      `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = current_user`,
    ),
  ).toEqual([
    {
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolbypassrls: false,
    },
  ]);
  expect(await query(await superuserUrl(), FOREIGN)).toEqual([]);
  expect((await stat(database.embedded!.folder.serverPasswordFile)).mode & 0o777).toBe(0o600);
});

it.each([
  ['runs no program', `copy (select 1) to program 'id'`],
  ['reads no program', `create temp table taken (line text); copy taken from program 'id'`],
  ['writes no file', `copy (select 1) to '/tmp/yiwang-taken'`],
  ['reads no file', `select pg_read_file('/etc/passwd')`],
  ['lists no folder', `select pg_ls_dir('/')`],
  ['imports no file', `select lo_import('/etc/passwd')`],
  ['changes no setting of the server', `alter system set fsync = off`],
  ['does not stop being durable for others', `alter role yiwang set synchronous_commit = off`],
  ['makes no role', `create role taken superuser`],
  ['does not raise itself', `alter role yiwang_server superuser`],
  ['gives itself no role', `grant pg_execute_server_program to yiwang_server`],
  ['becomes nobody else', `set role yiwang`],
  ['makes no database', `create database taken`],
  ['loads no library', `load '/tmp/taken.so'`],
  ['adds no language that runs programs', `create extension plpython3u`],
  ['reads no password', `select rolpassword from pg_authid`],
])('L6 the role of the server %s', async (_what, statement) => {
  // 42501: insufficient privilege; 0A000 and 58P01 where the package has no such language or library at all.
  await expect(query(database.databaseUrl, statement)).rejects.toMatchObject({
    code: expect.stringMatching(/^(42501|0A000|58P01)$/),
  });
});

it('L6 a folder in which the superuser owned everything is migrated at the next start, and served', {
  timeout: 150_000,
}, async () => {
  const superuser = await superuserUrl();
  for (const statement of [
    'alter database yiwang owner to yiwang',
    'reassign owned by yiwang_server to yiwang',
    'drop owned by yiwang_server',
    'drop role yiwang_server',
    'create schema "Old jobs"',
    `create type "Old jobs"."State" as enum ('open', 'done')`,
    `create domain "Old jobs".short as text check (length(value) < 5)`,
    `create table "Old jobs"."Job" (id serial, number int generated always as identity, state "Old jobs"."State") partition by list (state)`,
    `create table "Old jobs".open partition of "Old jobs"."Job" for values in ('open')`,
    'create view "Old jobs".seen as select id from "Old jobs"."Job"',
    'create materialized view "Old jobs".counted as select count(*) from "Old jobs"."Job"',
    'create sequence "Old jobs".free',
    `create function "Old jobs".one(int) returns int language sql return 1`,
  ])
    await query(superuser, statement);
  expect(
    (await query(superuser, `select from pg_tables where tableowner = 'yiwang'`)).length,
  ).toBeGreaterThan(80);
  const { serverPasswordFile } = database.embedded!.folder;
  await database.close();
  await rm(serverPasswordFile);

  database = await open({ YIWANG_DATA_DIR: dataDir });
  const { databaseUrl } = database;
  expect(await query(await superuserUrl(), FOREIGN)).toEqual([]);
  expect(await query(databaseUrl, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  const server = await startServerOn(databaseUrl, { YIWANG_DATA_DIR: join(folder, 'server') });
  expect(Number(await server.core.store.head())).toBeGreaterThan(0);
  await server.stop();
  expect(await query(await superuserUrl(), FOREIGN)).toEqual([]);
});

it('L6 privileges given to the role by hand are revoked at the next start', async () => {
  const superuser = await superuserUrl();
  await query(superuser, 'alter role yiwang_server superuser');
  await query(superuser, 'grant pg_read_server_files to yiwang_server');
  await database.close();
  database = await open({ YIWANG_DATA_DIR: dataDir });
  await expect(query(database.databaseUrl, `select pg_read_file('/etc/passwd')`)).rejects.toMatchObject({
    code: '42501',
  });
});

it('L6 the log warns of a DATABASE_URL with a superuser, and not of one with an owner', async () => {
  for (const [url, isWarned] of [
    [await superuserUrl(), true],
    [database.databaseUrl, false],
  ] as const) {
    const warned: string[] = [];
    const logger = Object.assign(Object.create(silentLogger), {
      warn: (message: string) => warned.push(message),
    });
    await (await open({ DATABASE_URL: url, YIWANG_DATA_DIR: join(folder, 'other') }, logger)).close();
    expect(warned.join().includes('is a superuser')).toBe(isWarned);
  }
});
