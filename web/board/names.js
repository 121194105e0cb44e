/** Chinese words for codes; what is not listed is shown as it is. */
export const STAGES = {
  reported: '待受理',
  verifying: '待核实',
  auditing: '待审核',
  accepted: '待立案',
  filed: '待派遣',
  dispatched: '待处置',
  handling: '处置中',
  checking: '待核查',
  closing: '待结案',
  closed: '已结案',
  forceClosed: '强制结案',
  rejected: '不予受理',
  declined: '不予立案',
  archived: '已存档',
  invalid: '无效',
  voided: '已作废',
};

export const SEVERITIES = { blue: '蓝色', yellow: '黄色', orange: '橙色', red: '红色' };
export const PRESENCE = { online: '在线', offline: '离线', unknown: '未上线' };

export const FLAGS = {
  unknownIndicator: '未知指标',
  outOfRange: '超出量程',
  unknownUnit: '未知单位',
  deviceFlag: '设备标记',
  rateOfChange: '变化过快',
  spike: '突跳',
  stuck: '长时间不变',
  testReport: '测试数据',
  historical: '补传数据',
  afterGap: '中断后首次数据',
  unauthenticated: '来源未验证',
  clockInFuture: '时钟超前',
  clockBehind: '时钟滞后',
  clockBefore2000: '时钟早于 2000 年',
  unknownDetectionType: '未知识别类型',
};

export const CASE_EVENTS = {
  CaseReported: '上报',
  CaseAlarmAttached: '并入告警',
  CaseAlarmCleared: '告警解除',
  CaseAccepted: '受理',
  CaseRejected: '不予受理',
  CaseFiled: '立案',
  CaseDispatched: '派遣',
  CaseHandlingStarted: '签收处置',
  CaseFeedbackGiven: '反馈',
  CaseChecked: '核查',
  CaseClosed: '结案',
  CaseReturned: '回退',
  CaseVoided: '作废',
  CaseHandlingOverdue: '处置超期',
  CaseStageOverdue: '环节超期',
  CaseTaskSent: '下发任务',
  CaseTaskReassigned: '转派任务',
  CaseTaskCancelled: '取消任务',
  CaseVerified: '核实',
  CaseCorrected: '更正',
  CaseFilingDeclined: '不予立案',
  CaseDispatchRefused: '拒收',
  CaseHandlerAssigned: '指派处置人员',
  CaseHandlerWithdrawn: '撤回指派',
  CaseCoFeedbackGiven: '协办反馈',
  CaseRequestMade: '申请',
  CaseRequestRefused: '申请未通过',
  CaseExtended: '延期',
  CaseSuspended: '挂账',
  CaseResumed: '挂账恢复',
  CaseDeferred: '缓办',
  CaseDeferralEnded: '解除缓办',
  CaseSupervised: '督办',
  CaseSupervisionAnswered: '督办回复',
  CaseUrged: '催办',
  CaseShirkFlagged: '标记推诿',
  CaseSelfHandlingAudited: '自行处置审核',
  CaseAppealed: '申诉',
  CaseAppealReviewed: '申诉审核',
  CaseForceClosed: '强制结案',
  CaseLightChanged: '灯色变化',
  CaseLinkedAsDuplicate: '认定为重复件',
  CaseMadeChild: '归入主案件',
  CaseUnlinked: '解除关联',
  CaseAnsweredByParent: '随主案件答复',
};

export const ALARM_EVENTS = {
  AlarmRaised: '告警',
  AlarmEscalated: '告警升级',
  AlarmCleared: '告警解除',
  AlarmAcknowledged: '告警已确认',
};

export const STORM_EVENTS = { AlarmStormBegan: '告警风暴开始', AlarmStormEnded: '告警风暴结束' };

const TIME = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** @param {number} share of 1 */
export const percent = (share) => `${Math.round(share * 100)}%`;

/** @param {string | null | undefined} iso */
export const time = (iso) => (iso ? TIME.format(new Date(iso)) : '–');
