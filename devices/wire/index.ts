import { GB26875 } from '../gb26875/protocol.ts';
import { HJ212 } from '../hj212/protocol.ts';
import { SL651 } from '../sl651/protocol.ts';
import type { WireProtocol } from './protocol.ts';
import type { WireStandard } from './standard.ts';

export type { ReadFrame, UnreadableFrame, WirePeer, WireProtocol } from './protocol.ts';
export type { Framed, Framer, WireDetection, WirePicture, WireReadings, WireRecord } from './record.ts';
export type {
  RequestEnd,
  RequestKind,
  RequestParameters,
  RequestProgress,
  RequestResult,
  WireRequest,
} from './request.ts';
export { type WireSettings, wireSettingsSchema } from './settings.ts';
export {
  CONNECTION_END,
  hasPasswords,
  isWireStandard,
  type Period,
  WIRE_STANDARDS,
  type WireStandard,
} from './standard.ts';

/** Every standard that devices speak in frames. Their states are their own business: what one gives is what it gets back. */
export const PROTOCOLS: Readonly<Record<WireStandard, WireProtocol>> = {
  hj212: HJ212 as WireProtocol,
  sl651: SL651 as WireProtocol,
  gb26875: GB26875 as WireProtocol,
};
