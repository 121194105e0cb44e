import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elevatorFile } from '../../devices/testing/elevator.ts';
import { markSimulated } from '../platform/simulated-clock.ts';
import { type Ended, runHere, runInProcess } from '../testing/command-line.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  dataDir = await mkdtemp(join(tmpdir(), 'yiwang-cli-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const settings = () => ({ DATABASE_URL: database.url, YIWANG_DATA_DIR: dataDir });
const yiwang = (args: readonly string[], input = '', env: Record<string, string> = {}) =>
  runInProcess(args, { ...settings(), ...env }, input);
const yiwangHere = (args: readonly string[], env: Record<string, string> = {}) =>
  runHere(args, { ...settings(), ...env });
const lines = ({ stdout }: Ended): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const COMMANDS = [
  'start',
  'demo',
  'admin',
  'user',
  'department',
  'device',
  'standard',
  'family',
  'rules',
  'projections',
];

describe('the command line', { timeout: 120_000 }, () => {
  it('has help for all commands, and for each', async () => {
    const help = await yiwang(['--help']);
    expect(help.code).toBe(0);
    for (const command of COMMANDS) expect(help.stdout).toContain(`  ${command}`);
    for (const command of COMMANDS)
      expect(await yiwangHere([command, '--help']), command).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage:'),
      });
  });

  it('starts no server on a folder whose clock was simulated', async () => {
    const folder = join(dataDir, 'simulated');
    await markSimulated(folder);
    const refused = await yiwang(['start'], '', { YIWANG_DATA_DIR: folder });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('simulated clock') });
  });

  it.each([
    [[], 'Usage'],
    [['fly'], 'There is no command fly'],
    [['admin', 'create'], 'Usage'],
    [['admin', 'create', '--name', 'x', '--colour', 'red'], '--colour'],
    [['admin', 'create', '--name', 'x', '--role', 'king'], 'There is no role king'],
    [['user', 'disable', '--name', 'x'], '--reason is missing'],
    [['projections', 'rebuild', 'nothing'], 'Usage'],
    [['standard', 'import', 'x.csv'], 'Usage'],
    [['rules', 'dry-run'], 'Usage'],
    [['standard', 'import', '/no/such/file', '--standard-id', 'x'], 'cannot be read'],
    [['family', 'check'], 'Usage'],
    [['family', 'publish', '/no/such/file'], 'cannot be read'],
  ])('answers %j with exit code 2 and a reason', async (args, reason) => {
    const { code, stdout, stderr } = await yiwangHere(args);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });

  it('reports an invalid setting', async () => {
    const { code, stderr } = await yiwangHere(['user', 'list'], { YIWANG_HTTP_PORT: 'eighty' });
    expect(code).toBe(2);
    expect(stderr).toContain('YIWANG_HTTP_PORT');
  });

  it('creates users, gives and takes roles, disables and enables', async () => {
    expect(await yiwang(['admin', 'create', '--name', 'anna'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Password \(shown only once\): \S{16}/),
    });
    const weak = await yiwang(['admin', 'create', '--name', 'bert', '--password-stdin'], 'short\n');
    expect(weak).toMatchObject({ code: 1, stderr: expect.stringContaining('密码至少 10 位') });
    const again = await yiwang(
      ['admin', 'create', '--name', 'anna', '--password-stdin'],
      'Fenhe-River-2026\n',
    );
    expect(again.code).toBe(1);
    await yiwangHere(['user', 'assign', '--name', 'anna', '--role', 'acceptor', '--division', '1401']);
    const [anna] = lines(await yiwangHere(['user', 'list']));
    const assignments = anna!.assignments as { role: string; assignmentId: string }[];
    expect(assignments.map(({ role }) => role)).toEqual(['administrator', 'acceptor']);
    const { assignmentId } = assignments[1]!;
    expect((await yiwangHere(['user', 'revoke', '--name', 'anna', '--assignment', assignmentId])).code).toBe(
      0,
    );
    expect((await yiwangHere(['user', 'disable', '--name', 'anna', '--reason', '离职'])).code).toBe(0);
    expect(lines(await yiwangHere(['user', 'list']))).toMatchObject([
      { loginName: 'anna', status: 'disabled', assignments: [{ role: 'administrator' }] },
    ]);
    expect((await yiwangHere(['user', 'enable', '--name', 'anna'])).code).toBe(0);
    expect((await yiwangHere(['user', 'reset-password', '--name', 'anna'])).stdout).toMatch(
      /One-time code .*: (?:[0-9a-f]{4}-){7}[0-9a-f]{4}\n$/,
    );
    expect((await yiwangHere(['user', 'reset-password', '--name', 'nobody'])).code).toBe(1);
    expect(await yiwangHere(['user', 'sessions', '--name', 'anna'])).toMatchObject({ code: 0, stdout: '' });
    expect((await yiwangHere(['user', 'end-sessions', '--name', 'anna'])).code).toBe(0);
    expect((await yiwangHere(['user', 'drop-second-factor', '--name', 'anna'])).code).toBe(1);
    expect((await yiwangHere(['user', 'enable', '--name', 'nobody'])).code).toBe(1);
  });

  it('defines departments', async () => {
    const define = ['department', 'define', '--id', 'ecology', '--name', '生态环境局', '--division', '1401'];
    expect(await yiwangHere([...define, '--body', '生态环境部门', '--body', '环保'])).toMatchObject({
      code: 0,
    });
    expect(lines(await yiwangHere(['department', 'list']))).toEqual([
      { departmentId: 'ecology', name: '生态环境局', divisionCode: '1401', bodies: ['生态环境部门', '环保'] },
    ]);
    const bad = await yiwangHere([
      'department',
      'define',
      '--id',
      'Bad Id',
      '--name',
      'x',
      '--division',
      '1401',
    ]);
    expect(bad.code).toBe(1);
  });

  it('checks a filing standard, reports errors, and publishes it only on request', async () => {
    const path = join(dataDir, 'standard.csv');
    const template = (await yiwangHere(['standard', 'template'])).stdout;
    const importIt = (...more: string[]) =>
      yiwangHere(['standard', 'import', path, '--standard-id', 'town', '--name', '某市标准', ...more]);
    const published = () => database.sql`select data from events where stream = 'standard-town'`;
    await writeFile(path, template.replace('2工作日', '两天'));
    expect(await importIt('--apply')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('第 2 行“处置时限”的值“两天”'),
    });
    await writeFile(path, template);
    expect(await importIt()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing was published'),
    });
    expect(await published()).toHaveLength(0);
    expect(await importIt('--apply')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"standardVersion":1'),
    });
    expect(await published()).toHaveLength(1);
    expect((await importIt('--code-set', 'none')).code).toBe(1);
  });

  it('checks a family of devices, reports errors with their place, and publishes it once', async () => {
    const path = join(dataDir, 'elevator.json');
    const file = elevatorFile();
    const write = () => writeFile(path, JSON.stringify(file));
    const published = () => database.sql`select type from events where stream like '%elevator%'`;
    await write();
    // The server has never started here: there are no code sets.
    expect(await yiwangHere(['family', 'check', path])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^caseMapping\.1\.categories\.0: .*\(unknownCategory\)$/m),
    });
    file.caseMapping[1]!.categories = [];
    await write();
    expect(lines(await yiwangHere(['family', 'check', path]))).toHaveLength(5);
    expect(await published()).toHaveLength(0);
    const first = lines(await yiwangHere(['family', 'publish', path]));
    expect(first.map(({ change }) => change)).toEqual(Array.from({ length: 5 }, () => 'added'));
    const again = lines(await yiwangHere(['family', 'publish', path]));
    expect(again.map(({ change }) => change)).toEqual(Array.from({ length: 5 }, () => 'unchanged'));
    expect(await published()).toHaveLength(5);
    await writeFile(path, '{');
    expect(await yiwangHere(['family', 'check', path])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not JSON'),
    });
    expect((await yiwangHere(['family', 'show', 'nothing'])).code).toBe(1);
  });

  it('says what a rebuild would do, and rebuilds with a progress bar', async () => {
    const dry = await yiwangHere(['projections', 'rebuild', 'department-list', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('would rebuild departments') });
    const before = await database.sql`select * from departments`;
    const rebuilt = await yiwang(['projections', 'rebuild', 'department-list']);
    expect(rebuilt).toMatchObject({ code: 0, stdout: expect.stringContaining('100') });
    expect(await database.sql`select * from departments`).toEqual(before);
    const list = await yiwangHere(['projections', 'list']);
    expect(list.stdout).toMatch(/department-list@1\s+at \d+, 0 events behind/);
  });

  it('does not register a device before the divisions exist', async () => {
    const args = [
      '--id',
      'air-1',
      '--name',
      'a',
      '--model',
      'air-station',
      '--lon',
      '112.58',
      '--lat',
      '37.86',
    ];
    const answer = await yiwangHere(['device', 'register', ...args]);
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('divisions are not loaded') });
  });
});
