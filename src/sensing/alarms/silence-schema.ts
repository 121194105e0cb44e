import { z } from 'zod';
import type { SilenceScope } from './events.ts';

const division = z.string().regex(/^\d{2,12}$/);

/** Scope of a silence; a scope without members would silence the whole province by mistake. */
export const silenceScopeSchema = z
  .strictObject({
    deviceId: z.string().min(1).max(64).exactOptional(),
    modelId: z.string().min(1).max(64).exactOptional(),
    ruleId: z.string().min(1).max(64).exactOptional(),
    gridCode: z.string().min(1).max(64).exactOptional(),
    divisionCode: division.exactOptional(),
  })
  .refine(
    (scope) => Object.keys(scope).length > 0,
    'at least one member is required',
  ) satisfies z.ZodType<SilenceScope>;

/** Definition of a silence by a person; times ISO 8601. */
export const silenceSchema = z.object({
  scope: silenceScopeSchema,
  divisionCode: division,
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(1).max(500),
});
