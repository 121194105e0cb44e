import { casesNaming } from '../../projections/attachment-list/queries.ts';
import { findCases } from '../../projections/case-list/queries.ts';
import type { Attachment } from '../governance/events.ts';
import type { RightsHolder } from '../identity/index.ts';
import { attachmentPolicy, casePolicy } from '../identity/policy/index.ts';
import type { ApiDeps } from './deps.ts';
import { nowIso } from './request.ts';
import { targetOf } from './routes/case-access.ts';

/** The attachment, if the person may name it in an event of theirs; undefined also for one that there is not. */
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
  return verdict.kind === 'allowed' ? deps.attachments.find(attachmentId) : undefined;
};
