import { WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import { SIMULATED } from '../wire/standards/index.ts';
import type { FuzzedCodec } from '../wire/standards/standard.ts';

/** A codec as a fuzz target: its vectors, and how to correct length and checksum of a damaged frame. */
export interface FuzzTarget extends FuzzedCodec {
  readonly standard: WireStandard;
}

export const createFuzzTargets = (): readonly FuzzTarget[] =>
  WIRE_STANDARDS.map((standard) => ({ standard, ...SIMULATED[standard].fuzzed() }));
