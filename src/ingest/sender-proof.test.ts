import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { WireStandard } from '../../devices/wire/index.ts';
import { hashSecret } from '../sensing/index.ts';
import { type DirectoryEntry, type DirectoryWire, NO_WIRE } from './device-directory.ts';
import { createGuessLock } from './guess-lock.ts';
import { proveSender } from './sender-proof.ts';

const secretKey = Buffer.alloc(32, 7);
const networks = new BlockList();
networks.addSubnet('10.1.0.0', 16, 'ipv4');
const PASSWORD = { passwordHash: hashSecret(secretKey, '135790') };
const NETWORK = { sourceNetworks: networks };

const prove = (
  isStrict: boolean,
  wire: Partial<DirectoryWire>,
  {
    password,
    address = '10.1.0.9',
    standard = 'hj212',
  }: {
    readonly password?: string;
    readonly address?: string;
    readonly standard?: WireStandard;
  } = {},
) => {
  const lock = createGuessLock({ clock: { now: () => 0 }, freeGuesses: 3, maxLockMs: 1000 });
  const device: DirectoryEntry = {
    deviceId: 'air-1',
    secretHash: '',
    status: 'active',
    reportIntervalSeconds: 60,
    model: undefined,
    wire: { ...NO_WIRE, ...wire },
    gatewayId: null,
  };
  const sender = { address, hasProved: () => false, isKnown: () => false };
  const proof = proveSender({ secretKey, lock, isStrict }, standard, device, sender, password);
  return proof.kind === 'refused' ? proof.reason : proof.kind;
};

describe('the proof of a frame', () => {
  it('is required of a device with neither password nor network only in strict mode', () => {
    expect(prove(false, {})).toBe('unauthenticated');
    expect(prove(true, {})).toBe('unauthenticatedSender');
    expect(prove(true, {}, { password: '135790' })).toBe('unauthenticatedSender');
  });

  it('is only the network in a standard without passwords', () => {
    expect(prove(true, PASSWORD, { password: '135790', standard: 'gb26875' })).toBe('unauthenticatedSender');
    expect(prove(true, NETWORK, { standard: 'gb26875' })).toBe('proved');
  });

  it.each([true, false])('is the same for devices that have one (strict: %s)', (isStrict) => {
    expect(prove(isStrict, PASSWORD, { password: '135790' })).toBe('proved');
    expect(prove(isStrict, PASSWORD, { password: 'no' })).toBe('wrongPassword');
    expect(prove(isStrict, PASSWORD)).toBe('wrongPassword');
    expect(prove(isStrict, NETWORK)).toBe('proved');
    expect(prove(isStrict, NETWORK, { address: '10.2.0.9' })).toBe('foreignNetwork');
    const both = { ...PASSWORD, ...NETWORK };
    expect(prove(isStrict, both, { password: '135790', address: '10.2.0.9' })).toBe('foreignNetwork');
    expect(prove(isStrict, both)).toBe('wrongPassword');
    expect(prove(isStrict, both, { password: '135790' })).toBe('proved');
  });
});
