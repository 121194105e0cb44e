import { z } from 'zod';
import { parseNetworks } from '../platform/networks.ts';

export const port = z.coerce.number().int().min(0).max(65_535);
export const positive = z.coerce.number().int().positive();
/** Networks as comma-separated CIDR. */
export const networks = z
  .string()
  .refine((text) => parseNetworks(text) !== undefined, 'is a list of networks such as 10.1.0.0/16');
/** A Node timer set to a longer time would fire at once. */
export const MAX_TIMER_SECONDS = 2_000_000;
