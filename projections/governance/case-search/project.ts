import { cellOf } from '../../../src/governance/duplicates/cells.ts';
import { CASE_EVENT_TYPES, type CaseEvent } from '../../../src/governance/events.ts';
import { isTerminal, stageAfter } from '../../../src/governance/index.ts';
import { type Handlers, handle, type Recorded, sameFor } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
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

const CHANGES: Handlers<void, Partial<CaseSearchRow>> = {
  CaseFiled: ({ data }) => ({ row_id: data.standard.rowId }),
  CaseDispatched: () => ({ fed_back: false }),
  CaseFeedbackGiven: () => ({ fed_back: true }),
  CaseChecked: ({ data }) => (data.passed ? {} : { fed_back: false }),
  CaseCorrected({ data: { changes } }) {
    const { description, matterCode, location } = changes;
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
  },
};

const apply = (row: CaseSearchRow | undefined, event: Recorded<CaseEvent>): CaseSearchRow | undefined => {
  if (event.type === 'CaseReported') return reportedRow(event);
  const ended = isTerminal(stageAfter('reported', event)) ? { open: false } : {};
  return row && { ...row, ...(handle(CHANGES, event, undefined) ?? ended) };
};

export const caseSearchProjection = rowProjection(caseSearch)({
  name: 'case-search@2',
  keyOf: ({ data }) => data.caseId,
  on: sameFor(CASE_EVENT_TYPES, apply),
});
