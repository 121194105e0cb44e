import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventStore } from '../event-store/event-store.ts';
import { type IngestCounters, messagesInFlight } from '../ingest/counters.ts';
import { guardFailures } from '../platform/guard.ts';
import type { ProjectionEngine, ProjectionStatus } from '../projection-engine/engine.ts';

export interface Metrics {
  observeLag(projection: string, lagMs: number): void;
  observeRequest(route: string, status: number, seconds: number): void;
  observeForeignFile(parser: string, outcome: string): void;
  /** Reads the figures from their sources at each scrape. */
  watch(sources: MetricSources): void;
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricSources {
  readonly counters: IngestCounters;
  readonly broker: { connections(): number };
  readonly budget: { refused(): Readonly<Record<string, number>>; unproved(): number };
  /** The open ones. */
  readonly gateways: readonly { readonly standard: string; connections(): number }[];
  readonly engine: ProjectionEngine;
  readonly disk: { freeBytes(): number };
  readonly store: EventStore;
}

const MESSAGE_FIGURES = ['received', 'acknowledged', 'failed'] as const;
const RECORD_FIGURES = ['stored', 'duplicates', 'rejected', 'flagged'] as const;

/** A scrape reads each figure separately; one query of the engine serves all that are read within this time. */
const SAME_SCRAPE_MS = 100;

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const lag = new Histogram({
    name: 'yiwang_projection_lag_seconds',
    help: 'Time from the commit of the oldest event of a batch to its visibility in a read model',
    labelNames: ['projection'],
    buckets: [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 60],
    registers,
  });
  const requests = new Histogram({
    name: 'yiwang_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  });

  const foreignFiles = new Counter({
    name: 'yiwang_foreign_files_total',
    help: 'Photos and imported files by parser and outcome',
    labelNames: ['parser', 'outcome'],
    registers,
  });

  /** A counter whose value is kept elsewhere. */
  const mirrored = (name: string, help: string, labelName: string, figures: () => Record<string, number>) =>
    new Counter({
      name,
      help,
      labelNames: [labelName],
      registers,
      collect() {
        this.reset();
        for (const [label, value] of Object.entries(figures())) this.inc({ [labelName]: label }, value);
      },
    });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  mirrored('yiwang_guard_failures_total', 'Failed callbacks by place', 'place', guardFailures);

  return {
    observeLag: (projection, lagMs) => lag.observe({ projection }, lagMs / 1000),
    observeRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    observeForeignFile: (parser, outcome) => foreignFiles.inc({ parser, outcome }),
    watch({ counters, broker, budget, gateways, engine, disk, store }) {
      const pick = (names: readonly (keyof IngestCounters)[]) =>
        Object.fromEntries(names.map((name) => [name, counters[name] as number]));
      mirrored('yiwang_ingest_messages_total', 'MQTT messages and frames by outcome', 'outcome', () =>
        pick(MESSAGE_FIGURES),
      );
      mirrored('yiwang_ingest_records_total', 'Records by outcome', 'outcome', () => pick(RECORD_FIGURES));
      mirrored('yiwang_refused_total', 'Refused before reading, by reason', 'reason', () => counters.refused);
      gauge('yiwang_ingest_messages_in_flight', 'Messages waiting for their commit', () =>
        messagesInFlight(counters),
      );
      mirrored(
        'yiwang_sender_budget_exceeded_total',
        'Connections, attempts and dead letters of unauthenticated senders beyond their budget',
        'budget',
        () => budget.refused(),
      );
      gauge('yiwang_unproved_connections', 'Unauthenticated MQTT and TCP connections', () =>
        budget.unproved(),
      );
      gauge('yiwang_mqtt_connections', 'Device connections', () => broker.connections());
      new Gauge({
        name: 'yiwang_wire_connections',
        help: 'Connections of the TCP gateways',
        labelNames: ['standard'],
        registers,
        collect() {
          for (const { standard, connections } of gateways) this.set({ standard }, connections());
        },
      });
      gauge('yiwang_disk_free_bytes', 'Free space of the data folder', () => disk.freeBytes());
      gauge('yiwang_store_pending_appends', 'Appends waiting for their commit', () => store.stats().pending);
      mirrored('yiwang_store_total', 'Commits and events of this process', 'what', () => {
        const { commits, events } = store.stats();
        return { commits, events };
      });
      let looked:
        | { readonly at: number; readonly statuses: Promise<readonly ProjectionStatus[]> }
        | undefined;
      const look = () => {
        if (looked === undefined || performance.now() - looked.at > SAME_SCRAPE_MS)
          looked = { at: performance.now(), statuses: engine.status() };
        return looked.statuses;
      };
      const perProjection = (name: string, help: string, read: (status: ProjectionStatus) => number) =>
        new Gauge({
          name,
          help,
          labelNames: ['projection'],
          registers,
          async collect() {
            for (const status of await look()) this.set({ projection: status.name }, read(status));
          },
        });
      perProjection(
        'yiwang_projection_behind',
        'Distance of a projection from the end of the log: events, or bytes with EventStoreDB',
        ({ behind }) => behind,
      );
      perProjection(
        'yiwang_projection_position',
        'Position of a projection, in the same unit',
        ({ position }) => store.distance(store.start, position),
      );
      perProjection(
        'yiwang_projection_rate',
        'Events per second applied by a projection in this process over the last ten seconds',
        ({ ratePerSecond }) => ratePerSecond,
      );
      perProjection(
        'yiwang_projection_failures',
        'Batches of a projection that failed in this process, whether or not the retry succeeded',
        ({ failures }) => failures,
      );
      perProjection(
        'yiwang_projection_parked',
        '1: the projection stopped at an event that it cannot apply',
        ({ state }) => Number(state === 'parked'),
      );
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
