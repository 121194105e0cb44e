import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { publicReports } from './table.ts';

export const publicReportListProjection = rowProjection(publicReports)({
  name: 'public-report-list@1',
  keyOf: ({ data }) => data.caseId,
  on: {
    CaseReported: (_row, { data: { caseId, publicReport } }) =>
      publicReport && {
        case_id: caseId,
        code_digest: publicReport.codeDigest,
        place_in_words: publicReport.placeInWords === true,
      },
    // Somebody has found out where it is.
    CaseCorrected: (row, { data: { changes } }) =>
      row && (changes.location === undefined ? row : { ...row, place_in_words: false }),
  },
});
