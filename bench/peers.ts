import type { LoadOptions, LoadResult } from './harness.ts';
import { nextMessage, runLoad, withScript } from './harness.ts';
import { batchedInserts } from './peers/batched-insert.ts';

export type Settings = Readonly<Record<string, number>>;
export type Duration = Pick<LoadOptions, 'seconds' | 'warmupSeconds'>;

export interface Measured {
  readonly perSecond: number;
  readonly load?: LoadResult;
}

/** A peer for comparison: each of its candidate settings is tried, the best is kept. */
export interface Peer {
  readonly name: string;
  readonly candidates: readonly Settings[];
  run(settings: Settings, duration: Duration): Promise<Measured>;
}

export interface PeersOptions {
  readonly folder: string;
  readonly port: number;
  readonly devices: number;
  /** Unacknowledged messages per connection that the broker alone is tried with. */
  readonly windows: readonly number[];
  readonly databases: Readonly<Record<'insertPerMessage' | 'emmett' | 'batchedInsert', string>>;
}

const POOL_SIZES = [1, 2, 4, 8, 16, 32];
const OFFERED_RATES = [2000, 4000, 6000];
const INSERT_BATCHES = [100, 500, 1000, 2000];
const INSERT_CONNECTIONS = [1, 2, 4];
/** A rate that does not limit the publishers. */
export const NO_WINDOW = 4000;

export const createPeers = (options: PeersOptions): readonly Peer[] => {
  const { folder, port, devices, databases } = options;

  /** Maximum number of acknowledgements while every connection keeps `window` messages in flight. */
  const acknowledged = (
    script: string,
    args: readonly string[],
    window: number,
    duration: Duration,
  ): Promise<Measured> =>
    withScript(script, [String(port), ...args], async () => {
      const load = await runLoad({ folder, port, connections: devices, rate: 0, window, ...duration });
      return { perSecond: load.ackedPerSecond, load };
    });

  return [
    {
      name: 'insertPerMessage',
      candidates: POOL_SIZES.flatMap((pool) => OFFERED_RATES.map((rate) => ({ pool, rate }))),
      run: ({ pool, rate }, duration) =>
        withScript('./peers/broker-only.ts', [String(port)], () =>
          withScript(
            './peers/insert-per-message.ts',
            [String(port), databases.insertPerMessage, String(pool), String(devices)],
            async (subscribers) => {
              const counter = async () => {
                const answer = nextMessage<{ committed: number }>(subscribers);
                subscribers.send('count');
                return (await answer).committed;
              };
              const load = await runLoad({
                folder,
                port,
                connections: devices,
                rate: rate!,
                window: NO_WINDOW,
                ...duration,
                counter,
              });
              return { perSecond: load.countedPerSecond };
            },
          ),
        ),
    },
    {
      name: 'emmett',
      candidates: POOL_SIZES.map((pool) => ({ pool })),
      run: ({ pool }, duration) =>
        acknowledged('./peers/emmett.ts', [databases.emmett, String(pool)], 1, duration),
    },
    {
      name: 'brokerOnly',
      candidates: options.windows.map((window) => ({ window })),
      run: ({ window }, duration) => acknowledged('./peers/broker-only.ts', [], window!, duration),
    },
    {
      name: 'batchedInsert',
      candidates: INSERT_CONNECTIONS.flatMap((connections) =>
        INSERT_BATCHES.map((batch) => ({ batch, connections })),
      ),
      run: async ({ batch, connections }, { seconds }) => ({
        perSecond: await batchedInserts({
          databaseUrl: databases.batchedInsert,
          batch: batch!,
          connections: connections!,
          seconds,
          devices,
        }),
      }),
    },
  ];
};
