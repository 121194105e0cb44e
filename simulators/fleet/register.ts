import { listBoundaries } from '../../projections/geography/division-list/queries.ts';
import { registerDevices } from '../../src/application/register-devices.ts';
import { createRandom } from '../../src/demo/random.ts';
import { interiorPoint } from '../../src/geography/index.ts';
import { hashSecret } from '../../src/sensing/index.ts';
import type { Core } from '../../src/server/core.ts';
import { type Fleet, gatewaysOf } from './plan.ts';

/** What authenticates the devices' frames: they come from this machine. */
const FROM_THIS_MACHINE = {
  settings: { sourceNetworks: ['127.0.0.0/8', '::1/128'] },
  passwordHash: null,
  sealedSm4Key: null,
};
/** Around the centre of a county (degrees): well inside, and not all in one spot. */
const SPREAD_DEGREES = 0.02;

/** Registers a fleet over the counties of a division, by the commands that an administrator uses, in few round trips. */
export const registerFleet = async (
  core: Core,
  fleet: Fleet,
  options: {
    readonly secret: string;
    readonly division: string;
    readonly seed: number;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<void> => {
  const { sql, store, keys } = core;
  const counties = (await listBoundaries(sql, options.division)).map(({ code, boundary }) => ({
    code,
    middle: interiorPoint(boundary),
  }));
  if (counties.length === 0) throw new Error(`no county of ${options.division} has a boundary`);
  const random = createRandom(options.seed);
  const near = (degrees: number): number => degrees + (random() * 2 - 1) * SPREAD_DEGREES;
  const gateways = gatewaysOf(fleet);
  const secretHash = hashSecret(keys.deviceSecrets, options.secret);
  const refused = await registerDevices(
    store,
    fleet.devices.map(({ deviceId, modelId, intervalMs, wire }, n) => {
      const { code, middle } = counties[n % counties.length]!;
      const gatewayId = gateways.get(deviceId);
      return {
        type: 'RegisterDevice',
        data: {
          deviceId,
          name: `模拟设备 ${deviceId}`,
          modelId,
          location: { lon: near(middle.lon), lat: near(middle.lat) },
          divisionCode: code,
          gridCode: null,
          departmentId: null,
          secretHash,
          reportIntervalSeconds: Math.max(1, Math.round(intervalMs / 1000)),
          synthetic: true,
          ...(gatewayId === undefined ? {} : { gatewayId }),
        },
        aliases: wire === null ? [] : [wire],
        wire: wire === null ? undefined : FROM_THIS_MACHINE,
      } as const;
    }),
    { actor: 'system', onProgress: options.onProgress },
  );
  const [first] = refused;
  if (first !== undefined)
    throw new Error(`${refused.length} devices could not be registered: ${first.deviceId}: ${first.message}`);
};
