import { holdersOf, withoutObject } from './access.ts';

/** Roles whose steps accept photos, recordings or films: nobody else has anything to upload. */
export const UPLOADERS = withoutObject(
  holdersOf('case:report', 'case:inspect', 'case:handle', 'case:feedback', 'case:check', 'case:supplement'),
  'an upload is accessible only to its uploader',
);
