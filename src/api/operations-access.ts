import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { isIn, parseNetworks } from '../platform/networks.ts';
import { clientAddress } from './client-address.ts';

export interface OperationsSettings {
  readonly YIWANG_METRICS_TOKEN?: string | undefined;
  readonly YIWANG_METRICS_NETWORKS: string;
}

/** Digests have equal length, so that the comparison reveals nothing; they are not stored. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request may see operational data: by token or by network; everybody if neither is set. */
export const operationsAccess = (settings: OperationsSettings): ((context: Context) => boolean) => {
  const { YIWANG_METRICS_TOKEN: token, YIWANG_METRICS_NETWORKS: list } = settings;
  if (token === undefined && list.trim() === '') return () => true;
  const networks = parseNetworks(list)!;
  const wanted = token === undefined ? undefined : digest(`Bearer ${token}`);
  return (context) => {
    const address = clientAddress(context);
    if (isIP(address) !== 0 && isIn(networks, address)) return true;
    return wanted !== undefined && timingSafeEqual(wanted, digest(context.req.header('authorization') ?? ''));
  };
};
