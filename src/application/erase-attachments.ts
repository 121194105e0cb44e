import { attachmentsOfCase } from '../../projections/attachments/attachment-list/queries.ts';
import type { AttachmentStore } from '../attachments/attachment-store.ts';
import type { Sql } from '../platform/sql.ts';

export interface ErasedAttachments {
  readonly erased: readonly string[];
  /** Kept, because something else also refers to them. */
  readonly kept: readonly string[];
}

/**
 * Erases attachments to which only this case refers: the bytes with the only key that decrypts them, public copies, and their metadata.
 * The events still contain the ids, but nothing is found under them. Wait for the read model `attachment-list` first.
 */
export const eraseCaseAttachments = async (
  { sql, attachments }: { readonly sql: Sql; readonly attachments: Pick<AttachmentStore, 'remove'> },
  caseId: string,
): Promise<ErasedAttachments> => {
  const erased: string[] = [];
  const kept: string[] = [];
  for (const { digest, named_elsewhere } of await attachmentsOfCase(sql, caseId)) {
    if (named_elsewhere) kept.push(digest);
    else {
      await attachments.remove(digest);
      erased.push(digest);
    }
  }
  return { erased, kept };
};
