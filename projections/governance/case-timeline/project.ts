import type { RecordedEvent } from '../../../src/event-store/event-store.ts';
import { CASE_EVENT_TYPES, type CaseEvent } from '../../../src/governance/events.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type CaseTimelineRow, caseTimeline } from './table.ts';

const upsert = rowUpserter<CaseTimelineRow>(caseTimeline, ['case_id', 'version']);

export const caseTimelineProjection: Projection = {
  name: 'case-timeline@2',
  tables: ['case_timeline'],
  handles: new Set(CASE_EVENT_TYPES),
  async project(batch, sql) {
    const events = batch as readonly RecordedEvent<CaseEvent>[];
    await upsert(
      sql,
      events.map((event) => ({
        case_id: event.data.caseId,
        version: event.version,
        type: event.type,
        at: event.data.at,
        actor: event.meta.actor,
        data: event.data,
      })),
    );
  },
};
