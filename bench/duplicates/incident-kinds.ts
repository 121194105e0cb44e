import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Kinds of incidents in the generated city: how long they last, who notices them and in which words. */
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
  /** Probability that it recurs at the same place after it was resolved. */
  recurs: z.number().min(0).max(1).optional(),
  when: z.enum(['day', 'evening', 'any']),
  /** A numbered object at the place: its spacing in metres, and the name of its number. */
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
