import { ALLOWED, HIDDEN, type Policy } from './verdict.ts';

/** What belongs to a single person: notifications, preferences, uploads, sessions. For everybody else it does not exist. */
export const ownPolicy: Policy<'use', { readonly ownerId: string }> = ({ person, before }) =>
  before?.ownerId === person.userId ? ALLOWED : HIDDEN;

export interface AttachmentTarget {
  /** The person has uploaded these very bytes, not long ago. */
  readonly isUploader: boolean;
  /** It is attached to a case that the person may see. */
  readonly onVisibleCase: boolean;
}

/** Attachments: by a right on what they are attached to; the uploader may name one, since they have its bytes anyway. */
export const attachmentPolicy: Policy<'name' | 'read', AttachmentTarget> = ({ action, before }) => {
  if (before === undefined) return HIDDEN;
  if (before.onVisibleCase) return ALLOWED;
  return action === 'name' && before.isUploader ? ALLOWED : HIDDEN;
};
