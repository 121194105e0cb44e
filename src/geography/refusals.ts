/** Codes with which commands of this context are refused: HTTP status and title in both languages. */
export const GEOGRAPHY_REFUSALS = {
  divisionInvalid: { status: 422, titleZh: '行政区划无效', titleEn: 'The division is not valid' },
  gridInvalid: { status: 422, titleZh: '责任网格无效', titleEn: 'The duty grid is not valid' },
  gridNotFound: { status: 404, titleZh: '责任网格不存在', titleEn: 'Duty grid not found' },
  gridTaken: { status: 409, titleZh: '网格编码已被占用', titleEn: 'The grid code is in use' },
  gridChanged: {
    status: 409,
    titleZh: '网格已被他人修改',
    titleEn: 'The grid was changed by somebody else',
  },
  gridFaulty: { status: 422, titleZh: '网格边界有误', titleEn: 'The border of the grid has faults' },
  gridInUse: { status: 409, titleZh: '网格内有在办案件', titleEn: 'The grid has open cases' },
  reasonMissing: { status: 422, titleZh: '缺少原因', titleEn: 'A reason is missing' },
} as const satisfies Record<string, { status: number; titleZh: string; titleEn: string }>;

export type GeographyRefusal = keyof typeof GEOGRAPHY_REFUSALS;
