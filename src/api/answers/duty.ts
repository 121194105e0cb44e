import { z } from 'zod';
import { divisionCode, isoTime, point, userId } from './common.ts';

export const onDutyAnswer = z.strictObject({ onDuty: z.boolean(), divisionCode });
export const offDutyAnswer = z.strictObject({ onDuty: z.boolean() });
export const workerOnDutyAnswer = z
  .strictObject({
    workerId: userId,
    divisionCode,
    location: point.nullable(),
    locatedAt: isoTime.nullable(),
    since: isoTime,
  })
  .meta({ id: 'WorkerOnDuty' });
