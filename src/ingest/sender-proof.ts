import { PROTOCOLS, type WireStandard } from '../../devices/wire/index.ts';
import { isIn } from '../platform/networks.ts';
import type { RejectionReason } from '../sensing/events.ts';
import { verifySecret } from '../sensing/index.ts';
import type { DirectoryEntry } from './device-directory.ts';
import type { GuessLock } from './guess-lock.ts';

/** What is known about the sender of frames on a bare connection. */
export interface FrameSender {
  readonly address: string | undefined;
  /** The connection has authenticated as the device before. */
  hasProved(deviceId: string): boolean;
  /** The connection has authenticated as some device: its errors are not those of an unknown sender. */
  isKnown(): boolean;
}

export type SenderProof =
  /** Password or source network of the device matched, or both if it has both. */
  | { readonly kind: 'proved' }
  /** The device has no credentials: any sender that knows its name is accepted as the device. */
  | { readonly kind: 'unauthenticated' }
  /** After too many wrong guesses from this address, its passwords are not checked. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'refused'; readonly reason: RejectionReason; readonly detail: string };

export interface SenderProofOptions {
  readonly secretKey: Uint8Array;
  readonly lock: GuessLock;
  /** A device without credentials is refused. */
  readonly isStrict: boolean;
}

/** Whether a frame on a bare connection is from the device that it names. */
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
  // A connection that has authenticated is not locked out by others behind the same address.
  if (!hasProved(deviceId) && lock.isLocked(address, deviceId)) return { kind: 'locked' };
  if (verifySecret(secretKey, password ?? '', wire.passwordHash)) {
    lock.succeeded(address, deviceId);
    return { kind: 'proved' };
  }
  lock.failed(address, deviceId);
  return { kind: 'refused', reason: 'wrongPassword', detail: 'the password is not that of the device' };
};
