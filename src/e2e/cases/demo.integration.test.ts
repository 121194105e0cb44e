import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../demo/city.ts';
import { prepareDemoCity } from '../../demo/prepare.ts';
import { scenarioOf } from '../../demo/scenario.ts';
import { type SimulatorProcess, startSimulators } from '../../demo/simulator-process.ts';
import { type DemoStaff, startDemoStaff } from '../../demo/staff.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

let product: Product;
let simulators: SimulatorProcess;
let staff: DemoStaff;
const failures: unknown[] = [];

beforeAll(async () => {
  product = await startProduct();
  const { secrets } = await prepareDemoCity(product.server, product.dataDir);
  staff = startDemoStaff(product.baseUrl, { onError: (error) => failures.push(error) });
  simulators = await startSimulators(product.dataDir, {
    brokerUrl: product.mqttUrl,
    ledgerPath: join(product.dataDir, 'ledger.ndjson'),
    seed: 7,
    mode: 'continuous',
    // At the pace of the fixed scenario: alarms do not let us wait.
    devices: scenarioOf('continuous', secrets, { withPast: true }).map((device) => ({
      ...device,
      intervalMs: 1000,
    })),
    connectConcurrency: 10,
  });
});
afterAll(async () => {
  staff.stop();
  simulators.stop();
  await simulators.ended;
  await product.stop();
});

const signIn = async (name: string): Promise<string> =>
  (await product.call(undefined, 'POST', '/api/v1/session', { name, password: DEMO_PASSWORD })).body
    .token as string;

it('M17 the demo shows indices as soon as it is ready', { timeout: 60_000 }, async () => {
  await simulators.pastPlayed;
  const leader = await signIn('leader');
  for (const kind of ['air', 'surfaceWater', 'flood', 'noise'])
    await expect
      .poll(
        async () =>
          (await product.call(leader, 'GET', `/api/v1/indices?kind=${kind}`)).body.items?.length ?? 0,
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
});

it('M16 the staff of the demo does not touch cases that a visitor reports', { timeout: 60_000 }, async () => {
  const report = { description: '垃圾堆放在路边', location: YINGZE, matterCode: 'event-01-11' };
  const visitor = await product.call(await signIn('grid-worker'), 'POST', '/api/v1/cases', report);
  expect(visitor.status).toBe(201);
  const acceptor = await signIn('acceptor');
  const stages = async () => {
    await staff.work();
    const { items } = (await product.call(acceptor, 'GET', '/api/v1/cases?limit=100')).body;
    return (items as { source: string; stage: string }[]).map(({ source, stage }) => `${source} ${stage}`);
  };
  // The staff works meanwhile: what an alarm raised comes to a department.
  await expect.poll(stages, { timeout: 45_000 }).toContain('sensorAlarm handling');
  expect((await stages()).filter((each) => each.startsWith('gridWorker'))).toEqual(['gridWorker reported']);
  expect(failures).toEqual([]);
});
