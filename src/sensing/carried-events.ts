import type { CarriedForward } from '../event-store/carry-forward.ts';
import type { DomainEvent } from '../event-store/event-store.ts';

/**
 * Stream `archive-{first position}`: each device's latest values according to the archived readings and detections, from the
 * beginning of the log to the position `through`. A few hundred devices per event.
 */
export type LatestReadingsCarriedForward = DomainEvent<
  'LatestReadingsCarriedForward',
  CarriedForward & {
    readonly devices: readonly {
      readonly deviceId: string;
      readonly observedAt: string | null;
      readonly readings: Readonly<
        Record<
          string,
          {
            readonly value: number;
            readonly observedAt: string;
            readonly flag?: string;
            readonly quality?: readonly string[];
            readonly revised?: true;
          }
        >
      >;
      readonly detection: {
        readonly type: string;
        readonly confidence: number;
        readonly observedAt: string;
        readonly track?: string;
        readonly place?: string;
      } | null;
      /** When it last reported; absent in events of earlier releases. */
      readonly heardAt?: string;
      readonly recordCount: number;
      readonly doubtfulCount: number;
    }[];
  }
>;
/**
 * Stream `archive-{first position}`: the last samples of each device's clock, from the beginning of the log to the position
 * `through`; of each minute the first record that was received in it.
 */
export type DeviceClocksCarriedForward = DomainEvent<
  'DeviceClocksCarriedForward',
  CarriedForward & {
    readonly devices: readonly {
      readonly deviceId: string;
      readonly samples: readonly { readonly minute: number; readonly delayMs: number }[];
    }[];
  }
>;
/**
 * Stream `archive-{first position}`: which reporting slots of a device's day (Asia/Shanghai) had a record in the archived range, one
 * bit each, in hex. `valid` is left out if it is equal to `arrived`, and `complete` if it is equal to `valid`.
 */
export type ReportedSlotsArchived = DomainEvent<
  'ReportedSlotsArchived',
  CarriedForward & {
    readonly days: readonly {
      readonly deviceId: string;
      readonly day: string;
      /** Number of slots of a whole day. */
      readonly slots: number;
      readonly arrived: string;
      readonly valid?: string;
      readonly complete?: string;
    }[];
  }
>;
/** Stream `archive-{first position}`: dead letters that were archived. */
export type RejectionsArchived = DomainEvent<
  'RejectionsArchived',
  CarriedForward & { readonly rejectionIds: readonly string[] }
>;
