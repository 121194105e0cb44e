import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What can go wrong in the generated city, how long it stays, who notices it and in which words. */
const incidentKind = z.strictObject({
  name: z.string(),
  /** Matter of the Yuncheng filing standard. */
  matterCode: z.string(),
  /** Matters that reporters take it for. */
  takenFor: z.array(z.string()),
  /** Relative frequency among incidents. */
  share: z.number().positive(),
  /** Metres around its centre in which it can be seen. */
  spreadM: z.number().positive(),
  /** Median hours until it is put right. */
  lastsHours: z.number().positive(),
  /** Chance that more than one person reports it, and then mean hours between their reports. */
  shared: z.number().min(0).max(1),
  mostReports: z.int().positive(),
  gapHours: z.number().positive(),
  /** Chance that another of its kind is there 20 to 80 m away on the same day. */
  twin: z.number().min(0).max(1).optional(),
  /** Chance that it comes back at the same place after it was put right. */
  recurs: z.number().min(0).max(1).optional(),
  when: z.enum(['day', 'evening', 'any']),
  /** A numbered thing stands there: every how many metres, and what its number is called. */
  component: z
    .strictObject({ everyM: z.number().positive(), code: z.string(), called: z.array(z.string()).min(1) })
    .optional(),
  /** A device that notices it as well. */
  sensor: z
    .strictObject({ chance: z.number().min(0).max(1), matterCode: z.string(), says: z.string() })
    .optional(),
  things: z.array(z.string()).min(1),
  states: z.array(z.string()).min(1),
});

export type IncidentKind = Readonly<z.infer<typeof incidentKind>>;

export const INCIDENT_KINDS: readonly IncidentKind[] = z
  .array(incidentKind)
  .parse(JSON.parse(readFileSync(new URL('incident-kinds.json', import.meta.url), 'utf8')));
