import { z } from 'zod';
import { GB26875 } from '../gb26875/protocol.ts';
import { HJ212 } from '../hj212/protocol.ts';
import { SL651 } from '../sl651/protocol.ts';
import type { WireProtocol } from './protocol.ts';
import { COMMON_SETTINGS, type PartialOf } from './settings.ts';

export type { Period } from './period.ts';
export type { ReadFrame, UnreadableFrame, WireProtocol } from './protocol.ts';
export type { Framed, Framer, WireDetection, WirePicture, WireReadings, WireRecord } from './record.ts';
export type {
  RequestEnd,
  RequestKind,
  RequestParameters,
  RequestProgress,
  RequestResult,
  WireRequest,
} from './request.ts';
export { REQUEST_MEMBER_WORDS } from './request-words.ts';

/** The standards that devices speak in frames. Their names are also those of the topics `raw/{standard}` and of aliases. */
const STANDARDS = { hj212: HJ212, sl651: SL651, gb26875: GB26875 };

type Standards = typeof STANDARDS;
export type WireStandard = keyof Standards;

type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type OwnSettings = AllOf<Standards[WireStandard]['settings']>;

/** A device may speak several standards, and its settings are those of all of them. */
export type WireSettings = PartialOf<typeof COMMON_SETTINGS & OwnSettings>;

/** Every standard. Their states are opaque: each standard gets back the state that it returned. */
export const PROTOCOLS = STANDARDS as unknown as {
  readonly [Standard in WireStandard]: WireProtocol<unknown, OwnSettings, Standards[Standard]['profile']>;
};

export const WIRE_STANDARDS = Object.keys(STANDARDS) as readonly WireStandard[];

export const isWireStandard = (text: string): text is WireStandard => Object.hasOwn(STANDARDS, text);

const ownSettings = WIRE_STANDARDS.map((standard) => PROTOCOLS[standard].settings);

/**
 * How a device deviates from its standards, or what they leave open; everything is optional. It belongs to the device, not
 * to its model: two loggers of one manufacturer may be set up differently.
 */
export const wireSettingsSchema = z
  .object({ ...COMMON_SETTINGS, ...(Object.assign({}, ...ownSettings) as OwnSettings) })
  .partial()
  .strict();
