import { z } from 'zod';
import { PROTOCOLS, WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import { MAX_TIMER_SECONDS, port, positive } from './value-kinds.ts';

type WirePortSetting = `YIWANG_${Uppercase<WireStandard>}_PORT`;

/** Name of the setting for the TCP port of a wire standard. */
export const wirePortSetting = (standard: WireStandard): WirePortSetting =>
  `YIWANG_${standard.toUpperCase() as Uppercase<WireStandard>}_PORT`;

const wirePort = (standard: WireStandard) =>
  port
    .optional()
    .describe(
      `Port for devices that use ${PROTOCOLS[standard].label} over TCP; off unless set, 0 uses a free one`,
    );
const wirePorts = Object.fromEntries(
  WIRE_STANDARDS.map((standard) => [wirePortSetting(standard), wirePort(standard)]),
) as Record<WirePortSetting, ReturnType<typeof wirePort>>;

const frameLimits = WIRE_STANDARDS.map((standard) => {
  const { label, maxFrameBytes } = PROTOCOLS[standard];
  return `${label} ${maxFrameBytes.toLocaleString('en-US')}`;
}).join(', ');

/** Devices that use a wire standard over TCP, and requests to them. */
export const wireStandardSettings = {
  ...wirePorts,
  YIWANG_TCP_HOST: z.string().default('127.0.0.1').describe('Address that these ports listen on'),
  YIWANG_TCP_MAX_CONNECTIONS: positive
    .default(20_000)
    .describe('Most connections at once on each of these ports'),
  YIWANG_TCP_IDLE_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(3900)
    .describe('A connection without a complete frame for this long is closed'),
  YIWANG_TCP_PROOF_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(60)
    .describe('A connection without a frame of a known device after this long is closed'),
  YIWANG_WIRE_AUTHENTICATION: z
    .enum(['strict', 'required', 'optional'])
    .default('required')
    .describe(
      'Credentials of frames over TCP: required demands a password or source network when a device gets an alias in a standard, strict also refuses frames of older devices without one, optional demands none and marks their readings as unauthenticated',
    ),
  YIWANG_WIRE_FREE_GUESSES: positive
    .default(5)
    .describe('Wrong passwords from one address for one device before its frames are ignored for a while'),
  YIWANG_WIRE_LOCK_MAX_SECONDS: positive
    .default(900)
    .describe('Longest such period; the first is a second, each further wrong password doubles it'),
  YIWANG_TCP_MAX_FRAME_BYTES: positive
    .default(Math.max(...WIRE_STANDARDS.map((standard) => PROTOCOLS[standard].maxFrameBytes)))
    .describe(`Longest frame that is read; the standards allow: ${frameLimits}`),
  YIWANG_TCP_MAX_REFUSALS: positive
    .default(20)
    .describe('After this many refused frames in a row a connection is closed'),
  YIWANG_DEVICE_REQUESTS_MAX_OPEN: positive
    .default(1)
    .describe('Most requests to one device in progress at once'),
  YIWANG_DEVICE_REQUEST_PICKUP_SECONDS: positive
    .default(10)
    .describe(
      'A request that no process has sent within this long ends: no process has a connection to the device',
    ),
  YIWANG_DEVICE_REQUEST_MAX_SECONDS: positive
    .default(1800)
    .describe('A request that has not ended after this long is timed out'),
};
