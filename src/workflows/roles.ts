import { codesOf, type Words } from '../platform/words.ts';

/** The people who work in the city: each role takes the steps that the tables name for it. */
export const ROLE_TABLE = {
  gridWorker: { zh: '网格员', en: 'Grid worker' },
  acceptor: { zh: '受理员', en: 'Acceptor' },
  shiftLeader: { zh: '值班长', en: 'Shift leader' },
  dispatcher: { zh: '派遣员', en: 'Dispatcher' },
  departmentManager: { zh: '部门负责人', en: 'Department manager' },
  handler: { zh: '处置人员', en: 'Handler' },
  supervisionOfficer: { zh: '督办员', en: 'Supervision officer' },
  leader: { zh: '领导', en: 'Leader' },
  deviceManager: { zh: '设备管理员', en: 'Device manager' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
  securityAdministrator: { zh: '安全管理员', en: 'Security administrator' },
  auditAdministrator: { zh: '审计管理员', en: 'Audit administrator' },
} as const satisfies Record<string, Words>;
export const ROLES = codesOf(ROLE_TABLE);
export type Role = keyof typeof ROLE_TABLE;
