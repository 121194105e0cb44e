import { randomBytes } from 'node:crypto';
import { workIn } from '../application/public-reports/challenge.ts';
import type { Answer } from './api-client.ts';
import { type Product, YINGZE } from './product.ts';

/** Somebody without an account, who does the work that a browser does. */
export const publicReporter = (product: Product) => {
  const call = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => product.call(undefined, method, `/api/v1/public${path}`, body, headers);

  const prove = async (): Promise<string> => {
    const { challenge, bits } = (await call('POST', '/challenges')).body as unknown as {
      challenge: string;
      bits: number;
    };
    for (let counter = 0; ; counter += 1)
      if (workIn(challenge, String(counter)) >= bits) return `${challenge}.${counter}`;
  };
  const newKey = (): string => randomBytes(18).toString('base64url');
  const REPORT = { description: '人行道井盖破损，边缘翘起', place: { ...YINGZE, address: '柳巷 18 号东门' } };

  return {
    call,
    prove,
    newKey,
    async photo(bytes: Uint8Array, key: string, proof: string, type = 'image/png'): Promise<Answer> {
      const response = await fetch(`${product.baseUrl}/api/v1/public/photos`, {
        method: 'POST',
        headers: { 'content-type': type, 'x-public-proof': proof, 'x-report-key': key },
        body: bytes,
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer['body'],
      };
    },
    report: async (
      changed: Record<string, unknown> = {},
      { key = newKey(), proof }: { key?: string; proof?: string } = {},
    ): Promise<Answer> =>
      call(
        'POST',
        '/reports',
        { ...REPORT, ...changed },
        { 'idempotency-key': key, 'x-public-proof': proof ?? (await prove()) },
      ),
    status: (trackingCode: unknown): Promise<Answer> => call('POST', '/status', { trackingCode }),
  };
};
