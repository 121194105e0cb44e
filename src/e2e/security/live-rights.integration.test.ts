import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userIdOf } from '../../identity/index.ts';
import { callApi } from '../../testing/api-client.ts';
import { type AnotherServer, PASSWORD, type Product, startProduct, YINGZE } from '../../testing/product.ts';
import { chunkedPost, openRaw } from '../../testing/raw-http.ts';

const HOUR = 3_600_000;
const ACTOR = { actor: 'system' } as const;
let ahead = 0;
let product: Product;
let other: AnotherServer;
let reporter: string;

beforeAll(async () => {
  product = await startProduct({}, { now: () => Date.now() + ahead });
  other = await product.startAnother();
  reporter = await product.signIn('gridWorker', '1401');
});
afterAll(() => product.stop());

interface Follower {
  readonly loginName: string;
  readonly userId: string;
  readonly token: string;
  /** What the stream has said, until it ended. */
  text(): string;
  /** Resolves when the stream has ended, with the time. */
  readonly ended: Promise<number>;
}

const signIn = async (loginName: string, baseUrl = product.baseUrl): Promise<string> => {
  const body = { name: loginName, password: PASSWORD };
  return (await callApi(baseUrl, undefined, 'POST', '/api/v1/session', body)).body.token as string;
};

/** Somebody new who follows the live stream at the other server. */
const follow = async (role: 'leader' | 'acceptor' = 'leader', known?: Follower): Promise<Follower> => {
  const loginName = known?.loginName ?? `follower-${randomBytes(4).toString('hex')}`;
  if (known === undefined) await product.addUser(loginName, role, '1401');
  const token = await signIn(loginName);
  const response = await fetch(`${other.baseUrl}/api/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  let text = '';
  const ended = (async () => {
    const decoder = new TextDecoder();
    for await (const piece of response.body!) text += decoder.decode(piece as Uint8Array, { stream: true });
    return performance.now();
  })().catch(() => performance.now());
  await expect.poll(() => text, { timeout: 10_000 }).toContain('event: hello');
  return { loginName, userId: userIdOf(loginName), token, text: () => text, ended };
};

const report = async (description: string) => {
  const answer = await product.call(reporter, 'POST', '/api/v1/cases', { description, location: YINGZE });
  expect(answer.status).toBe(201);
};

describe('a live stream at another server', () => {
  it('H5 a live stream ends within a second of signing out, and no other ends with it', async () => {
    const follower = await follow();
    const second = await follow('leader', follower);
    expect((await product.call(follower.token, 'DELETE', '/api/v1/session')).status).toBe(204);
    const signedOut = performance.now();
    expect((await follower.ended) - signedOut).toBeLessThan(1000);
    expect(follower.text()).toContain('{"reason":"sessionEnded"}');
    await report('后来发生的事');
    await expect.poll(second.text, { timeout: 10_000 }).toContain('后来发生的事');
    expect(follower.text()).not.toContain('后来发生的事');
  });

  it('H5 a live stream ends when its person is disabled, and shows nothing that happens afterwards', async () => {
    const follower = await follow();
    const disabled = performance.now();
    await product.server.core.accounts.disable(follower.userId, '离职', ACTOR);
    await report('停用之后');
    expect((await follower.ended) - disabled).toBeLessThan(5000);
    expect(follower.text()).not.toContain('停用之后');
  });

  it('H5 a live stream ends when a role is given or taken away, and a new one has the new rights', async () => {
    const follower = await follow();
    const { assignments } = (await product.call(follower.token, 'GET', '/api/v1/session')).body as never as {
      assignments: { assignmentId: string }[];
    };
    const { accounts } = product.server.core;
    await accounts.revokeRole(follower.userId, assignments[0]!.assignmentId, ACTOR);
    await follower.ended;
    expect(follower.text()).toContain('{"reason":"rightsChanged"}');
    const powerless = await follow('leader', follower);
    const witness = await follow();
    await report('没有角色的人看不到');
    await expect.poll(witness.text, { timeout: 10_000 }).toContain('没有角色的人看不到');
    await accounts.assignRole(
      follower.userId,
      { role: 'leader', divisionCode: '1401', departmentId: null },
      ACTOR,
    );
    await powerless.ended;
    expect(powerless.text()).not.toContain('没有角色的人看不到');
  });

  it('H5 live streams of other sessions end when the password is changed', async () => {
    const follower = await follow();
    const second = await signIn(follower.loginName);
    const changed = await product.call(second, 'PUT', '/api/v1/session/password', {
      currentPassword: PASSWORD,
      newPassword: 'Sanggan-River-flows-2026',
    });
    expect(changed.status).toBe(204);
    await follower.ended;
    expect(follower.text()).toContain('{"reason":"sessionEnded"}');
  });

  it('H5 no live stream is begun with a session that has ended', async () => {
    const follower = await follow();
    await product.call(follower.token, 'DELETE', '/api/v1/session');
    const again = await callApi(other.baseUrl, follower.token, 'GET', '/api/v1/stream');
    expect(again.status).toBe(401);
  });
});

describe('requests in progress at another server', () => {
  const signedIn = async () => {
    const loginName = `sender-${randomBytes(4).toString('hex')}`;
    await product.addUser(loginName, 'gridWorker', '1401');
    return signIn(loginName);
  };
  const signOut = (token: string) => product.call(token, 'DELETE', '/api/v1/session');

  it('H5 an upload ends with its session and keeps the bytes received', async () => {
    const token = await signedIn();
    const tus = { 'tus-resumable': '1.0.0' };
    const begun = await callApi(other.baseUrl, token, 'POST', '/api/v1/uploads', undefined, {
      ...tus,
      'upload-length': '100000',
    });
    expect(begun.status).toBe(201);
    const connection = await openRaw(other.baseUrl);
    const headers = [
      `PATCH ${begun.headers.get('location')} HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${token}`,
      'tus-resumable: 1.0.0',
      'content-type: application/offset+octet-stream',
      'upload-offset: 0',
      'content-length: 100000',
      'expect: 100-continue',
    ];
    await connection.write(`${headers.join('\r\n')}\r\n\r\n`);
    expect(await connection.status()).toBe(100);
    await connection.write(Buffer.alloc(1000));
    await signOut(token);
    await expect.poll(connection.text, { timeout: 5000 }).toContain('HTTP/1.1 401');
    await connection.closed();
  });

  it('H5 a slow body is no longer accepted once its session has ended', async () => {
    const token = await signedIn();
    const connection = await openRaw(other.baseUrl);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      expect: '100-continue',
    };
    await connection.write(chunkedPost('/api/v1/cases', headers));
    expect(await connection.status()).toBe(100);
    await connection.write('1\r\n{\r\n');
    await signOut(token);
    await expect.poll(connection.text, { timeout: 5000 }).toContain('HTTP/1.1 401');
    connection.socket.destroy();
  });

  it('H5 a read that waits for a position ends with its session', async () => {
    const token = await signedIn();
    const position = String(Number(await product.server.core.store.head()) + 1_000_000);
    const waiting = callApi(other.baseUrl, token, 'GET', '/api/v1/cases', undefined, {
      prefer: 'wait=30',
      'x-position': position,
    });
    await signOut(token);
    expect((await waiting).status).toBe(401);
  });
});

describe('time', () => {
  it('H5 a live stream ends when its session expires', async () => {
    const follower = await follow();
    ahead = 13 * HOUR;
    await follower.ended;
    expect(follower.text()).toContain('{"reason":"sessionEnded"}');
  });
});
