import { ALLOWED, HIDDEN, type Policy } from './verdict.ts';

/** What belongs to a person alone: notifications, preferences, uploads, sessions. To everybody else it is not there. */
export const ownPolicy: Policy<'use', { readonly ownerId: string }> = ({ person, before }) =>
  before?.ownerId === person.userId ? ALLOWED : HIDDEN;

export interface AttachmentTarget {
  /** Who uploaded it; undefined where that is not known any more. */
  readonly uploaderId: string | undefined;
  /** Some event names it. */
  readonly isNamed: boolean;
  /** It hangs on a case that the person may see. */
  readonly onVisibleCase: boolean;
}

/** Attachments: by a right on what they hang on; until they hang on something, they are their uploader's. */
export const attachmentPolicy: Policy<'name' | 'read', AttachmentTarget> = ({ person, action, before }) => {
  if (before === undefined) return HIDDEN;
  if (before.onVisibleCase) return ALLOWED;
  return action === 'name' && !before.isNamed && before.uploaderId === person.userId ? ALLOWED : HIDDEN;
};
