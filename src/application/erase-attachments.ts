import { attachmentsOfCase } from '../../projections/attachments/attachment-list/queries.ts';
import type { AttachmentStore } from '../attachments/attachment-store.ts';
import type { Sql } from '../platform/sql.ts';

export interface ErasedAttachments {
  readonly erased: readonly string[];
  /** Named by something else too, which they stay for. */
  readonly kept: readonly string[];
}

/**
 * Erases what a case alone names: the bytes with the only key that opens them, public copies, and what was noted of them. The
 * events go on naming ids under which nothing is found any more. Wait first for the read model `attachment-list`.
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
