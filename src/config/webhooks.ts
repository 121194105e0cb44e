import { networks, positive } from './value-kinds.ts';

/** Calls to other systems. */
export const webhookSettings = {
  YIWANG_WEBHOOK_ALLOWED_NETWORKS: networks
    .default('')
    .describe(
      'Private networks that webhooks may reach, also without TLS, as comma-separated CIDR: 10.1.0.0/16,127.0.0.0/8',
    ),
  YIWANG_WEBHOOK_TIMEOUT_MS: positive
    .default(10_000)
    .describe('How long a webhook receiver may take to answer'),
  YIWANG_WEBHOOK_RETRIES: positive.default(8).describe('How often a failed webhook delivery is retried'),
  YIWANG_WEBHOOK_RETRY_SECONDS: positive
    .default(10)
    .describe('Pause before the first retry; each further pause is twice as long, with jitter'),
};
