/** Every "no" of the case's work loop and of its key. */
export const CASE_REFUSALS = {
  caseUnknown: { status: 404, titleZh: '案件不存在', titleEn: 'There is no such case' },
  caseExists: { status: 409, titleZh: '案件已存在', titleEn: 'The case exists already' },
  caseEnded: { status: 409, titleZh: '案件已结束', titleEn: 'The case has ended' },
  impossibleTransition: {
    status: 409,
    titleZh: '当前阶段不能执行此操作',
    titleEn: 'This step is not possible in the present stage',
  },
  filingStandardMissing: {
    status: 422,
    titleZh: '未选定立案标准',
    titleEn: 'A filing standard has to be chosen first',
  },
  handlerMayNotCheck: {
    status: 403,
    titleZh: '处置与核查须分离',
    titleEn: 'Who handled a case may not check or close it',
  },
  wrongParty: {
    status: 403,
    titleZh: '此步骤不由该单位办理',
    titleEn: 'This step belongs to another party',
  },
  caseKeyHeld: {
    status: 409,
    titleZh: '已有未结案件',
    titleEn: 'Another open case holds the key',
  },
  caseKeyNotHeld: {
    status: 409,
    titleZh: '该案件未占用此键',
    titleEn: 'The case does not hold the key',
  },
  alarmHasCase: {
    status: 409,
    titleZh: '告警已归入其他案件',
    titleEn: 'The alarm belongs to another case',
  },
  textMissing: { status: 422, titleZh: '缺少文字说明', titleEn: 'A text is missing' },
  textTooLong: { status: 422, titleZh: '文字过长', titleEn: 'A text is too long' },
  calendarYearMissing: {
    status: 422,
    titleZh: '工作日历未覆盖该年份',
    titleEn: 'The work calendar does not cover that year',
  },
} as const;
