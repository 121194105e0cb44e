import { PROTOCOLS, type WireStandard } from '../../devices/wire/index.ts';
import { isIn } from '../platform/networks.ts';
import type { RejectionReason } from '../sensing/events.ts';
import { verifySecret } from '../sensing/index.ts';
import type { DirectoryEntry } from './device-directory.ts';
import type { GuessLock } from './guess-lock.ts';

/** What is known of who sends frames over a bare connection. */
export interface FrameSender {
  readonly address: string | undefined;
  /** The connection has proved before that it speaks for the device. */
  hasProved(deviceId: string): boolean;
  /** The connection has proved that it speaks for some device: what it says wrong is no stranger's. */
  isKnown(): boolean;
}

export type SenderProof =
  /** Password or source network of the device, or both where it has both. */
  | { readonly kind: 'proved' }
  /** Nothing is asked of the device: whoever knows its name is taken for it. */
  | { readonly kind: 'unauthenticated' }
  /** So many wrong guesses came from there that nothing is looked at. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'refused'; readonly reason: RejectionReason; readonly detail: string };

export interface SenderProofOptions {
  readonly secretKey: Uint8Array;
  readonly lock: GuessLock;
  /** A device of which nothing is asked is refused. */
  readonly isStrict: boolean;
}

/** Whether a frame over a bare connection is of the device whose name it bears. */
export const proveSender = (
  { secretKey, lock, isStrict }: SenderProofOptions,
  standard: WireStandard,
  { deviceId, wire }: DirectoryEntry,
  { address, hasProved }: FrameSender,
  password: string | undefined,
): SenderProof => {
  const { sourceNetworks } = wire;
  if (sourceNetworks !== undefined && (address === undefined || !isIn(sourceNetworks, address)))
    return { kind: 'refused', reason: 'foreignNetwork', detail: 'the device may not send from there' };
  if (wire.passwordHash === null || !PROTOCOLS[standard].hasPasswords) {
    if (sourceNetworks !== undefined) return { kind: 'proved' };
    return isStrict
      ? {
          kind: 'refused',
          reason: 'unauthenticatedSender',
          detail: 'the device has neither password nor network',
        }
      : { kind: 'unauthenticated' };
  }
  // Who is connected and has proved itself is not locked out by others behind the same address.
  if (!hasProved(deviceId) && lock.isLocked(address, deviceId)) return { kind: 'locked' };
  if (verifySecret(secretKey, password ?? '', wire.passwordHash)) {
    lock.succeeded(address, deviceId);
    return { kind: 'proved' };
  }
  lock.failed(address, deviceId);
  return { kind: 'refused', reason: 'wrongPassword', detail: 'the password is not that of the device' };
};
