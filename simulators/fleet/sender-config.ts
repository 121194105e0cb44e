import { z } from 'zod';
import { WIRE_STANDARDS } from '../../devices/wire/index.ts';
import { modelProfileSchema } from '../../src/device-families/simulator-profile.ts';

const device = z.object({
  deviceId: z.string(),
  family: z.string(),
  modelId: z.string(),
  intervalMs: z.number().positive(),
  wire: z.object({ standard: z.enum(WIRE_STANDARDS), aliasId: z.string() }).nullable(),
});
const devices = z.array(device).min(1);

/** What one sender process plays. */
export const senderConfigSchema = z.object({
  host: z.string(),
  mqttPort: z.number().int(),
  wirePorts: z.partialRecord(z.enum(WIRE_STANDARDS), z.number().int()),
  ledgerPath: z.string(),
  seed: z.number().int(),
  badShare: z.number().min(0).max(1),
  seconds: z.number().positive(),
  /** One secret for all devices of the run. */
  secret: z.string(),
  runId: z.string(),
  profiles: z.array(modelProfileSchema),
  lines: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('device'), devices }),
      z.object({ kind: z.literal('mqttGateway'), devices }),
      z.object({ kind: z.literal('tcpGateway'), standard: z.enum(WIRE_STANDARDS), devices }),
    ]),
  ),
});
export type SenderConfig = z.input<typeof senderConfigSchema>;

/** What a sender reports, over the channel to its parent. */
export type SenderReport =
  | {
      readonly kind: 'progress';
      readonly phase: 'connecting' | 'ready' | 'sending' | 'settling';
      readonly connected: number;
      readonly published: number;
      readonly distinct: number;
      readonly acknowledged: number;
      readonly heldBack: number;
    }
  | {
      readonly kind: 'done';
      readonly published: number;
      /** Messages that had been acknowledged when the last report was made. */
      readonly acknowledgedWhileSending: number;
      /** Reports that were skipped because the device was still waiting for acknowledgements. */
      readonly heldBack: number;
      /** Messages without acknowledgement at the end that should have had one. */
      readonly unacknowledged: number;
      readonly reconnects: number;
      /** Distinct messages by behaviour. */
      readonly behaviours: Readonly<Record<string, number>>;
      /** Delay of the sender's event loop, p99: an acknowledgement that waits there looks like a late one. */
      readonly senderDelayP99Ms: number;
    };

/** What the parent sends. */
export type SenderOrder = 'go' | 'stop';
