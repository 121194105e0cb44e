import { holdersOf } from './access.ts';

/** Whose steps take photos, recordings or films: nobody else has anything to upload. */
export const UPLOADERS = holdersOf(
  'case:report',
  'case:inspect',
  'case:handle',
  'case:feedback',
  'case:check',
);
