import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { userIdOf } from '../identity/index.ts';
import { silentLogger } from '../platform/logger.ts';
import { cliArguments } from '../platform/module-arguments.ts';
import { freePort } from '../platform/ports.ts';
import { openCore } from '../server/core.ts';
import { callApi } from '../testing/api-client.ts';
import { createSeededDatabase } from '../testing/product.ts';
import { startWebhookReceiver } from '../testing/webhook-receiver.ts';

const PASSWORD = 'Fenhe-River-2026';

it('a webhook delivery whose worker was killed during the call is made by the next one', {
  timeout: 120_000,
}, async () => {
  const receiver = await startWebhookReceiver();
  const database = await createSeededDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-webhook-kill-'));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const settings = {
    DATABASE_URL: database.url,
    YIWANG_DATA_DIR: dataDir,
    YIWANG_HTTP_PORT: String(httpPort),
    YIWANG_MQTT_PORT: String(mqttPort),
    YIWANG_LOG_LEVEL: 'silent',
    YIWANG_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    YIWANG_WEBHOOK_TIMEOUT_MS: '3000',
    YIWANG_WEBHOOK_RETRY_SECONDS: '1',
  };
  const config = readConfig(settings);
  if (!config.ok) throw new Error(config.problems.join());
  const core = await openCore(config.config, database.url, silentLogger);
  const by = { actor: 'system' };
  await core.accounts.register({ loginName: 'admin', displayName: 'admin', password: PASSWORD }, by);
  const role = { role: 'administrator', divisionCode: '14', departmentId: null } as const;
  await core.accounts.assignRole(userIdOf('admin'), role, by);
  await core.close();

  const url = `http://127.0.0.1:${httpPort}`;
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(process.execPath, cliArguments('start'), {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ready = () =>
      fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
    await expect.poll(ready, { timeout: 60_000, interval: 100 }).toBe(true);
  };
  const kill = async () => {
    const ended = once(server!, 'exit');
    server!.kill('SIGKILL');
    await ended;
  };
  try {
    await start();
    const session = await callApi(url, undefined, 'POST', '/api/v1/session', {
      name: 'admin',
      password: PASSWORD,
    });
    const token = session.body.token as string;
    const body = { name: 'x', url: receiver.url, divisionCode: '14', kinds: ['caseShirk'] };
    const { webhookId } = (await callApi(url, token, 'POST', '/api/v1/webhooks', body)).body;
    receiver.answer('silence', 204);
    expect((await callApi(url, token, 'POST', `/api/v1/webhooks/${webhookId}/ping`)).status).toBe(202);
    await expect.poll(() => receiver.calls.length, { timeout: 10_000 }).toBe(1);
    await kill();
    await start();
    const states = async () =>
      (await callApi(url, token, 'GET', `/api/v1/webhooks/${webhookId}/deliveries`)).body.items.map(
        ({ state, attempts }) => ({ state, attempts }),
      );
    await expect
      .poll(states, { timeout: 40_000, interval: 200 })
      .toEqual([{ state: 'delivered', attempts: 2 }]);
    expect(receiver.calls[1]!.headers['webhook-id']).toBe(receiver.calls[0]!.headers['webhook-id']);
  } finally {
    if (server?.exitCode === null && server.signalCode === null) await kill();
    await receiver.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
