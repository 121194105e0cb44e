import { parse, UsageError } from '../../src/cli/command.ts';
import { type ProfiledFamily, readFamilyFile, readProfiledFamilies } from '../profile-files.ts';

export const SIMULATE_HELP = `Usage: npm run simulate -- [--profile province|city|family:<file>] [--devices N] [--minutes N] [options]

Starts the product on a separate data folder, registers a fleet of simulated devices of all families, lets them report with some
bad behaviour, and then compares the senders' own ledger with plain SQL on the log: what was acknowledged and is neither stored
nor a dead letter is missing, what is stored twice is doubled. Writes .yiwang/simulate-report.json. Exit code 0 only if nothing is.

  --profile P       province (50,000 devices, 5,000 of them connected themselves, the others behind MQTT and TCP gateways),
                    city (1,000 and 200), or family:<file>: one device-family file, at the pace that it says itself
  --devices N       devices in all
  --minutes N       how long they report
  --rate N          messages a second in all; default: on average one of each device every 25 seconds
  --connections N   devices that are connected themselves
  --family A,B      of the profile's families these alone
  --bad-share X     part of the messages that misbehaves: malformed, sent twice (at once, and after a broken connection), late
                    from a device's memory, from a clock a day ahead, storms (default 0.02)
  --seed N          the same seed gives the same devices and values
  --senders N       processes that send (default 2)
  --running         uses the server that runs with the settings of the environment, instead of a separate one;
                    the devices that it registers there stay, marked synthetic
  --keep            keeps the data folder .yiwang/simulate`;

const PROFILES = {
  province: { devices: 50_000, connections: 5000, division: '14' },
  city: { devices: 1000, connections: 200, division: '1401' },
} as const;
const SECONDS_BETWEEN_MESSAGES = 25;
/** A clock that misbehaves is a day ahead: no later report may have its time. */
const MAX_MINUTES = 12 * 60;
/** @throws UsageError that says which option is off. */
export const readSimulateOptions = (args: readonly string[]) => {
  const { values } = parse(args, {
    profile: { type: 'string', default: 'province' },
    devices: { type: 'string' },
    minutes: { type: 'string', default: '2' },
    rate: { type: 'string' },
    connections: { type: 'string' },
    family: { type: 'string' },
    'bad-share': { type: 'string', default: '0.02' },
    seed: { type: 'string', default: '20261124' },
    senders: { type: 'string', default: '2' },
    running: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  });
  const number = (name: string, text: string, least: number, most: number): number => {
    const parsed = Number(text);
    if (text.trim() === '' || !(parsed >= least && parsed <= most))
      throw new UsageError(`--${name} takes a number from ${least} to ${most}`);
    return parsed;
  };
  const whole = (name: string, text: string, least: number, most: number): number => {
    const parsed = number(name, text, least, most);
    if (!Number.isSafeInteger(parsed)) throw new UsageError(`--${name} takes a whole number`);
    return parsed;
  };
  const alone = values.profile.startsWith('family:');
  const usual = alone ? PROFILES.city : PROFILES[values.profile as keyof typeof PROFILES];
  if (usual === undefined) throw new UsageError(`unknown profile ${values.profile}`);
  const families = alone
    ? [readAlone(values.profile.slice('family:'.length))]
    : chooseFamilies(values.family?.split(','));
  const counts = alone ? families[0]!.profile.models.map(({ count }) => count ?? 0) : [0];
  const counted = counts.every((count) => count > 0) ? counts.reduce((one, other) => one + other, 0) : 0;
  const devices = whole('devices', values.devices ?? `${counted || usual.devices}`, 1, 1_000_000);
  const rate = alone ? undefined : devices / SECONDS_BETWEEN_MESSAGES;
  return {
    profile: values.profile,
    families,
    devices,
    division: usual.division,
    minutes: number('minutes', values.minutes, 0.01, MAX_MINUTES),
    rate: values.rate === undefined ? rate : number('rate', values.rate, 0.1, 1_000_000),
    connections: whole('connections', values.connections ?? `${usual.connections}`, 1, 100_000),
    badShare: number('bad-share', values['bad-share'], 0, 1),
    seed: whole('seed', values.seed, 0, 2 ** 31),
    senders: whole('senders', values.senders, 1, 64),
    running: values.running,
    keep: values.keep,
  };
};
export type SimulateOptions = ReturnType<typeof readSimulateOptions>;

const readAlone = (file: string): ProfiledFamily => {
  const family = readFamilyFile(file);
  if (family === undefined) throw new UsageError(`${file} has no simulator profile`);
  return family;
};

const chooseFamilies = (names: readonly string[] | undefined): readonly ProfiledFamily[] => {
  const known = readProfiledFamilies();
  const unknown = names?.find((name) => !known.some(({ family }) => family === name));
  if (unknown !== undefined)
    throw new UsageError(
      `unknown family ${unknown}; known are ${known.map(({ family }) => family).join(', ')}`,
    );
  return names === undefined ? known : known.filter(({ family }) => names.includes(family));
};
