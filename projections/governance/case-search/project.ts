import { cellOf } from '../../../src/governance/duplicates/cells.ts';
import { CASE_EVENT_TYPES, type CaseEvent } from '../../../src/governance/events.ts';
import { isTerminal, stageAfter } from '../../../src/governance/index.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CaseSearchRow, caseSearch } from './table.ts';

const reportedRow = ({ data }: Recorded<Extract<CaseEvent, { type: 'CaseReported' }>>): CaseSearchRow => ({
  case_id: data.caseId,
  open: true,
  fed_back: false,
  cell: String(cellOf(data.location)),
  lon: data.location.lon,
  lat: data.location.lat,
  reported_at: data.at,
  source: data.source,
  reporter_id: data.reporterId,
  description: data.description,
  address: data.location.address,
  matter_code: data.matterCode,
  row_id: null,
  device_id: data.alarm?.deviceId ?? null,
  component_id: data.componentId ?? null,
});

const changes = (event: Recorded<CaseEvent>): Partial<CaseSearchRow> | undefined => {
  switch (event.type) {
    case 'CaseFiled':
      return { row_id: event.data.standard.rowId };
    case 'CaseDispatched':
      return { fed_back: false };
    case 'CaseFeedbackGiven':
      return { fed_back: true };
    case 'CaseChecked':
      return event.data.passed ? undefined : { fed_back: false };
    case 'CaseCorrected': {
      const { description, matterCode, location } = event.data.changes;
      return {
        ...(description === undefined ? {} : { description }),
        ...(matterCode === undefined ? {} : { matter_code: matterCode }),
        ...(location === undefined
          ? {}
          : {
              cell: String(cellOf(location)),
              lon: location.lon,
              lat: location.lat,
              address: location.address,
            }),
      };
    }
    default:
      return isTerminal(stageAfter('reported', event)) ? { open: false } : undefined;
  }
};

export const caseSearchProjection = rowProjection<CaseSearchRow, CaseEvent>({
  name: 'case-search@2',
  table: caseSearch,
  key: 'case_id',
  handles: CASE_EVENT_TYPES,
  keyOf: (event) => event.data.caseId,
  apply: (row, event) => {
    if (event.type === 'CaseReported') return reportedRow(event);
    const changed = changes(event);
    return row === undefined || changed === undefined ? row : { ...row, ...changed };
  },
});
