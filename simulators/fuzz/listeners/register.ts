import { registerDevices } from '../../../src/application/register-devices.ts';
import { hashSecret } from '../../../src/sensing/index.ts';
import { type SimulatedProduct, waitUntil } from '../../fleet/product.ts';
import type { HostileDevice } from './inputs/mqtt.ts';

const SECRET = 'fuzz-listeners-fuzz-listeners-fuzz';
const READ_MODELS_MS = 60_000;

/** Registers devices by number under a prefix, and waits until the server knows them. */
export const registerFuzzDevices = async (
  product: SimulatedProduct,
  prefix: string,
  count: number,
): Promise<readonly HostileDevice[]> => {
  const { store, keys } = product.core;
  const devices = Array.from({ length: count }, (_, n) => ({ deviceId: `${prefix}-${n}`, secret: SECRET }));
  const refused = await registerDevices(
    store,
    devices.map(({ deviceId, secret }) => ({
      type: 'RegisterDevice',
      data: {
        deviceId,
        name: deviceId,
        modelId: 'air-station',
        location: { lon: 112.58, lat: 37.86 },
        divisionCode: '140106',
        gridCode: null,
        departmentId: null,
        secretHash: hashSecret(keys.deviceSecrets, secret),
        reportIntervalSeconds: 1,
        synthetic: true,
      },
    })),
    { actor: 'system' },
  );
  if (refused.length > 0) throw new Error(`${refused[0]!.deviceId}: ${refused[0]!.message}`);
  if (!(await waitUntil(() => product.caughtUp(), READ_MODELS_MS)))
    throw new Error('the read models do not catch up');
  return devices;
};
