import { COMMAND, encodeFireFrame } from '../../../devices/gb26875/frame.ts';
import { bcdTime } from '../../../devices/sl651/frame.ts';
import type { SimulatedStandard } from './standard.ts';
import { vectorInputs } from './vectors.ts';

export interface FireReport {
  /** Twelve hex digits. */
  readonly source: string;
  readonly atMs: number;
  readonly serial: number;
  /** Bits of GB/T 26875.3-2011 table 7: 1 normal operation, 2 fire, 4 fault … */
  readonly state: number;
  readonly component?: number;
  /** Letters of ASCII. */
  readonly place?: string;
}

/** The state of one component. */
export const fireReport = ({ source, atMs, serial, state, component, place }: FireReport): Buffer => {
  const object = Buffer.alloc(46);
  object.writeUInt8(1, 0);
  object.writeUInt8(1, 1);
  object.writeUInt8(40, 2);
  object.writeUInt32LE(component ?? 1, 3);
  object.writeUInt16LE(state, 7);
  object.write(place ?? '', 9, 31, 'latin1');
  [...bcdTime(atMs)].reverse().forEach((bcd, n) => {
    object.writeUInt8((bcd >> 4) * 10 + (bcd & 15), 40 + n);
  });
  return encodeFireFrame(
    {
      serial,
      version: '1.1',
      source,
      target: '000000000001',
      command: COMMAND.send,
      data: Buffer.concat([Buffer.of(2, 1), object]),
    },
    atMs,
  );
};

export const SIMULATED_GB26875: SimulatedStandard<'gb26875'> = {
  resolutionMs: 1000,
  shortestIntervalSeconds: 2,
  exampleProfile: { states: { fireNormal: 1, smokeFire: 3 } },
  aliasOf: (tag, number) => `${tag.toUpperCase().padStart(6, '0')}${number}`,
  framesOf({ detections }, { states }, { aliasId, serial }) {
    const types = detections.length === 0 ? ['fireNormal'] : detections.map(({ type }) => type);
    return types.flatMap((type) => {
      const state = states[type];
      if (state === undefined) return [];
      const frameAt = (atMs: number) => fireReport({ source: aliasId, atMs, serial, state });
      return [{ channel: 'detection', frameAt } as const];
    });
  },
  noiseOf: (broken) => broken,
  fuzzed: () => ({
    seeds: vectorInputs('gb26875', ['fire-gb26875']).map((text) => Buffer.from(text, 'hex')),
    repair(bytes) {
      if (bytes.length < 30) return bytes;
      const repaired = Buffer.from(bytes);
      repaired.writeUInt16LE((bytes.length - 30) & 0xffff, 24);
      repaired[bytes.length - 3] = repaired.subarray(2, -3).reduce((sum, byte) => (sum + byte) & 0xff, 0);
      repaired.fill(0x23, bytes.length - 2);
      return repaired;
    },
  }),
};
