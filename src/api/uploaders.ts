import { holdersOf, withoutObject } from './access.ts';

/** Whose steps take photos, recordings or films: nobody else has anything to upload. */
export const UPLOADERS = withoutObject(
  holdersOf('case:report', 'case:inspect', 'case:handle', 'case:feedback', 'case:check'),
  'an upload is its uploader’s alone',
);
