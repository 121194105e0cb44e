import type { Role } from './events.ts';

export const PERMISSIONS = [
  'case:report',
  'case:accept',
  'case:reject',
  'case:file',
  'case:dispatch',
  'case:handle',
  'case:feedback',
  'case:check',
  'case:close',
  'case:return',
  'case:void',
  'case:sendTask',
  'case:inspect',
  'case:auditSelfHandling',
  'case:correct',
  'case:declineFiling',
  'case:refuse',
  'case:assignHandler',
  'case:requestAdjustment',
  'case:decideAdjustment',
  'case:resume',
  'case:requestVoid',
  'case:supervise',
  'case:answerSupervision',
  'case:urge',
  'case:flagShirk',
  'case:appeal',
  'case:reviewAppeal',
  'case:finishAppeal',
  'case:forceClose',
  'case:read',
  'duty:keep',
  'duty:read',
  'device:read',
  'device:manage',
  'alarm:read',
  'alarm:acknowledge',
  'rule:manage',
  'rejected:read',
  'rejected:manage',
  'user:manage',
  'department:manage',
  'grid:read',
  'grid:manage',
  'board:read',
  'projection:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface RoleDefinition {
  readonly nameZh: string;
  /** True for roles of a department (专业部门): their case rights reach only the cases of that department. */
  readonly ofDepartment: boolean;
  readonly permissions: readonly Permission[];
}

const SEE = ['device:read', 'alarm:read', 'grid:read'] as const;

/**
 * What each role may do. Supervision and handling are apart (监管分离): no role both handles and checks or closes, the
 * acceptor and shift leader sit in the supervision centre (监督中心), the dispatcher in the command centre (指挥中心).
 * Administrators manage people, places and devices; of cases they can only force the closing, and see none.
 */
export const ROLE_DEFINITIONS: Readonly<Record<Role, RoleDefinition>> = {
  gridWorker: {
    nameZh: '网格员',
    ofDepartment: false,
    permissions: [
      'case:report',
      'case:check',
      'case:read',
      'case:inspect',
      'case:requestVoid',
      'duty:keep',
      ...SEE,
    ],
  },
  acceptor: {
    nameZh: '受理员',
    ofDepartment: false,
    permissions: [
      'case:report',
      'case:accept',
      'case:reject',
      'case:check',
      'case:read',
      'alarm:acknowledge',
      'board:read',
      'case:sendTask',
      'case:auditSelfHandling',
      'case:correct',
      'case:requestVoid',
      'case:urge',
      'case:finishAppeal',
      'duty:read',
      ...SEE,
    ],
  },
  shiftLeader: {
    nameZh: '值班长',
    ofDepartment: false,
    permissions: [
      'case:reject',
      'case:file',
      'case:close',
      'case:return',
      'case:void',
      'case:read',
      'alarm:acknowledge',
      'board:read',
      'case:correct',
      'case:declineFiling',
      'case:urge',
      'duty:read',
      ...SEE,
    ],
  },
  dispatcher: {
    nameZh: '派遣员',
    ofDepartment: false,
    permissions: [
      'case:dispatch',
      'case:return',
      'case:read',
      'board:read',
      'case:correct',
      'case:decideAdjustment',
      'case:resume',
      'case:requestVoid',
      'case:urge',
      'case:flagShirk',
      'case:reviewAppeal',
      'duty:read',
      ...SEE,
    ],
  },
  departmentManager: {
    nameZh: '部门负责人',
    ofDepartment: true,
    permissions: [
      'case:handle',
      'case:feedback',
      'case:return',
      'case:read',
      'board:read',
      'case:refuse',
      'case:assignHandler',
      'case:requestAdjustment',
      'case:resume',
      'case:requestVoid',
      'case:answerSupervision',
      'case:appeal',
      ...SEE,
    ],
  },
  handler: {
    nameZh: '处置人员',
    ofDepartment: true,
    permissions: ['case:handle', 'case:feedback', 'case:read', ...SEE],
  },
  supervisionOfficer: {
    nameZh: '督办员',
    ofDepartment: false,
    permissions: ['case:read', 'board:read', 'case:supervise', 'case:urge', 'case:flagShirk', ...SEE],
  },
  leader: {
    nameZh: '领导',
    ofDepartment: false,
    permissions: ['case:read', 'board:read', 'case:supervise', 'case:urge', 'case:forceClose', ...SEE],
  },
  deviceManager: {
    nameZh: '设备管理员',
    ofDepartment: false,
    permissions: [
      'device:manage',
      'alarm:acknowledge',
      'rule:manage',
      'rejected:read',
      'rejected:manage',
      'board:read',
      ...SEE,
    ],
  },
  administrator: {
    nameZh: '系统管理员',
    ofDepartment: false,
    permissions: [
      'user:manage',
      'department:manage',
      'grid:manage',
      'device:manage',
      'rule:manage',
      'rejected:read',
      'rejected:manage',
      'board:read',
      'projection:read',
      'case:forceClose',
      ...SEE,
    ],
  },
};

export const roleHas = (role: Role, permission: Permission): boolean =>
  ROLE_DEFINITIONS[role].permissions.includes(permission);
