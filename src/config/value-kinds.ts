import { z } from 'zod';
import { parseNetworks } from '../platform/networks.ts';

export const port = z.coerce.number().int().min(0).max(65_535);
export const positive = z.coerce.number().int().positive();
/** Networks as CIDR with commas. */
export const networks = z
  .string()
  .refine((text) => parseNetworks(text) !== undefined, 'is a list of networks such as 10.1.0.0/16');
/** A timer of Node that is set longer fires at once. */
export const MAX_TIMER_SECONDS = 2_000_000;
