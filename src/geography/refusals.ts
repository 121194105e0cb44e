/** Codes with which commands of this context are refused: HTTP status and title in both languages. */
export const GEOGRAPHY_REFUSALS = {
  divisionInvalid: { status: 422, titleZh: '行政区划无效', titleEn: 'The division is not valid' },
  gridInvalid: { status: 422, titleZh: '责任网格无效', titleEn: 'The duty grid is not valid' },
  gridNotFound: { status: 404, titleZh: '责任网格不存在', titleEn: 'Duty grid not found' },
  reasonMissing: { status: 422, titleZh: '缺少原因', titleEn: 'A reason is missing' },
} as const satisfies Record<string, { status: number; titleZh: string; titleEn: string }>;

export type GeographyRefusal = keyof typeof GEOGRAPHY_REFUSALS;
