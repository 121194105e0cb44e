import { type DecodeFailure, isObject, parseJson, violation } from './decoded.ts';
import { faultOf } from './repeated-keys.ts';

export interface DeviceStatus {
  readonly state: 'online' | 'offline';
  /** Names one start of the device: a late will of an earlier start says nothing about this one. */
  readonly bootId: string;
}

export const MAX_BOOT_ID_LENGTH = 64;

/** Decodes `yw/v1/{deviceId}/status`, the birth and will message. */
export const decodeStatus = (
  payload: Buffer,
): { readonly ok: true; readonly status: DeviceStatus } | DecodeFailure => {
  const parsed = parseJson(payload);
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) return violation('a status is an object');
  const { state, bootId } = parsed.value;
  if (state !== 'online' && state !== 'offline')
    return violation(faultOf('state', state, 'state is neither online nor offline'));
  if (typeof bootId !== 'string' || bootId.length === 0 || bootId.length > MAX_BOOT_ID_LENGTH) {
    return violation(faultOf('bootId', bootId, 'bootId is no text of 1 to 64 characters'));
  }
  return { ok: true, status: { state, bootId } };
};
