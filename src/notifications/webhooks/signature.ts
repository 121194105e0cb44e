// By hand: a few lines of node:crypto, where the package of Standard Webhooks brings HMAC and Base64 in JavaScript.
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The secret of a webhook, in the form of Standard Webhooks; derived, so that no table and no event contains it. */
export const webhookSecret = (key: Buffer, webhookId: string, secretVersion: number): string =>
  PREFIX + createHmac('sha256', key).update(`${webhookId} ${secretVersion}`).digest('base64');

/**
 * Headers of a signed call (https://www.standardwebhooks.com): the HMAC-SHA-256 of id, time and body with the secret's bytes.
 * The id is the delivery's and stays the same when it is retried; a receiver refuses calls older than a few minutes.
 */
export const signedHeaders = (
  secret: string,
  deliveryId: string,
  epochSeconds: number,
  body: string,
): Record<string, string> => {
  const bytes = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', bytes)
    .update(`${deliveryId}.${epochSeconds}.${body}`)
    .digest('base64');
  return {
    'webhook-id': deliveryId,
    'webhook-timestamp': String(epochSeconds),
    'webhook-signature': `v1,${signature}`,
  };
};
