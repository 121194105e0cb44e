import { createHash } from 'node:crypto';
import type { MessageRejected } from '../events.ts';

/** Version 1 of a dead letter told by a plain SHA-256 whether its payload is as it came, and gave the rest away to guesses. */
export const withoutPlainDigest = (
  data: Omit<MessageRejected['data'], 'payloadIntact'>,
): MessageRejected['data'] => {
  const kept = createHash('sha256').update(Buffer.from(data.payload, 'base64')).digest('hex');
  return { ...data, digest: '', payloadIntact: !data.payloadTruncated && kept === data.digest };
};
