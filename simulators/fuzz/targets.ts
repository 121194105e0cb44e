import { WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import { SIMULATED } from '../wire/standards/index.ts';
import type { FuzzedCodec } from '../wire/standards/standard.ts';

/** What is fuzzed in a codec: its vectors, and how to correct length and check sum of a damaged frame. */
export interface FuzzTarget extends FuzzedCodec {
  readonly standard: WireStandard;
}

export const createFuzzTargets = (): readonly FuzzTarget[] =>
  WIRE_STANDARDS.map((standard) => ({ standard, ...SIMULATED[standard].fuzzed() }));
