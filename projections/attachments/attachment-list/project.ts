import { attachmentsIn } from '../../../src/attachments/named.ts';
import { EVENT_VERSIONS } from '../../../src/event-catalogue.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type AttachmentReferenceRow, attachmentReferences } from './table.ts';

/** Events that devices send by the thousand and shipped data name no attachments. */
const WITHOUT = new Set([
  ...['ReadingsRecorded', 'DetectionRecorded', 'DeviceWentOnline', 'DeviceWentOffline', 'MessageRejected'],
  ...['DivisionDefined', 'DivisionBoundaryDefined', 'SessionOpened', 'SessionClosed'],
]);

const upsert = rowUpserter<AttachmentReferenceRow>(attachmentReferences, ['digest', 'stream']);

/** Every event that can name an attachment is examined, so that the sweep deletes nothing that is used. */
export const attachmentListProjection: Projection = {
  name: 'attachment-list@2',
  tables: ['attachment_references'],
  handles: new Set(Object.keys(EVENT_VERSIONS).filter((type) => !WITHOUT.has(type))),
  async project(batch, sql) {
    const rows = new Map<string, AttachmentReferenceRow>();
    const add = (row: AttachmentReferenceRow) => rows.set(`${row.digest} ${row.stream}`, row);
    for (const { data, stream } of batch) {
      const caseId = (data as { caseId?: unknown } | null)?.caseId;
      for (const { digest, publicDigest, mediaType } of attachmentsIn(data)) {
        const row = { stream, case_id: typeof caseId === 'string' ? caseId : null, media_type: mediaType };
        if (publicDigest !== undefined) add({ ...row, digest: publicDigest, is_public: true });
        if (digest !== publicDigest) add({ ...row, digest, is_public: false });
      }
    }
    await upsert(sql, [...rows.values()]);
  },
};
