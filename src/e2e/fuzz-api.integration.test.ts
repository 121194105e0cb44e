import { afterAll, beforeAll, expect, it } from 'vitest';
import { playFuzz } from '../../simulators/fuzz/api/play.ts';
import { FUZZ_SETTINGS } from '../../simulators/fuzz/api/stage.ts';
import { CITIES } from '../../simulators/fuzz/api/world.ts';
import { type Product, startProduct } from '../testing/product.ts';

/** So many that one of them asks for a device of the other city, whatever the order in which the workers come. */
const REQUESTS_FOR_LEAKS = 300;
/** Short: `npm run fuzz:api` is the long one, which also has to reach nearly every operation. */
const REQUESTS = 400;
let product: Product;

beforeAll(async () => {
  product = await startProduct(FUZZ_SETTINGS);
});
afterAll(() => product.stop());

it('the API withstands valid and hostile requests made from its OpenAPI document', {
  timeout: 300_000,
}, async () => {
  const tally = await playFuzz({ server: product.server, requests: REQUESTS, seed: 7, workers: 2 });
  expect(tally.faults()).toEqual([]);
  expect(tally.result()).toMatchObject({
    requests: REQUESTS,
    serverErrors: 0,
    leaks: 0,
    undocumentedStatuses: 0,
    refusedAppends: 0,
    tooMany: 0,
  });
  expect(tally.result().operationsWith2xx).toBeGreaterThan(60);
});

it('the API fuzzer finds planted leaks from one city to another', { timeout: 300_000 }, async () => {
  const open = await startProduct(FUZZ_SETTINGS);
  try {
    const { accounts } = open.server.core;
    const tally = await playFuzz({
      server: open.server,
      requests: REQUESTS_FOR_LEAKS,
      seed: 7,
      workers: 2,
      only: ({ key }) => key.startsWith('GET /api/v1/devices'),
      // Rights over the whole province, of which those who play know nothing.
      async onWorld({ people }) {
        const rights = { role: 'leader', divisionCode: '14', departmentId: null } as const;
        for (const { userId, city } of people.flat())
          if (city === CITIES[0])
            expect(await accounts.assignRole(userId, rights, { actor: 'system' })).toMatchObject({
              ok: true,
            });
      },
    });
    expect(tally.result().leaks).toBeGreaterThan(0);
    expect(tally.faults().some((fault) => fault.startsWith('leaks'))).toBe(true);
  } finally {
    await open.stop();
  }
});
