import { casesNaming } from '../../projections/attachments/attachment-list/queries.ts';
import { findCases } from '../../projections/governance/case-list/queries.ts';
import type { Attachment } from '../governance/events.ts';
import type { RightsHolder } from '../identity/index.ts';
import { attachmentPolicy, casePolicy } from '../identity/policy/index.ts';
import { OUT_OF_SIGHT } from './audit-requests.ts';
import type { ApiDeps } from './deps.ts';
import { nowIso } from './request.ts';
import { targetOf } from './routes/case-access.ts';

/** The attachment, if the person may refer to it in an event; otherwise, and for one that does not exist, undefined. A reference to an attachment of a case the person may not see is audited. */
export const nameableAttachment = async (
  deps: ApiDeps,
  person: RightsHolder,
  attachmentId: string,
): Promise<Attachment | undefined> => {
  const { sql } = deps.core;
  const now = nowIso(deps);
  const isUploader = await deps.uploaders.isUploader(attachmentId, person.userId);
  const cases = isUploader ? [] : await findCases(sql, await casesNaming(sql, attachmentId));
  const onVisibleCase = cases.some(
    (row) => casePolicy({ person, action: 'case:read', before: [targetOf(row)], now }).kind === 'allowed',
  );
  const verdict = attachmentPolicy({ person, action: 'name', before: { isUploader, onVisibleCase }, now });
  if (verdict.kind === 'allowed') return deps.attachments.find(attachmentId);
  if (cases.length > 0)
    deps.core.audit.note({
      actor: `user:${person.userId}`,
      action: 'request',
      outcome: 'refused',
      object: { kind: 'attachment', id: attachmentId },
      reason: OUT_OF_SIGHT,
    });
  return undefined;
};
