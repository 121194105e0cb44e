import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { userIdOf } from '../../identity/index.ts';
import { PASSWORD, type Product, startProduct } from '../../testing/product.ts';

const NEW = 'Ein-neues-Geheimnis-5';
const IDLE_MINUTES = 30;

let product: Product;
let administrator: string;
let now = Date.parse('2026-11-28T02:00:00.000Z');

beforeAll(async () => {
  product = await startProduct(
    {
      YIWANG_SESSION_IDLE_MINUTES: String(IDLE_MINUTES),
      YIWANG_SESSIONS_MAX: '3',
      YIWANG_PASSWORD_HISTORY: '2',
      YIWANG_TOTP_REQUIRED_FOR: 'leader',
      YIWANG_PASSWORD_HASHES_WAITING: '15',
    },
    { now: () => now },
  );
  await product.addUser('chief', 'administrator');
  administrator = (await signIn('chief')).token;
});
afterAll(() => product.stop());

const api = (token: string | undefined, method: string, path: string, body?: unknown) =>
  product.call(token, method, `/api/v1${path}`, body);

const signIn = async (name: string, password = PASSWORD, code?: string) => {
  const answer = await api(undefined, 'POST', '/session', { name, password, ...(code ? { code } : {}) });
  return {
    status: answer.status,
    code: answer.body.code as string | undefined,
    token: answer.body.token as string,
    restriction: (answer.body.user as { restriction?: string } | undefined)?.restriction,
  };
};

/** A grid worker: the account by an administrator, the role by somebody else. */
const newUser = async (loginName: string, password: string) => {
  const account = { loginName, displayName: '某人', password, homeDivision: '1401' };
  const answer = await api(administrator, 'POST', '/users', account);
  const role = { role: 'gridWorker', divisionCode: '1401', departmentId: null } as const;
  if (answer.status === 201)
    await product.server.core.accounts.assignRole(userIdOf(loginName), role, { actor: 'system' });
  return answer;
};

it('L9 known passwords, the login name and short passwords are refused, with the minimum length', async () => {
  for (const password of ['password12', 'woaini1314520', 'Taiyuan@2026', '13812345678', 'Admin@123456'])
    expect((await newUser('weak-one', password)).body, password).toMatchObject({
      code: 'passwordTooWeak',
      problem: 'known',
    });
  expect((await newUser('weak-one', 'short')).body).toMatchObject({
    detail: '密码至少 10 位',
    minLength: 10,
  });
  expect((await newUser('weak-one', 'weak-one-river')).body).toMatchObject({ problem: 'containsLoginName' });
});

it('L9 a person with an initial password may do nothing before changing it, and not to a recent one', async () => {
  expect((await newUser('fresh', PASSWORD)).status).toBe(201);
  const { token, restriction } = await signIn('fresh');
  expect(restriction).toBe('passwordChange');
  for (const [method, path] of [
    ['GET', '/cases'],
    ['GET', '/sessions'],
    ['POST', '/session/second-factor'],
    ['GET', '/stream'],
    ['POST', '/uploads'],
  ] as const) {
    const answer = await api(token, method, path, method === 'POST' ? {} : undefined);
    expect([answer.status, answer.body.code], path).toEqual([403, 'passwordChangeRequired']);
  }
  const change = (currentPassword: string, newPassword: string) =>
    api(token, 'PUT', '/session/password', { currentPassword, newPassword });
  expect((await change(PASSWORD, PASSWORD)).body).toMatchObject({ code: 'passwordUsedBefore' });
  expect((await change(PASSWORD, NEW)).status).toBe(204);
  expect((await api(token, 'GET', '/cases')).status).toBe(200);
  expect((await change(NEW, PASSWORD)).body).toMatchObject({ code: 'passwordUsedBefore' });
  expect((await change(NEW, `${NEW}-second`)).status).toBe(204);
  expect((await change(`${NEW}-second`, PASSWORD)).status).toBe(204);
});

it('L9 a reset code works once, for a limited time, and ends every session; the log has only its keyed digest', async () => {
  await product.addUser('forgetful', 'gridWorker', '1401');
  const { token } = await signIn('forgetful');
  const issue = async () =>
    (await api(administrator, 'POST', `/users/${userIdOf('forgetful')}/password-reset`)).body
      .resetCode as string;
  const reset = (resetCode: string, newPassword: string, name = 'forgetful') =>
    api(undefined, 'POST', '/session/password-reset', { name, resetCode, newPassword });
  const [first, second] = [await issue(), await issue()];
  expect((await reset(first, NEW)).body).toMatchObject({ code: 'resetCodeInvalid' });
  expect((await reset(second, NEW, 'nobody')).body).toMatchObject({ code: 'resetCodeInvalid' });
  expect((await reset(second, 'password12')).body).toMatchObject({ code: 'passwordTooWeak' });
  const both = await Promise.all([reset(second, NEW), reset(second.toUpperCase(), `${NEW}-b`)]);
  expect(both.map(({ status }) => status).sort()).toEqual([204, 422]);
  expect((await api(token, 'GET', '/session')).status).toBe(401);
  expect((await signIn('forgetful')).status).toBe(401);
  const late = await issue();
  now += 61 * 60_000;
  administrator = (await signIn('chief')).token;
  expect((await reset(late, `${NEW}-late`)).body).toMatchObject({ code: 'resetCodeInvalid' });
  const foreign = await product.signIn('administrator', '1402');
  const answer = await api(foreign, 'POST', `/users/${userIdOf('forgetful')}/password-reset`);
  expect([403, 404]).toContain(answer.status);
  const log = await product.database.sql<{ data: string }>`
    select data::text as data from events where stream = ${`user-${userIdOf('forgetful')}`}`;
  expect(JSON.stringify(log)).not.toContain(second);
  expect(JSON.stringify(log)).not.toContain(second.replaceAll('-', ''));
});

it('L10 an unused session ends, a used one continues, and using it writes nothing to the log', async () => {
  await product.addUser('idler', 'gridWorker', '1401');
  const [used, idle] = [(await signIn('idler')).token, (await signIn('idler')).token];
  const events = () => product.server.core.store.readStream(`user-${userIdOf('idler')}`);
  const before = (await events()).length;
  for (let n = 0; n < 4; n += 1) {
    now += (IDLE_MINUTES / 3) * 60_000;
    expect((await api(used, 'GET', '/session')).status).toBe(200);
  }
  expect((await events()).length).toBe(before);
  expect((await api(idle, 'GET', '/session')).status).toBe(401);
  expect((await events()).at(-1)).toMatchObject({ type: 'SessionClosed', meta: { actor: 'system' } });
  expect((await api(idle, 'GET', '/session')).status).toBe(401);
  now += 13 * 3_600_000;
  expect((await api(used, 'GET', '/session')).status).toBe(401);
  administrator = (await signIn('chief')).token;
});

it('L10 a person lists and ends their own sessions, one or all, and one too many ends the oldest', async () => {
  await product.addUser('roamer', 'gridWorker', '1401');
  const tokens: string[] = [];
  for (let n = 0; n < 4; n += 1) tokens.push((await signIn('roamer')).token);
  expect((await api(tokens[0], 'GET', '/session')).status).toBe(401);
  const mine = (await api(tokens[3], 'GET', '/sessions')).body.items;
  expect(mine).toHaveLength(3);
  expect(mine[0]).toMatchObject({ current: true, network: '127.0.0.0/24', secondFactor: false });
  expect(mine[0]!.seenAt).toEqual(expect.any(String));
  const foreign = (await api(administrator, 'GET', '/sessions')).body.items[0]!.sessionId;
  expect((await api(tokens[3], 'DELETE', `/sessions/${foreign}`)).status).toBe(404);
  expect((await api(administrator, 'GET', '/session')).status).toBe(200);
  expect((await api(tokens[3], 'DELETE', `/sessions/${mine[2]!.sessionId}`)).status).toBe(204);
  expect((await api(tokens[1], 'GET', '/session')).status).toBe(401);
  expect((await api(tokens[2], 'DELETE', '/sessions')).status).toBe(204);
  for (const token of tokens) expect((await api(token, 'GET', '/session')).status).toBe(401);
  const again = (await signIn('roamer')).token;
  const path = `/users/${userIdOf('roamer')}/sessions`;
  expect((await api(administrator, 'GET', path)).body.items).toHaveLength(1);
  expect((await api(again, 'DELETE', path)).status).toBe(403);
  expect((await api(administrator, 'DELETE', path)).status).toBe(204);
  expect((await api(again, 'GET', '/session')).status).toBe(401);
});

it('L9 without its second factor a role that requires one may only enrol; each code works once, in any order', async () => {
  await product.addUser('boss', 'leader');
  const { token, restriction } = await signIn('boss');
  expect(restriction).toBe('secondFactor');
  expect((await api(token, 'GET', '/board')).body).toMatchObject({ code: 'secondFactorRequired' });
  const offered = (await api(token, 'POST', '/session/second-factor')).body;
  expect(offered.uri).toMatch(/^otpauth:\/\/totp\/Yiwang:boss\?/);
  const secret = offered.secret as string;
  const code = () => generateSync({ secret, epoch: Math.floor(now / 1000) });
  expect((await api(token, 'PUT', '/session/second-factor', { code: '000000' })).status).toBe(401);
  const enrolled = await api(token, 'PUT', '/session/second-factor', { code: code() });
  expect(enrolled.status).toBe(200);
  const recoveryCodes = enrolled.body.recoveryCodes as string[];
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await api(token, 'GET', '/board')).status).toBe(200);

  expect(await signIn('boss')).toMatchObject({ status: 401, code: 'secondFactorNeeded' });
  expect(await signIn('boss', PASSWORD, code())).toMatchObject({ code: 'secondFactorWrong' });
  now += 30_000;
  const once = await Promise.all([1, 2, 3].map(() => signIn('boss', PASSWORD, code())));
  expect(once.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await signIn('boss', 'wrong-password', recoveryCodes[0])).code).toBe('wrongCredentials');
  expect((await signIn('boss', PASSWORD, recoveryCodes[0])).status).toBe(200);
  expect(await signIn('boss', PASSWORD, recoveryCodes[0])).toMatchObject({ code: 'secondFactorWrong' });

  const log = await product.database.sql<{ data: string }>`
    select data::text as data from events where stream = ${`user-${userIdOf('boss')}`}`;
  expect(JSON.stringify(log)).not.toContain(secret);
  for (const each of recoveryCodes) expect(JSON.stringify(log)).not.toContain(each);

  now += 30_000;
  const last = await signIn('boss', PASSWORD, recoveryCodes[1]);
  const remove = (given: string) =>
    api(last.token, 'POST', '/session/second-factor/removal', { code: given });
  expect((await remove('123456')).status).toBe(401);
  expect((await remove(code())).status).toBe(204);
  expect(await signIn('boss')).toMatchObject({ status: 200, restriction: 'secondFactor' });
});

it('H8 codes of a second factor cannot be guessed: the budget is counted before the check', async () => {
  await product.addUser('guessed', 'gridWorker', '1401');
  const { token } = await signIn('guessed');
  const { secret } = (await api(token, 'POST', '/session/second-factor')).body;
  const code = () => generateSync({ secret: secret as string, epoch: Math.floor(now / 1000) });
  expect((await api(token, 'PUT', '/session/second-factor', { code: code() })).status).toBe(200);
  now += 30_000;
  const guesses = [];
  for (let n = 0; n < 16; n += 1) guesses.push(await signIn('guessed', PASSWORD, String(100_000 + n)));
  expect(guesses.filter((each) => each.code === 'secondFactorWrong')).toHaveLength(10);
  expect((await signIn('guessed', PASSWORD, code())).status).toBe(429);
  now += 6 * 60_000;
  expect((await signIn('guessed', PASSWORD, code())).status).toBe(200);
});

it('H8 many sign-ins without an account are refused at once, and files and people known here do not wait for them', async () => {
  await product.addUser('photographer', 'gridWorker', '1401');
  const { token } = await signIn('photographer');
  const started = performance.now();
  const flood = Array.from({ length: 120 }, (_, n) => signIn(`stranger-${n}`, `some-guess-${n}`));
  const [me, mine] = await Promise.all([api(token, 'GET', '/session'), signIn('photographer')]);
  expect(me.status).toBe(200);
  expect(mine.status).toBe(200);
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  expect(statuses.every((status) => [401, 429, 503].includes(status))).toBe(true);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(100);
  expect(performance.now() - started).toBeLessThan(30_000);
});
