import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliasStream } from '../sensing/index.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let manager: string;

beforeAll(async () => {
  product = await startProduct();
  manager = await product.signIn('deviceManager', '1401');
});
afterAll(() => product.stop());

const alias = { standard: 'hj212', id: 'MN-REFUSED' };
const register = (deviceId: string, aliases: unknown[] = []) =>
  product.call(manager, 'POST', '/api/v1/devices', {
    deviceId,
    name: deviceId,
    modelId: 'air-station',
    location: YINGZE,
    aliases,
    ...(aliases.length === 0 ? {} : { wireSettings: { password: '123456' } }),
  });
const aliasEvents = () => product.server.core.store.readStream(aliasStream('hj212', alias.id));

describe('a name in a wire standard', () => {
  it('is not taken by a refused registration, nor freed by a retired device', async () => {
    expect((await register('alias-1')).status).toBe(201);
    expect(await register('alias-1', [alias])).toMatchObject({ status: 409, body: { code: 'deviceExists' } });
    const retire = { reason: '报废' };
    expect((await product.call(manager, 'POST', '/api/v1/devices/alias-1/retirement', retire)).status).toBe(
      200,
    );
    const added = await product.call(manager, 'POST', '/api/v1/devices/alias-1/aliases', alias);
    expect(added).toMatchObject({ status: 409, body: { code: 'deviceRetired' } });
    expect(await aliasEvents()).toEqual([]);
  });

  it('goes to exactly one of two devices that ask for it at once', async () => {
    const answers = await Promise.all([register('alias-2', [alias]), register('alias-3', [alias])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await aliasEvents()).filter(({ type }) => type === 'DeviceAliasReserved')).toHaveLength(1);
  });
});
