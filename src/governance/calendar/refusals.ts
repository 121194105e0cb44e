/** Every "no" about the work calendars of divisions. */
export const CALENDAR_REFUSALS = {
  calendarInvalid: { status: 422, titleZh: '工作日历有误', titleEn: 'The work calendar is not valid' },
  calendarChanged: {
    status: 409,
    titleZh: '工作日历已被他人修改',
    titleEn: 'The work calendar was changed by somebody else',
  },
} as const satisfies Record<string, { status: number; titleZh: string; titleEn: string }>;
