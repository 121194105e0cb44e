import type { Upload } from './uploads/upload.ts';

/** Whose quota the photos of people without an account count towards. */
export const PUBLIC_OWNER = 'public';

/** Owner of the photos of one report; a report's key is known to its sender alone. */
export const ownerOfPublic = (reportKeyDigest: string): string => `${PUBLIC_OWNER}:${reportKeyDigest}`;

export const isOfPublic = ({ userId }: Pick<Upload, 'userId'>): boolean =>
  userId.startsWith(`${PUBLIC_OWNER}:`);
