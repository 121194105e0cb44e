import type { WireStandard } from '../../../devices/wire/index.ts';
import type { WireProfileOf } from '../../../src/device-families/simulator-profile.ts';
import type { ProfileReport } from '../../profile-source.ts';

/** A frame of a report, to be made for one time of observation or several. */
export interface SimulatedFrame {
  readonly channel: 'telemetry' | 'detection';
  frameAt(atMs: number): Buffer;
}

/** Fuzz target of a codec. */
export interface FuzzedCodec {
  readonly seeds: readonly Buffer[];
  /** Corrects length and check sum of a damaged frame, so that the damage reaches the readers behind them. */
  repair(bytes: Buffer): Buffer;
  readonly sm4Key?: Buffer;
}

/** How the simulators play the devices of one standard. */
export interface SimulatedStandard<Standard extends WireStandard> {
  /** Smallest step of a device's time that its frames can express. */
  readonly resolutionMs: number;
  /** Shortest time between two reports: two that name one time would be revisions of one record. */
  readonly shortestIntervalSeconds: number;
  /** What a profile may say, for tests: of a model that measures `level` and sees `smokeFire`. */
  readonly exampleProfile: Omit<WireProfileOf<Standard>, 'standard' | 'share'>;
  /** A device's name: `tag` is six hex digits of the run, `number` six decimal digits of the device in it. */
  aliasOf(tag: string, number: string): string;
  framesOf(
    report: ProfileReport,
    profile: WireProfileOf<Standard>,
    device: { readonly aliasId: string; readonly serial: number },
  ): readonly SimulatedFrame[];
  /** The bytes of a damaged frame that end up in its dead letter. */
  noiseOf(broken: Buffer): Buffer;
  fuzzed(): FuzzedCodec;
}
