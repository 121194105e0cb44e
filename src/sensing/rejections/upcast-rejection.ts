import { createHash } from 'node:crypto';
import type { MessageRejected } from '../events.ts';

/** Version 1 of a dead letter had a plain SHA-256, which showed whether its payload is as received, and let the rest be guessed. */
export const withoutPlainDigest = (
  data: Omit<MessageRejected['data'], 'payloadIntact'>,
): MessageRejected['data'] => {
  const kept = createHash('sha256').update(Buffer.from(data.payload, 'base64')).digest('hex');
  return { ...data, digest: '', payloadIntact: !data.payloadTruncated && kept === data.digest };
};
