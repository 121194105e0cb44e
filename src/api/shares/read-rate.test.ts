import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSendRate } from '../../platform/send-rate.ts';
import { limitReadRate } from './read-rate.ts';

const PER_SECOND = 20;
const REQUESTS = 50;
/** The first second's requests do not wait, nor do those read before limiting began. */
const LEAST_MS = ((REQUESTS - PER_SECOND) / PER_SECOND) * 1000 - 100;

let close: () => void;
afterEach(() => close());

const setUp = async (isShared = false) => {
  const server = createServer((request, response) => {
    request.resume();
    response.end('ok');
  });
  const rate = createSendRate({ device: 1, address: 1, client: PER_SECOND });
  limitReadRate(server, rate, () => isShared);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  close = () => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  };
  const ask = (own?: Agent) =>
    new Promise<number>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: own ?? agent }, (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode!));
      }).once('error', reject);
    });
  return { ask, rate };
};
const askOften = async (ask: () => Promise<number>): Promise<number> => {
  const began = performance.now();
  for (let n = 0; n < REQUESTS; n += 1) expect(await ask()).toBe(200);
  return performance.now() - began;
};

it('requests of one connection are read no faster than its address may send', async () => {
  const { ask } = await setUp();
  expect(await askOften(() => ask())).toBeGreaterThan(LEAST_MS);
});

it('connections count as well: a new one for each request is no faster', async () => {
  const { ask } = await setUp();
  expect(await askOften(() => ask(new Agent({ keepAlive: false })))).toBeGreaterThan(LEAST_MS);
});

it('addresses shared by many are not limited', async () => {
  const { ask, rate } = await setUp(true);
  await askOften(() => ask());
  expect(rate.restMs(['client', '127.0.0.1'])).toBe(0);
});
