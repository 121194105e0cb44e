import { WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import type { ModelProfile } from '../../src/device-families/simulator-profile.ts';
import type { ProfiledFamily } from '../profile-files.ts';
import { messagesPerReport } from '../profile-source.ts';
import { SIMULATED } from '../wire/standards/index.ts';

/** One device of a run. */
export interface FleetDevice {
  readonly deviceId: string;
  readonly family: string;
  readonly modelId: string;
  readonly intervalMs: number;
  /** Its format; a name in the standard if that is not JSON. */
  readonly wire: { readonly standard: WireStandard; readonly aliasId: string } | null;
}

/** One connection: of a single device, of an MQTT gateway that is the first of its devices, or of a TCP gateway. */
export type FleetLine =
  | { readonly kind: 'device' | 'mqttGateway'; readonly devices: readonly FleetDevice[] }
  | {
      readonly kind: 'tcpGateway';
      readonly standard: WireStandard;
      readonly devices: readonly FleetDevice[];
    };

export interface Fleet {
  readonly lines: readonly FleetLine[];
  readonly devices: readonly FleetDevice[];
  /** Messages a second, by family. */
  readonly planned: ReadonlyMap<string, number>;
}

export interface FleetOptions {
  readonly families: readonly ProfiledFamily[];
  readonly devices: number;
  /** Devices with their own connection, if that many use MQTT. */
  readonly connections: number;
  /** Messages per second; undefined: as in the profiles. */
  readonly rate: number | undefined;
  /** Six hex digits in every name, so that each run has different devices. */
  readonly tag: string;
}

/** Devices behind one MQTT gateway, which has several messages in flight. */
const DEVICES_PER_MQTT_GATEWAY = 200;
/** Behind one TCP gateway: the standards wait for the answer to a frame before the next. The product lets 256 share a connection. */
const DEVICES_PER_TCP_GATEWAY = 25;

/** Shortest time between two JSON reports (s): a time in milliseconds, and room for messages in between. */
const SHORTEST_JSON_INTERVAL = 0.1;

const shortestInterval = (standard: WireStandard | null): number =>
  standard === null ? SHORTEST_JSON_INTERVAL : SIMULATED[standard].shortestIntervalSeconds;

/** Whole numbers in proportion to the weights, with exactly this sum (largest remainder). */
export const allot = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((one, other) => one + other, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const counts = exact.map(Math.floor);
  const rest = total - counts.reduce((one, other) => one + other, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of byRemainder.slice(0, rest)) counts[index]! += 1;
  return counts;
};

interface Kind {
  readonly family: string;
  readonly profile: ModelProfile;
  readonly standard: WireStandard | null;
  readonly count: number;
  readonly perReport: number;
}

const kindsOf = ({ families, devices }: FleetOptions): readonly Kind[] => {
  const models = families.flatMap(({ family, profile }) => {
    const sum = profile.models.reduce((total, { share }) => total + share, 0);
    return profile.models.map((model) => ({ family, model, weight: (profile.share * model.share) / sum }));
  });
  const alone = families.length === 1 && models.every(({ model }) => model.count !== undefined);
  const counts = allot(
    devices,
    models.map(({ model, weight }) => (alone ? model.count! : weight)),
  );
  return models.flatMap(({ family, model }, index): Kind[] => {
    const [count, wire] = [counts[index]!, model.wire];
    const framed = wire === undefined ? 0 : Math.round(count * wire.share);
    const kind = { family, profile: model };
    return [
      { ...kind, standard: null, count: count - framed, perReport: messagesPerReport(model) },
      ...(wire === undefined
        ? []
        : [{ ...kind, standard: wire.standard, count: framed, perReport: 1 } as const]),
    ].filter((each) => each.count > 0);
  });
};

/** Seconds between two reports of a kind: those of its profile, or such that all together send at the rate. */
const intervalsOf = (kinds: readonly Kind[], rate: number | undefined): readonly number[] => {
  const shortest = kinds.map(({ standard }) => shortestInterval(standard));
  if (rate === undefined)
    return kinds.map(({ profile }, index) => Math.max(profile.intervalSeconds, shortest[index]!));
  // The square root brings an hour and a minute closer together: devices that report rarely also send something in a short run.
  const own = kinds.map(({ profile }) => Math.sqrt(profile.intervalSeconds));
  const sends = ({ count, perReport }: Kind, interval: number): number => (count * perReport) / interval;
  let intervals = own;
  // Devices that cannot go faster leave their share to the others; each round fixes more of them.
  for (let round = 0; round < kinds.length; round += 1) {
    const bound = (index: number): boolean => round > 0 && intervals[index]! <= shortest[index]!;
    const held = kinds.reduce((sum, kind, n) => sum + (bound(n) ? sends(kind, shortest[n]!) : 0), 0);
    const free = kinds.reduce((sum, kind, n) => sum + (bound(n) ? 0 : sends(kind, own[n]!)), 0);
    const factor = Math.max(rate - held, 0.001) / Math.max(free, 0.001);
    intervals = own.map((interval, n) =>
      bound(n) ? shortest[n]! : Math.max(shortest[n]!, interval / factor),
    );
  }
  return intervals;
};

const inGroups = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

/** Which devices there are and which connection each uses; determined by the options alone. At most a million devices. */
export const planFleet = (options: FleetOptions): Fleet => {
  const { connections, rate, tag } = options;
  const kinds = kindsOf(options);
  const intervals = intervalsOf(kinds, rate);
  const planned = new Map<string, number>();
  const devices: FleetDevice[] = [];
  for (const [index, { family, profile, standard, count, perReport }] of kinds.entries()) {
    const interval = intervals[index]!;
    planned.set(family, (planned.get(family) ?? 0) + (count * perReport) / interval);
    for (let n = 0; n < count; n += 1) {
      const number = devices.length;
      devices.push({
        deviceId: `sim-${tag}-${number}`,
        family,
        modelId: profile.modelId,
        intervalMs: interval * 1000,
        wire:
          standard === null
            ? null
            : { standard, aliasId: SIMULATED[standard].aliasOf(tag, String(number).padStart(6, '0')) },
      });
    }
  }
  const json = devices.filter(({ wire }) => wire === null);
  // Evenly through all kinds: of n devices the k-th is connected itself where the count of such ones grows.
  const direct = Math.min(connections, json.length);
  const isDirect = (n: number): boolean =>
    Math.floor(((n + 1) * direct) / json.length) > Math.floor((n * direct) / json.length);
  const own = json.filter((_, n) => isDirect(n));
  const behind = json.filter((_, n) => !isDirect(n));
  const lines: FleetLine[] = [
    ...own.map((device) => ({ kind: 'device', devices: [device] }) as const),
    ...inGroups(behind, DEVICES_PER_MQTT_GATEWAY).map(
      (group) => ({ kind: 'mqttGateway', devices: group }) as const,
    ),
  ];
  for (const standard of WIRE_STANDARDS) {
    const framed = devices.filter(({ wire }) => wire?.standard === standard);
    for (const group of inGroups(framed, DEVICES_PER_TCP_GATEWAY))
      lines.push({ kind: 'tcpGateway', standard, devices: group });
  }
  return { lines, devices, planned };
};

/** The device that publishes for it; null if it publishes itself, or sends frames. */
export const gatewaysOf = ({ lines }: Fleet): ReadonlyMap<string, string> => {
  const gateways = new Map<string, string>();
  for (const { kind, devices } of lines) {
    if (kind !== 'mqttGateway') continue;
    const [gateway, ...others] = devices;
    for (const { deviceId } of others) gateways.set(deviceId, gateway!.deviceId);
  }
  return gateways;
};
