import { afterAll, beforeAll, expect, it } from 'vitest';
import { playFuzz } from '../../simulators/fuzz/api/play.ts';
import { FUZZ_SETTINGS } from '../../simulators/fuzz/api/stage.ts';
import { type Product, startProduct } from '../testing/product.ts';

/** Short: `npm run fuzz:api` is the long one, which also has to reach nearly every operation. */
const REQUESTS = 400;
let product: Product;

beforeAll(async () => {
  product = await startProduct(FUZZ_SETTINGS);
});
afterAll(() => product.stop());

it('stands requests of every kind by its own document', { timeout: 300_000 }, async () => {
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
