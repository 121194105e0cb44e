import type { Words } from '../platform/words.ts';

/** Kinds of the shipped rules. */
export const NOTIFICATION_KIND_WORDS: Readonly<Record<string, Words>> = {
  alarm: { zh: '告警', en: 'Alarms' },
  caseDispatched: { zh: '新派遣', en: 'Dispatched to us' },
  caseLight: { zh: '临期提醒', en: 'Nearly due' },
  caseOverdue: { zh: '超期', en: 'Overdue' },
  caseRequest: { zh: '申请待审批', en: 'Requests to decide' },
  caseReturned: { zh: '退回', en: 'Returned' },
  caseRework: { zh: '返工', en: 'Rework' },
  caseShirk: { zh: '拒收', en: 'Refused by a department' },
  caseSupervised: { zh: '督办', en: 'Supervision' },
  caseUrged: { zh: '催办', en: 'Urged' },
  shiftHandover: { zh: '交接班', en: 'Handing over shifts' },
  taskAssigned: { zh: '核实、核查任务', en: 'Tasks to verify or check' },
};
