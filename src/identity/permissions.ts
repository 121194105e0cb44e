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
  'case:read',
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
  'webhook:manage',
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
 * Administrators manage people, places and devices, and neither read nor move cases.
 */
export const ROLE_DEFINITIONS: Readonly<Record<Role, RoleDefinition>> = {
  gridWorker: {
    nameZh: '网格员',
    ofDepartment: false,
    permissions: ['case:report', 'case:check', 'case:read', ...SEE],
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
      ...SEE,
    ],
  },
  dispatcher: {
    nameZh: '派遣员',
    ofDepartment: false,
    permissions: ['case:dispatch', 'case:return', 'case:read', 'board:read', ...SEE],
  },
  departmentManager: {
    nameZh: '部门负责人',
    ofDepartment: true,
    permissions: ['case:handle', 'case:feedback', 'case:return', 'case:read', 'board:read', ...SEE],
  },
  handler: {
    nameZh: '处置人员',
    ofDepartment: true,
    permissions: ['case:handle', 'case:feedback', 'case:read', ...SEE],
  },
  supervisionOfficer: {
    nameZh: '督办员',
    ofDepartment: false,
    permissions: ['case:read', 'board:read', ...SEE],
  },
  leader: {
    nameZh: '领导',
    ofDepartment: false,
    permissions: ['case:read', 'board:read', ...SEE],
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
      'webhook:manage',
      ...SEE,
    ],
  },
};

export const roleHas = (role: Role, permission: Permission): boolean =>
  ROLE_DEFINITIONS[role].permissions.includes(permission);
